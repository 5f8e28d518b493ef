import ArgumentParser
import FieldKit
import Foundation
import Logging
import Metrics
import NIOCore
import ServiceLifecycle
import UnixSignals

/// What `serve` takes, and the part of it that listens until it is asked to stop.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "监听地址，端口 0 表示任意 · The address to listen on; port 0 is any free one.",
            valueName: "host:port"
        )
    )
    var listen = "127.0.0.1:8443"

    @Option(
        help: ArgumentHelp("另用的证书（PEM） · Another certificate, with its chain.", valueName: "file")
    )
    var tlsCert: String?

    @Option(help: ArgumentHelp("它的私钥（PEM） · Its key.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "不加密，只限本机 · Plain HTTP; only on a loopback address.")
    var plainHTTP = false

    @Option(
        help: ArgumentHelp(
            "县服务器的网址（中转服务器用） · A relay's county, if its address has changed.",
            valueName: "url"
        )
    )
    var upstream: String?

    @Option(
        help: ArgumentHelp(
            "每天与县里同步的时间（中转服务器用） · When a relay syncs with its county, every day.",
            valueName: "hh:mm"
        )
    )
    var syncAt: DailyTime?

    @Option(
        help: ArgumentHelp(
            "每天重新计算校验和的时间 · When the running sums are worked out anew, every day.",
            valueName: "hh:mm"
        )
    )
    var recountAt = DailyTime(hour: 2, minute: 30)

    func validate() throws {
        if (tlsCert == nil) != (tlsKey == nil) {
            throw ValidationError("--tls-cert and --tls-key go together.")
        }
        if plainHTTP && tlsCert != nil {
            throw ValidationError("--plain-http needs no --tls-cert.")
        }
    }

    /// Serves until SIGTERM or SIGINT.
    ///
    /// Prints `listening on URL` as one line on standard output once connections are accepted.
    /// The `others` run beside it and end with it.
    func serve(
        _ parts: ServerParts,
        in folder: ServerFolder,
        with others: [any Service] = []
    ) async throws {
        let address = try ListenAddress(listen)
        let application = try ServerApplication(
            parts,
            listen: address,
            transport: try transport(in: folder)
        )
        MetricsSystem.bootstrap(parts.metrics)
        let group = try application.group(with: others, signals: [.sigterm, .sigint]) { url in
            // Only for links that people are given: a disk that is full must not stop the server.
            try? folder.write(Data(url.utf8), to: .address)
            Terminal.write("listening on \(url)\n", to: .standardOutput)
            parts.logger.notice("listening", metadata: ["version": "\(FieldKitVersion.text)"])
        }
        do {
            try await group.run()
        } catch let error as IOError {
            throw Problem(
                .listenInvalid,
                ["address": listen, "reason": String(cString: strerror(error.errnoCode))]
            )
        }
        parts.logger.notice("stopped")
    }

    private func transport(in folder: ServerFolder) throws -> TransportIdentity? {
        if plainHTTP { return nil }
        guard let tlsCert, let tlsKey else {
            return try TransportIdentity.open(in: folder, hosts: try folder.settings().hostNames())
        }
        return TransportIdentity(
            chainPEM: try InputFile.text(tlsCert),
            keyPEM: try InputFile.text(tlsKey)
        )
    }
}
