import FieldKit

/// The evening's summary, in plain words.
enum EveningWords {
    /// What has changed, what was sent back and decided, and whether the county has all of it.
    static func add(_ summary: EveningSummary, _ names: ShownNames, _ page: inout Page) {
        if summary.isEmpty {
            page.say("没有新内容，两边一致。", "Nothing is new; both sides are the same.")
        } else {
            page.add(headline(summary))
        }
        for item in summary.returned { page.add(returned(item, names)) }
        for item in summary.voided ?? [] { page.add(voided(item, names)) }
        for item in summary.declined ?? [] { page.add(declined(item, names)) }
        for item in summary.overruled { page.add(OverrulingWords.sentence(item, names)) }
        for item in summary.answers { page.add(answer(item, names)) }
        if !summary.forms.isEmpty {
            let titles = summary.forms.map { Language.current.half(of: $0) }
                .joined(separator: Language.current("、", ", "))
            page.say("新表单：\(titles)。", "New forms: \(titles).")
        }
        if summary.handovers > 0 {
            page.say(
                "有 \(summary.handovers) 项包联（村、户或学生）等您接手，见 field 包联。",
                "\(summary.handovers) assignments (a village, a family or a pupil each) wait to be taken over by you; see `field assign`."
            )
        }
        addStanding(summary, &page)
    }

    // MARK: One sentence

    private static func headline(_ summary: EveningSummary) -> String {
        var parts = [
            Language.current("上报 ", "sent ") + counts(summary.sent, new: ""),
            Language.current("收到 ", "received ")
                + counts(summary.received, new: Language.current("新", "new ")),
        ]
        if !summary.returned.isEmpty {
            let count = summary.returned.count
            parts.append(Language.current("\(count) 份被退回", "sent back: \(count)"))
        }
        if let count = summary.voided?.count, count > 0 {
            parts.append(Language.current("\(count) 份被作废", "voided: \(count)"))
        }
        if let count = summary.declined?.count, count > 0 {
            parts.append(
                Language.current("\(count) 项交接没有接手", "handed over and not taken: \(count)")
            )
        }
        if !summary.overruled.isEmpty {
            let count = summary.overruled.count
            parts.append(
                Language.current("\(count) 处没有采用您的填写", "decided against you: \(count)")
            )
        }
        if summary.decided > 0 {
            let count = summary.decided
            parts.append(
                Language.current("另有 \(count) 处冲突已决定", "other conflicts decided: \(count)")
            )
        }
        if summary.conflicts > 0 {
            let count = summary.conflicts
            parts.append(
                Language.current(
                    "\(count) 条有冲突，等县里决定",
                    "in conflict, for the county to decide: \(count)"
                )
            )
        }
        if summary.left > 0 {
            parts.append(
                Language.current("\(summary.left) 条已不归您管", "no longer yours: \(summary.left)")
            )
        }
        let seconds = Int(summary.seconds.rounded(.up))
        let text = parts.joined(separator: Language.current("；", "; "))
        return Language.current(
            "\(text)。用时 \(seconds) 秒。",
            "\(capital(text)). It took \(seconds) s."
        )
    }

