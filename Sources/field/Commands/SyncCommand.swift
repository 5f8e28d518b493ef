import ArgumentParser
import FieldKit
import Foundation
import Synchronization

/// `field sync`: one full sync with a server of the county.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "同步：上报和取回 · Send what is new here and fetch what is new there.",
        discussion: """
            可随时中断，再运行一次就接着做，不会丢失或重复。
            May be stopped at any time; the next run goes on from there. Nothing is lost or doubled.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "服务器网址，默认登记时的 · The server; default: where this laptop was enrolled.",
            valueName: "url"
        )
    )
    var server: String?

    @Option(
        help: ArgumentHelp(
            "把每次请求和答复写入文件夹，内有个人资料 · A folder for each request and reply; these hold "
                + "personal data.",
            valueName: "dir"
        )
    )
    var trace: String?

    func run() throws {
        Interruption.watch()
        let (report, decisions) = try global.place.open { folder in
            let report = try folder.inTurn("sync") { try sync(folder.replica) }
            // The next search need not wait for it; if it fails, the search says why.
            if report.received > 0 { try? folder.prepareFinding() }
            return (report, try DecisionWords.sentences(report.decisions, folder.replica))
        }
        try SyncWords.sayAside(report)
        if output.json {
            try Terminal.print(SyncWords.json(report))
        } else {
            for sentence in decisions { try Terminal.show(sentence + "\n") }
            try SyncWords.say(report)
        }
    }

    private func sync(_ replica: Replica) throws -> SyncReport {
        let client = try replica.syncClient(
            url: server,
            application: "field \(FieldKitVersion.text)",
            trace: trace.map { URL(filePath: $0, directoryHint: .isDirectory) },
            pause: Interruption.pause
        )
        let isShown = isatty(2) == 1
        client.shouldContinue = { requests in
            if isShown {
                Terminal.progress("正在同步（\(requests)）…", "Syncing (\(requests))…")
            }
            return !Interruption.isAsked
        }
        defer { if isShown { Terminal.progress("", "") } }
        return try client.sync()
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
