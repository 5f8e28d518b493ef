import FieldKit

/// What a sync did, for programs and in plain words.
enum SyncWords {
    /// With the keys that programs rely on.
    static func json(_ report: SyncReport, _ summary: EveningSummary?) -> JSON {
        .keys([
            "sent": .integer(report.sent), "received": .integer(report.received),
            "conflicts": .integer(report.conflicts),
            "sealedThrough": .integer(report.sealedThrough),
            "unsealed": .integer(report.unsealed), "held": .integer(report.held),
            "requests": .integer(report.requests),
            "bytesOut": .integer(report.bytesOut), "bytesIn": .integer(report.bytesIn),
            "seconds": .number("\(report.seconds)"), "verified": .boolean(report.isVerified),
            "same": .boolean(report.isSame), "unsent": .integer(report.unsent),
            "evicted": .integer(report.evicted),
            "decisions": .texts(report.decisions.map { "\($0)" }),
            "healed": report.healed.isEmpty ? nil : .texts(report.healed),
            "clockOffsetSeconds": .number("\(Double(report.clockOffset) / 1_000)"),
            "notice": report.notice.map { .text($0.rawValue) },
            "summary": summary.map(EveningJSON.summary),
            "aside": report.aside.isEmpty
                ? nil
                : .array(
                    report.aside.map {
                        .keys([
                            "type": .text($0.type), "id": .text($0.record), "code": .text($0.code),
                        ])
                    }
                ),
        ])
    }

    /// What was held aside or refused, and what the server wants known: before anything else, and on
    /// standard error, so that it is seen also by whoever reads only the result.
    static func sayAside(_ report: SyncReport) throws {
        let text = RecordText(.county)
        for item in report.aside {
            let problem = Problem(
                ProblemCode(rawValue: item.code) ?? .writeInvalid,
                ["id": item.record, "reason": item.code]
            )
            Terminal.note(
                "搁置：\(text.type(item.type)) \(RecordID(item.record)?.end ?? item.record)：\(problem.sentence(.chinese))"
                    + "\(problem.next(.chinese)) [\(item.code)]",
                "Held aside: \(item.type) \(item.record): \(problem.sentence(.english)) "
                    + "\(problem.next(.english)) [\(item.code)]"
            )
        }
        if let notice = report.notice { note(Problem(notice)) }
        let seconds = abs(report.clockOffset) / 1_000
        if seconds > 300 { note(Problem(.clockSuspect, ["seconds": "\(seconds)"])) }
    }

    private static func note(_ problem: Problem) {
        Terminal.note(
            "\(problem.sentence(.chinese))\(problem.next(.chinese)) [\(problem.code.rawValue)]",
            "\(problem.sentence(.english)) \(problem.next(.english)) [\(problem.code.rawValue)]"
        )
    }

    /// What the summary cannot say, because it is about this sync alone.
    static func sayUnverified(_ report: SyncReport) throws {
        // Who is served nothing has nothing to compare, and the notice has said so.
        guard !report.isVerified, !report.isSame, report.notice == nil else { return }
        try Terminal.say(
            "两边的校验和还没有对上，请再同步一次。",
            "The sums of both sides are not equal yet; sync once more."
        )
    }
}
