import FieldKit
import Foundation
import Synchronization

/// A sync that somebody waits for: it shows that it goes on, and Control-C ends it in good order.
enum AttendedSync {
    /// Carries out a sync of any kind.
    ///
    /// - Parameters:
    ///   - folder: What is synced; nobody else syncs it meanwhile.
    ///   - server: The server's URL; nil for the one where this laptop was enrolled.
    ///   - trace: A folder for each request and reply; nil for none.
    ///   - sync: What is done with the client.
    /// - Returns: What the sync did.
    /// - Throws: `home_busy` if another process syncs, and what the sync meets.
    static func run(
        _ folder: ReplicaFolder,
        server: String? = nil,
        trace: String? = nil,
        _ sync: (SyncClient) throws -> SyncReport
    ) throws -> SyncReport {
        Interruption.watch()
        return try folder.inTurn("sync") {
            let client = try folder.replica.syncClient(
                url: server,
                application: "field \(FieldKitVersion.text)",
                trace: trace.map { URL(filePath: $0, directoryHint: .isDirectory) },
                isStopped: { Interruption.isAsked },
                pause: Interruption.pause
            )
            let isShown = isatty(2) == 1
            if isShown { client.willAsk = showProgress }
            defer { if isShown { Terminal.progress("", "") } }
            return try sync(client)
        }
    }

    private static func showProgress(_ step: SyncStep, _ report: SyncReport) {
        switch step {
        case .connect: Terminal.progress("正在连接服务器…", "Connecting…")
        case .send:
            Terminal.progress("正在上报（已 \(report.sent) 条）…", "Sending (\(report.sent) so far)…")
        case .receive:
            Terminal.progress(
                "正在取回（已 \(report.received) 条）…",
                "Receiving (\(report.received) so far)…"
            )
        case .check: Terminal.progress("正在核对…", "Checking…")
        }
    }
}

/// Control-C during a sync: the first ends it in good order, a second at once.
private enum Interruption {
    private static let asked = Atomic<Bool>(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    static func watch() {
        // Read once before a signal can come: what is made on first use is not to be made there.
        guard !isAsked else { return }
        signal(SIGINT) { number in
            Interruption.asked.store(true, ordering: .relaxed)
            signal(number, SIG_DFL)
        }
    }

    /// Waits between tries, as long as nobody asks to stop.
    static func pause(seconds: Double) throws {
        var rest = seconds
        while rest > 0 {
            guard !isAsked else { throw Problem(.cancelled) }
            let slice = min(rest, 0.1)
            usleep(useconds_t(slice * 1_000_000))
            rest -= slice
        }
    }
}
