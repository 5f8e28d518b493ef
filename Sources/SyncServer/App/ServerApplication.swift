import FieldKit
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import UnixSignals

/// A server that listens: routes, TLS, limits, and how it stops.
struct ServerApplication: Sendable {
    private let parts: ServerParts
    private let listen: ListenAddress
    private let transport: TransportIdentity?

    /// Puts a server together; it does not listen yet.
    ///
    /// - Parameters:
    ///   - parts: What answers its requests.
    ///   - listen: The address to listen on.
    ///   - transport: What it shows in TLS; nil for plain HTTP.
    /// - Throws: `listen_invalid` for plain HTTP where others could reach it.
    init(
        _ parts: ServerParts,
        listen: ListenAddress,
        transport: TransportIdentity?
    ) throws(Problem) {
        if transport == nil && !listen.isLoopback {
            throw Problem(
                .listenInvalid,
                [
                    "address": listen.url(port: listen.port, secure: false),
                    "reason": "not a loopback address",
                ]
            )
        }
        self.parts = parts
        self.listen = listen
        self.transport = transport
    }

    /// The group of services that is the running server.
    ///
    /// Asked to stop, it takes no more connections, answers what it has begun to read, and ends:
    /// a request is acknowledged only after its work is durable, so nothing acknowledged is lost.
    ///
    /// - Parameters:
    ///   - others: What runs beside it, such as a relay's sync.
    ///   - signals: The signals that ask it to stop.
    ///   - onListening: Called with its URL once it accepts connections.
    /// - Returns: The group, which does nothing before it is run.
    /// - Throws: What the TLS library says of a certificate or key that it cannot read.
    func group(
        with others: [any Service] = [],
        signals: [UnixSignal],
        onListening: @escaping @Sendable (String) -> Void
    ) throws -> ServiceGroup {
        let secure = transport != nil
        let listen = listen
        let application = Application(
            router: try Routes.router(parts, secure: secure),
            server: try channel(),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port),
                backlog: ServerLimits.backlogMax,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    ServerLimits.connectionsMax
                )
            ),
            onServerRunning: { channel in
                onListening(
                    listen.url(port: channel.localAddress?.port ?? listen.port, secure: secure)
                )
            },
            logger: libraryLogger
        )
        var configuration = ServiceGroupConfiguration(
            services: [application] + others,
            gracefulShutdownSignals: signals,
            logger: libraryLogger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(ServerLimits.stopSecondsMax)
        return ServiceGroup(configuration: configuration)
    }

    /// The libraries put errors and addresses into their messages, so only what is grave is kept.
    private var libraryLogger: Logger {
        var logger = parts.logger
        logger.logLevel = max(logger.logLevel, .error)
        return logger
    }

    private func channel() throws -> HTTPServerBuilder {
        let stream = HTTP1Channel.Configuration(
            additionalChannelHandlers: transport == nil ? [] : [RequestWatch()],
            idleTimeout: .seconds(ServerLimits.idleSecondsMax),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: ServerLimits.headerBytesMax,
                maxHeaderListSize: ServerLimits.headerBytesMax,
                maxHeaderFieldCount: ServerLimits.headerFieldsMax
            )
        )
        guard let transport else { return .http1(configuration: stream) }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(transport.chainPEM.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(transport.keyPEM.utf8), format: .pem)
            )
        )
        tls.minimumTLSVersion = .tlsv12
        let configuration = HTTP2UpgradeChannel.Configuration(
            idleTimeout: .seconds(ServerLimits.idleSecondsMax),
            gracefulCloseTimeout: .seconds(ServerLimits.drainSecondsMax),
            streamConfiguration: stream
        )
        let settings = tls
        let addresses = AddressBudget()
        return HTTPServerBuilder { responder in
            GuardedChannel(
                inner: try HTTP2UpgradeChannel(
                    tlsConfiguration: settings,
                    configuration: configuration,
                    responder: responder
                ),
                addresses: addresses
            )
        }
    }
}
