import FieldKit
import Foundation

/// What a sync did, in plain words and as JSON. What needs a person comes first.
struct SyncSummary {
    private let report: SyncReport
    private let held: Int
    private let decisions: [String]
    private let language = Language.current

    init(_ report: SyncReport, _ replica: Replica) throws {
        self.report = report
        held = report.isSame ? 0 : try replica.status().held
        decisions = try report.decisions.map { try Self.sentence(replica, $0) }
    }

    /// The object of the contract.
    var json: JSON {
        .keys([
            "sent": .integer(report.sent), "received": .integer(report.received),
            "conflicts": .integer(report.conflicts),
            "sealedThrough": .integer(report.sealedThrough),
            "requests": .integer(report.requests), "bytesOut": .integer(report.bytesOut),
            "bytesIn": .integer(report.bytesIn), "seconds": .number("\(report.seconds)"),
            "verified": .boolean(report.isVerified), "unsealed": .integer(report.unsealed),
            "unsent": .integer(report.unsent), "held": .integer(held),
            "decided": .integer(report.decisions.count),
            "healed": report.healed.isEmpty ? nil : .texts(report.healed),
            "notice": report.notice.map { .text($0.rawValue) },
            "refused": report.aside.isEmpty
                ? nil
                : .array(
                    report.aside.map {
                        .keys([
                            "type": .text($0.type), "id": .text($0.record), "code": .text($0.code),
                        ])
                    }),
        ])
    }

    /// Says it to a person.
    func say() throws {
        for aside in report.aside {
            let problem = Problem(
                ProblemCode(rawValue: aside.code) ?? .writeInvalid,
                ["id": aside.record, "reason": aside.code])
            try line("〔退〕\(problem.sentence(language)) \(problem.next(language)) [\(aside.code)]")
        }
        if let notice = report.notice {
            try line("！\(Problem(notice).sentence(language)) \(Problem(notice).next(language))")
        }
        for decision in decisions { try line("〔决〕" + decision) }
        if abs(report.clockOffset) > 300_000 {
            let problem = Problem(
                .clockSuspect, ["seconds": "\(abs(report.clockOffset) / 1_000)"])
            try line("！\(problem.sentence(language)) \(problem.next(language))")
        }
        if report.isSame {
            return try Terminal.say(
                "没有新内容；县里已确认全部资料。", "Nothing new; the county has sealed everything.")
        }
        try Terminal.say(
            "上报 \(report.sent) 条，收到 \(report.received) 条。用时 \(seconds) 秒。",
            "\(report.sent) writes went up, \(report.received) came down, in \(seconds) s.")
        if report.conflicts > 0 {
            try Terminal.say(
                "〔待〕\(report.conflicts) 条记录有冲突，等县里决定（field conflicts 可看）。",
                "\(report.conflicts) records are in conflict; the county will decide "
                    + "(see `field conflicts`).")
        }
        try sayStanding()
    }

    /// "Synced" is said only with the county's seal.
    private func sayStanding() throws {
        if report.unsealed > 0 {
            try Terminal.say(
                "〔待〕还有 \(report.unsealed) 条等县里确认；资料都在本机，没有丢。",
                "\(report.unsealed) writes wait for the county's seal; all are here, nothing is lost.")
        } else if report.isVerified {
            try Terminal.say("〔已〕已同步：县里已确认收妥，两边核对一致。", "Synced: sealed by the county, and both sides agree.")
        } else {
            try Terminal.say(
                "〔已〕县里已确认收妥；两边核对尚未一致，请再同步一次。",
                "Sealed by the county; the two sides do not agree yet: sync again.")
        }
        if report.unsent > 0 {
            let problem = Problem(.notServedHere, ["id": "×\(report.unsent)"])
            try line("〔待〕\(problem.sentence(language)) \(problem.next(language))")
        }
    }

    private var seconds: String { String(format: "%.1f", report.seconds) }

    private func line(_ text: String) throws { try Terminal.write(text + "\n") }

    /// What a reviewer decided, why and who it was.
    private static func sentence(_ replica: Replica, _ id: RecordID) throws -> String {
        let decision = try replica.view("decision", id).values
        func text(_ name: String) -> String { decision[name]?.text ?? "" }
        let type = text("subject_type")
        let policy = PolicyTable.county.field(text("field"), of: type)
        let label = policy?.label ?? text("field")
        return Language.current(
            "“\(label)”县里采用：\(text("value"))（理由：\(text("reason"))；\(text("reviewer"))）。"
                + "您的原记录保留在历史中（field why \(type) \(text("subject"))）。",
            "\"\(text("field"))\": the county decided \"\(text("value"))\" "
                + "(\(text("reason")); \(text("reviewer"))). What you wrote is kept "
                + "(`field why \(type) \(text("subject"))`).")
    }
}
