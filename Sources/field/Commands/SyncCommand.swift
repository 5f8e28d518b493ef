import ArgumentParser
import FieldKit
import Foundation

/// `field sync`: one full sync with a server of the county.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "同步：上报和取回 · Send what is new here and fetch what is new there.",
        discussion: """
            可随时中断，再运行一次就接着做，不会丢失或重复。
            May be stopped at any time; the next run goes on from there. Nothing is lost or doubled.
            """,
        aliases: ["同步"]
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
        let report = try global.place.open(isOpenToAll: trace == nil) { folder in
            try folder.replica.beginEvening()
            let report = try AttendedSync.run(folder, server: server, trace: trace) { client in
                try client.sync()
            }
            // The next search need not wait for it; if it fails, the search says why.
            if report.received > 0 { try? folder.prepareFinding() }
            try SyncWords.sayAside(report)
            var evening = try folder.replica.evening()
            evening.summary.add(report)
            // Who has not signed in learns whether it went well; the news waits for who has.
            let isClosed = try ScreenLock(folder).isClosed()
            var isRead = !isClosed
            if output.json {
                let news = isClosed ? nil : evening.summary
                try Terminal.print(SyncWords.json(report, news))
            } else {
                let summary = evening.summary
                func show() throws -> Bool {
                    try Pager().show { Self.page(summary, isClosed: isClosed) }
                }
                // While somebody reads the news, the screen locks as it does elsewhere.
                let isAtEnd = try isClosed ? show() : ScreenLock(folder).pass(show)
                isRead = isRead && isAtEnd
                try SyncWords.sayUnverified(report)
            }
            // Whoever closes the terminal, or leaves, before the last line is told again.
            if isRead { try folder.replica.noteShown(evening) }
            return report
        }
        // What was sent has arrived, and yet a script must see that nothing will come down any more.
        if let notice = report.notice { Foundation.exit(notice.entry.exit) }
    }
}

extension SyncCommand {
    private static func page(_ summary: EveningSummary, isClosed: Bool) -> Page {
        var page = Page(columns: Terminal.columns)
        if isClosed {
            EveningWords.addStanding(summary, &page)
        } else {
            EveningWords.add(summary, ShownNames(isRevealed: false), &page)
        }
        return page
    }
}

extension EveningSummary {
    /// Takes over what only the sync knows.
    fileprivate mutating func add(_ report: SyncReport) {
        unsealed = report.unsealed
        held = report.held
        unserved = report.unsent
        isVerified = report.isVerified
        seconds = report.seconds
    }
}
