import ArgumentParser
import FieldKit

/// `SyncServer verify`: checks the store.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "检查资料库是否完好 · Check the store's file, invariants, sums and seals.",
        discussion: """
            --with-server：中转服务器还与县里逐项核对，补齐两边不同的记录。
            With --with-server a relay also syncs and compares with its county, and heals what differs.
            """
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "同时与县里核对（中转服务器用） · A relay: compare with the county too, and heal.")
    var withServer = false

    @Flag(help: "重新计算校验和并改正 · Work the running sums out anew, and mend wrong ones first.")
    var mendSums = false

    private struct Result: Encodable {
        let ok: Bool
        let problems: [String]
        let mended: [String]?
        let server: Comparison?
    }

    private struct Comparison: Encodable {
        let verified: Bool
        /// The code of what the county said to it, such as that the relay was shut out.
        let notice: String?
        let healed: [String]
        let differing: Int
        let sent: Int
        let received: Int
    }

    func run() throws {
        let result = try common.withStore { store in
            let mended = mendSums ? try store.replica.mendSums().wrong : nil
            let problems = try store.problems()
            let server = withServer && problems.isEmpty ? try compared(store) : nil
            return Result(
                ok: problems.isEmpty && server?.verified ?? true,
                problems: problems,
                mended: mended,
                server: server
            )
        }
        if common.json { try Terminal.print(result) } else { say(result) }
        try throwProblem(of: result)
    }

    private func compared(_ store: ReplicaFolder) throws -> Comparison {
        let upstream = try RelayUpstream(store, in: common.folder)
        let report = try store.inTurn("sync") { try upstream.client().reconcile() }
        return Comparison(
            verified: report.isVerified,
            notice: report.notice?.rawValue,
            healed: report.healed,
            differing: report.differing,
            sent: report.sent,
            received: report.received
        )
    }

    private func say(_ result: Result) {
        if let mended = result.mended, !mended.isEmpty {
            let buckets = mended.joined(separator: ", ")
            common.terminal.say("已改正校验和：\(buckets)。", "Sums mended: \(buckets).")
        }
        guard result.problems.isEmpty else { return }
        common.terminal.say("资料库完好。", "All is well.")
        guard let server = result.server else { return }
        if !server.healed.isEmpty {
            let buckets = server.healed.joined(separator: ", ")
            common.terminal.say(
                "与县里不同：\(buckets)，记录 \(server.differing) 条；已上报 \(server.sent) 条，"
                    + "收到 \(server.received) 条。",
                "Differed from the county: \(buckets), \(server.differing) records; "
                    + "\(server.sent) writes sent, \(server.received) received."
            )
        }
        if server.verified { common.terminal.say("与县里核对一致。", "The same as the county.") }
    }

    private func throwProblem(of result: Result) throws {
        if let server = result.server, !server.verified {
            throw Problem(
                server.notice.flatMap(ProblemCode.init) ?? .sumsDiffer,
                ["bucket": server.healed.joined(separator: ", ")]
            )
        }
        guard let first = result.problems.first else { return }
        let more = result.problems.count - 1
        throw Problem(
            .invariantBroken,
            [
                "reason": more == 0
                    ? first
                    : common.terminal.text("\(first)，另有 \(more) 处", "\(first), and \(more) more")
            ]
        )
    }
}
