import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer sync`: a relay's sync with its county, now.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "中转服务器立即与县里同步 · Sync a relay with its county, now."
    )

    @OptionGroup var common: CommonOptions

    func run() throws {
        let folder = common.folder
        let store = try folder.open()
        let report = try RelayUpstream(store, in: folder).sync()
        try store.close()
        if let notice = report.notice { common.terminal.note(Problem(notice)) }
        if common.json { return try Terminal.print(SyncResult(report)) }
        common.terminal.say(
            """
            上报 \(report.sent) 条，收到 \(report.received) 条，\
            \(report.isVerified ? "核对一致" : "尚未核对一致")。
            """,
            """
            Sent \(report.sent), received \(report.received), \
            \(report.isVerified ? "verified" : "not verified yet").
            """
        )
        if report.conflicts > 0 {
            common.terminal.say(
                "收到的记录中有 \(report.conflicts) 条存在冲突。",
                "\(report.conflicts) of the records are in conflict."
            )
        }
    }
}

/// What a sync did, with the keys that scripts rely on.
struct SyncResult: Encodable {
    let sent: Int
    let received: Int
    let conflicts: Int
    let sealedThrough: UInt64
    let requests: Int
    let bytesOut: Int
    let bytesIn: Int
    let seconds: Double
    let verified: Bool
    let unsealed: Int
    let unsent: Int
    let notice: String?

    init(_ report: SyncReport) {
        sent = report.sent
        received = report.received
        conflicts = report.conflicts
        sealedThrough = report.sealedThrough
        requests = report.requests
        bytesOut = report.bytesOut
        bytesIn = report.bytesIn
        seconds = report.seconds
        verified = report.isVerified
        unsealed = report.unsealed
        unsent = report.unsent
        notice = report.notice?.rawValue
    }
}
