public import Foundation
import SwiftProtobuf

/// Carries out a session over a transport: the only part of a sync that touches the network.
public final class SyncClient {
    private let replica: Replica
    private let transport: any Transport
    private let application: String
    private let url: String
    /// Called before each request with the number of requests so far; false stops the sync with
    /// `cancelled`, and everything stays resumable.
    public var shouldContinue: ((_ requests: Int) -> Bool)?
    /// Called before each request with what it is for, and what was done so far.
    public var willAsk: ((SyncStep, SyncReport) -> Void)?

    /// A client for one server; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - replica: The store that is synced.
    ///   - url: The server; its identity is asked for if it has not been met yet.
    ///   - transport: The way to that server.
    ///   - application: Name and version of this program, which the server is told.
    package init(replica: Replica, url: String, transport: any Transport, application: String) {
        self.replica = replica
        self.url = url
        self.transport = transport
        self.application = application
    }

    /// One full sync.
    ///
    /// Everything that was exchanged is durable, however it ends; pressing again goes on.
    ///
    /// - Returns: What was done.
    /// - Throws: A ``Problem``: what the transport meets, such as `server_unreachable`,
    ///   `network_interrupted` or `authority_mismatch`; `cancelled` if ``shouldContinue`` says so;
    ///   `not_enrolled`, `certificate_invalid` or `hello_misdirected` about who answers; what the
    ///   server refuses; and what the store meets, such as `disk_full`.
    public func sync() throws -> SyncReport { try sync { _ in } }

    /// One full sync that compares the sums also if nothing seems new, and tries once more what no
    /// exchange has mended before.
    ///
    /// - Returns: What was done; ``SyncReport/healed`` names the buckets that differed.
    /// - Throws: As ``sync()``.
    public func reconcile() throws -> SyncReport {
        try sync { session in
            session.wantsToken = true
            session.triesAgain = true
        }
    }

    private func sync(_ prepare: (SyncSession) -> Void) throws -> SyncReport {
        let start = replica.clock.milliseconds()
        let session = try withSession { session in
            prepare(session)
            var action = try session.start()
            while case .send = action { action = try perform(action, session) }
        }
        session.report.seconds = Double(replica.clock.milliseconds() - start) / 1_000
        return session.report
    }

    /// Asks one thing beside the exchange, in a session that is opened for it.
    func call(_ name: String, _ body: Data) throws -> Data {
        var reply = Data()
        _ = try withSession { session in
            session.wantsToken = true
            var action = try session.start()
            while session.token == nil { action = try perform(action, session) }
            reply = try ask(name, body, session).get()
        }
        return reply
    }

    /// Opens a session with the server at the address, asking for its identity again if another
    /// one answers there now.
    private func withSession(_ body: (SyncSession) throws -> Void) throws -> SyncSession {
        var server = try knownDevice() ?? identify()
        for attempt in 0..<2 {
            let session = SyncSession(replica: replica, server: server, application: application)
            do {
                try body(session)
                return session
            } catch let problem as Problem
                where problem.code == .helloMisdirected && attempt == 0
            {
                server = try identify()
            }
        }
        throw Problem(.helloMisdirected)
    }

    private func perform(
        _ action: SyncSession.Action,
        _ session: SyncSession
    ) throws -> SyncSession.Action {
        guard case .send(let name, let body) = action else { throw Problem(.sessionUnknown) }
        guard shouldContinue?(session.report.requests) ?? true else { throw Problem(.cancelled) }
        willAsk?(SyncStep(request: name), session.report)
        switch try ask(name, body, session) {
        case .success(let reply): return try session.receive(reply)
        case .failure(let problem): return try session.receive(problem: problem)
        }
    }

    private func ask(
        _ name: String,
        _ body: Data,
        _ session: SyncSession
    ) throws -> Result<Data, Problem> {
        var headers: [String: String] = [:]
        if let token = session.token, name != "hello" {
            headers["fieldkit-session"] = token.hexadecimal
        }
        let reply = try transport.send(
            TransportRequest(.post, "/v1/\(name)", headers: headers, body: body, retrySafe: true)
        )
        session.report.requests += 1
        session.report.bytesOut += reply.requestBytes
        session.report.bytesIn += reply.replyBytes
        return reply.problem.map { .failure($0) } ?? .success(reply.body)
    }

    // MARK: Whom the address belongs to

    private func knownDevice() throws -> DeviceID? {
        try replica.read { reader in
            try reader.store.value(Keys.server(url)).flatMap {
                DeviceID(String(decoding: $0, as: UTF8.self))
            }
        }
    }

    /// Asks a server who it is, and believes only a certificate of this county.
    private func identify() throws -> DeviceID {
        let reply = try transport.send(TransportRequest(.get, "/v1/identity", retrySafe: true))
        if let problem = reply.problem { throw problem }
        let certificate = try DeviceCertificate(encoded: reply.body)
        guard let county = try replica.read({ try $0.countyCertificate() }) else {
            throw Problem(.notEnrolled)
        }
        guard certificate.isSigned(by: county.publicKey),
            [.county, .township].contains(certificate.role)
        else { throw Problem(.certificateInvalid) }
        try replica.write {
            try $0.setValue(
                Keys.server(url),
                Data("\(certificate.device)".utf8)
            )
        }
        return certificate.device
    }
}

extension Replica {
    /// The address of the server at which this store was enrolled; nil before that.
    public func serverURL() throws -> String? {
        try read { try $0.store.value(Keys.serverURL).map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The county's certificate authority in PEM, which every connection is pinned to.
    package func authorityPEM() throws -> Data? {
        try read { try $0.store.value(Keys.authority) }
    }

    /// A client for a server of this store's county.
    ///
    /// - Parameters:
    ///   - url: The server; nil means the one at which this store was enrolled.
    ///   - application: Name and version of this program, which the server is told.
    ///   - trace: A folder that gets every request and reply, children's records among them; made
    ///     if it is missing, and its files are its owner's alone.
    ///   - isStopped: Asked before each request, and at least once a second while one runs, also while
    ///     the server is silent; true ends the sync as `cancelled`.
    ///   - pause: Waits so many seconds between tries; what it throws ends the sync as `cancelled`.
    /// - Returns: The client; nothing has been sent yet.
    /// - Throws: `not_enrolled`, `wrong_usage` for an address that is none, `file_unwritable` about
    ///   the folder of the trace.
    public func syncClient(
        url: String? = nil,
        application: String,
        trace: URL? = nil,
        isStopped: @escaping () -> Bool = { false },
        pause: @escaping (Double) throws -> Void
    ) throws -> SyncClient {
        guard let address = try url ?? serverURL(), let authority = try authorityPEM() else {
            throw Problem(.notEnrolled)
        }
        let server = try ServerAddress(address)
        let curl = try CurlTransport(server, trust: .pinned(authority))
        curl.progress = { _, _ in !isStopped() }
        var transport: any Transport = curl
        if let trace { transport = try TracingTransport(transport, folder: trace) }
        let retrying = RetryingTransport(transport, random: random) { seconds throws(Problem) in
            do {
                try pause(seconds)
            } catch {
                throw Problem(.cancelled)
            }
        }
        let client = SyncClient(
            replica: self,
            url: server.text,
            transport: retrying,
            application: application
        )
        client.shouldContinue = { _ in !isStopped() }
        return client
    }
}
