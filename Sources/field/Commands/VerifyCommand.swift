import ArgumentParser
import FieldKit

/// `field verify`: checks the replica.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "检查资料库是否完好 · Check the replica's file, invariants, sums and seals.",
        discussion: """
            加 --with-server 时还与服务器逐项核对，补齐两边不同的记录，并说明补了什么。
            With --with-server it also syncs, compares with the server bucket by bucket, exchanges the
            records that differ, and says what it healed.
            """,
        aliases: ["校验"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "同时与服务器核对 · Compare with the server too, and heal what differs.")
    var withServer = false

    func run() throws {
        let (problems, report) = try global.place.open(isOpenToAll: true) { folder in
            let problems = try folder.problems()
            // What is broken here must not go up.
            guard withServer, problems.isEmpty else { return (problems, SyncReport?.none) }
            return (problems, try AttendedSync.run(folder) { try $0.reconcile() })
        }
        if output.json {
            try Terminal.print(
                .keys([
                    "ok": .boolean(problems.isEmpty && report?.isVerified ?? true),
                    "problems": .texts(problems), "server": report.map(Self.json),
                ])
            )
        } else if problems.isEmpty {
            try Terminal.say("资料库完好。", "All is well.")
            if let report { try Self.say(report) }
        }
        try throwFirst(of: problems)
        if let report, !report.isVerified {
            throw Problem(
                report.notice ?? .sumsDiffer,
                ["bucket": report.healed.joined(separator: ", ")]
            )
        }
    }

    private static func json(_ report: SyncReport) -> JSON {
        .keys([
            "verified": .boolean(report.isVerified), "healed": .texts(report.healed),
            "differing": .integer(report.differing), "sent": .integer(report.sent),
            "received": .integer(report.received), "requests": .integer(report.requests),
        ])
    }

    private static func say(_ report: SyncReport) throws {
        if !report.healed.isEmpty {
            let buckets = report.healed.joined(separator: ", ")
            try Terminal.say(
                "与服务器不同：\(buckets)，记录 \(report.differing) 条；已上报 \(report.sent) 条，"
                    + "收到 \(report.received) 条。",
                "Differed from the server: \(buckets), \(report.differing) records; "
                    + "\(report.sent) writes sent, \(report.received) received."
            )
        }
        if report.isVerified {
            try Terminal.say("与服务器核对一致。", "The same as the server.")
        }
    }

    private func throwFirst(of problems: [String]) throws {
        if let first = problems.first {
            throw Problem(
                .invariantBroken,
                [
                    "reason": problems.count == 1
                        ? first
                        : Language.current(
                            "\(first)，另有 \(problems.count - 1) 处",
                            "\(first), and \(problems.count - 1) more"
                        )
                ]
            )
        }
    }
}