    private static func capital(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// `14 份家访、2 条新任务`.
    private static func counts(_ counts: [EveningSummary.Count], new: String) -> String {
        let words = counts.flatMap { count -> [String] in
            var words: [String] = []
            let calls = min(count.calls ?? 0, count.made)
            if count.made > calls { words.append(Self.count(count.made - calls, new, count.type)) }
            if calls > 0 { words.append(Self.count(calls, new, callType)) }
            if count.changed > 0 {
                let changed = Language.current("改动的", "changed ")
                words.append(Self.count(count.changed, changed, count.type))
            }
            return words
        }
        guard !words.isEmpty else { return Language.current("0 条", "nothing") }
        return words.joined(separator: Language.current("、", ", "))
    }

    /// Visits by telephone, which are counted apart.
    private static let callType = "call"

    /// What one of a type is counted in, and what people call one and several.
    private static let measures: [String: (measure: String, one: String, many: String)] = [
        "visit": ("份家访", "visit", "visits"), "task": ("条任务", "task", "tasks"),
        callType: ("次电话随访", "call", "calls"),
        "audit_event": ("条查看全名的记录", "note of names shown", "notes of names shown"),
        "student": ("名学生", "pupil", "pupils"), "household": ("户", "household", "households"),
        "person": ("名家庭成员", "family member", "family members"),
        "teacher": ("名教师", "teacher", "teachers"), "school": ("所学校", "school", "schools"),
        "event": ("条办理进展", "event", "events"),
        "dropout_case": ("件辍学个案", "dropout case", "dropout cases"),
        "daily_check": ("次每天一问", "daily check", "daily checks"),
        "submission": ("份填报", "submission", "submissions"),
        "objection": ("条异议", "objection", "objections"),
        "assignment": ("条包联", "assignment", "assignments"),
    ]

    private static func count(_ number: Int, _ kind: String, _ type: String) -> String {
        let label = RecordText(.county).type(type)
        let words = measures[type] ?? ("条\(label)", type, type)
        guard Language.current == .chinese else {
            return "\(number) \(kind)\(number == 1 ? words.one : words.many)"
        }
        // 条 before what is new or changed: 3 条新任务.
        let measure = words.measure.prefix(1)
        let noun = words.measure.dropFirst()
        return kind.isEmpty
            ? "\(number) \(words.measure)"
            : "\(number) \(measure)\(kind)\(noun.isEmpty ? "家庭" : String(noun))"
    }

    // MARK: One line each

    private static func returned(_ item: EveningSummary.Returned, _ names: ShownNames) -> String {
        let name = names.name(item.name)
        let reason = names.words(item.reason, about: item.name)
        return Language.current(
            "退回：\(name) \(item.day) 的家访（\(reason)；\(item.author)）。"
                + "请看 field 家访 看 \(item.visit.end)，更正后再提交。",
            "Sent back: the visit to \(name) on \(item.day) (\(reason); \(item.author)). "
                + "See `field visit show \(item.visit.end)`, and put it right."
        )
    }

    private static func voided(_ item: EveningSummary.Returned, _ names: ShownNames) -> String {
        let name = names.name(item.name)
        let reason = names.words(item.reason, about: item.name)
        return Language.current(
            "作废：\(name) \(item.day) 的家访（\(reason)；\(item.author)）。请看 field 家访 看 \(item.visit.end)。",
            "Voided: the visit to \(name) on \(item.day) (\(reason); \(item.author)). "
                + "See `field visit show \(item.visit.end)`."
        )
    }

    private static func declined(_ item: EveningSummary.Declined, _ names: ShownNames) -> String {
        let name = item.isVillage ? item.name : names.name(item.name)
        let reason = names.words(item.reason, about: item.name)
        return Language.current(
            "没有接手：您交出的 \(name)（\(reason)；\(item.author)），仍由您负责，见 field 包联。",
            "Not taken over: \(name), which you handed over (\(reason); \(item.author)). You answer for it "
                + "as before; see `field assign`."
        )
    }

    private static func answer(_ item: EveningSummary.Answer, _ names: ShownNames) -> String {
        let name = names.name(item.name)
        let reason = names.words(item.reason, about: item.name)
        let word = Workflow.of("objection")?.event(item.kind)?.label(.current) ?? item.kind
        return Language.current(
            "您的异议（\(name)）已答复：\(word)（\(reason)；\(item.author)）。",
            "Your objection (\(name)) was answered: \(word) (\(reason); \(item.author))."
        )
    }

    // MARK: Where it stands

    /// Whether the county has all of it; names nobody.
    static func addStanding(_ summary: EveningSummary, _ page: inout Page) {
        if summary.unserved > 0 {
            page.say(
                "有 \(summary.unserved) 条记录不归这台服务器管，请再与县服务器同步一次。",
                "\(summary.unserved) records are not served here; sync with the county too."
            )
        }
        if summary.unsealed > 0 {
            page.say(
                "有 \(summary.unsealed) 条县里还没有确认，会在以后的同步中确认。",
                "\(summary.unsealed) lines are not sealed by the county yet; a later sync will tell."
            )
        }
        guard summary.isVerified else { return }
        if summary.unsealed == 0 { addWhole(summary, &page) }
    }

    /// That all of it is the county's now, but for what is held aside.
    private static func addWhole(_ summary: EveningSummary, _ page: inout Page) {
        guard summary.held > 0 else {
            return page.say("已同步：县里已确认收妥。", "Synced: the county has sealed everything.")
        }
        page.say(
            "已同步：除被搁置或没有采用的 \(summary.held) 条（见 field 搁置），县里已确认收妥。",
            "Synced: the county has sealed everything but \(summary.held) held aside or not taken; "
                + "see `field held`."
        )
    }
}
