import FieldKit

/// What a sync did, for programs and in plain words.
enum SyncWords {
    /// With the keys that programs rely on.
    static func json(_ report: SyncReport) -> JSON {
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
                "搁置：\(text.type(item.type)) \(item.record)：\(problem.sentence(.chinese))"
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

    /// That all of it is the county's now, but for what is held aside.
    private static func sayWhole(_ report: SyncReport) throws {
        guard report.held > 0 else {
            return try Terminal.say("已同步：县里已确认收妥。", "Synced: the county has sealed everything.")
        }
        try Terminal.say(
            "已同步：除被搁置或没有采用的 \(report.held) 条（见 field held），县里已确认收妥。",
            "Synced: the county has sealed everything but \(report.held) held aside or not taken; "
                + "see `field held`."
        )
    }

    /// The sync in one or a few sentences.
    static func say(_ report: SyncReport) throws {
        let seconds = Int(report.seconds.rounded(.up))
        if report.isSame {
            try Terminal.say("没有新内容，两边一致。", "Nothing is new; both sides are the same.")
        } else {
            var chinese = "上报 \(report.sent) 条；收到 \(report.received) 条"
            var english = "\(report.sent) sent; \(report.received) received"
            if !report.decisions.isEmpty {
                chinese += "；有 \(report.decisions.count) 个冲突已作出决定"
                english += "; \(report.decisions.count) conflicts were decided"
            }
            if report.conflicts > 0 {
                chinese += "；\(report.conflicts) 条有冲突，等县里决定"
                english += "; \(report.conflicts) records in conflict, for the county to decide"
            }
            if !report.aside.isEmpty {
                chinese += "；\(report.aside.count) 条被搁置，见 field held"
                english += "; \(report.aside.count) held aside, see `field held`"
            }
            try Terminal.say("\(chinese)。用时 \(seconds) 秒。", "\(english). It took \(seconds) s.")
        }
        if report.unsent > 0 {
            try Terminal.say(
                "有 \(report.unsent) 条记录不归这台服务器管，请再与县服务器同步一次。",
                "\(report.unsent) records are not served here; sync with the county too."
            )
        }
        if report.unsealed > 0 {
            try Terminal.say(
                "有 \(report.unsealed) 条县里还没有确认，会在以后的同步中确认。",
                "\(report.unsealed) lines are not sealed by the county yet; a later sync will tell."
            )
        }
        if report.unsealed == 0, report.isVerified { try sayWhole(report) }
        // Who is served nothing has nothing to compare, and the notice has said so.
        if !report.isVerified, !report.isSame, report.notice == nil {
            try Terminal.say(
                "两边的校验和还没有对上，请再同步一次。",
                "The sums of both sides are not equal yet; sync once more."
            )
        }
    }
}
