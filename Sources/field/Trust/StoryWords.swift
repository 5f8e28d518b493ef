import FieldKit

/// Where a value comes from, in sentences.
struct StoryWords {
    let story: RecordStory
    private let text = RecordText(.county)

    init(_ story: RecordStory) { self.story = story }

    private var type: String { story.view.type }

    /// The record that it is about.
    var title: String {
        let id = story.view.id.end
        return [text.type(type), story.name, id].filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: A field

    /// What stands in a field, why that, and what else was written there.
    func field(_ name: String, _ entries: [EntryView]) -> String {
        let label = text.field(name, of: type)
        var lines: [String] = []
        let shown = entries.filter { $0.standing == .shown }
        for entry in shown {
            lines.append(
                Language.current(
                    "“\(label)”现在是“\(value(entry))”：\(who(entry))。",
                    "\"\(label)\" is \"\(value(entry))\": \(who(entry))."
                )
            )
        }
        if shown.isEmpty {
            lines.append(Language.current("“\(label)”现在没有内容。", "\"\(label)\" holds nothing."))
        }
        lines.append("  " + rule(name, entries))
        lines += story.decisions.filter { $0.field == name }.map { "  " + decision($0) }
        lines += entries.filter { $0.standing == .conflict }.map {
            Language.current(
                "  同时还有“\(value($0))”：\(who($0))；两人互相没有看到，等决定。",
                "  Beside it \"\(value($0))\": \(who($0)); neither had seen the other's; to be decided."
            )
        }
        lines += entries.filter { $0.standing == .superseded }.map {
            Language.current(
                "  以前是“\(value($0))”：\(who($0))，已被替代，仍保留。",
                "  Before it \"\(value($0))\": \(who($0)); replaced, and kept."
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func value(_ entry: EntryView) -> String {
        value(entry.value, entry.key)
    }

    /// A value in words; of a set which element went in or out.
    private func value(_ value: Value, _ key: RegisterKey) -> String {
        if let element = key.element {
            return (value == .boolean(true) ? "+" : "-")
                + CodeList.words(element, field: key.name, of: type, .current)
        }
        if key == .deleted {
            return value == .boolean(true)
                ? Language.current("已删除", "deleted") : Language.current("未删除", "not deleted")
        }
        let words = text.value(value, field: key.name, of: type)
        return RecordID(words)?.end ?? words
    }

    private func who(_ entry: EntryView) -> String {
        let suspect =
            entry.isClockSuspect ? Language.current("（时钟存疑）", " (clock suspect)") : ""
        let moment = Moment.local(entry.stamp)
        let safety = safety(story.safety(of: entry.write))
        return Language.current(
            "\(entry.author) \(moment)\(suspect) 写下，\(safety)",
            "written by \(entry.author) \(moment)\(suspect), \(safety)"
        )
    }

    private func safety(_ safety: RecordStory.Safety) -> String {
        switch safety {
        case .sealed: Language.current("县里已确认", "sealed by the county")
        case .offered: Language.current("已上报，县里还没有确认", "sent, not sealed yet")
        case .waiting: Language.current("还没有上报", "not sent yet")
        case .received: Language.current("同步收到", "received by sync")
        }
    }

    /// By which rule the shown value is chosen.
    private func rule(_ name: String, _ entries: [EntryView]) -> String {
        let key = entries.first?.key ?? RegisterKey(name)
        let policy = PolicyTable.county.policy(key, of: type)
        let language = Language.current
        if policy.kind == .set {
            return language("规则：集合，有人加上就算有。", "Rule: a set; adding wins.")
        }
        let authority: String
        switch policy.authority {
        case .roster: authority = language("名册内容由县里导入；", "the roster is imported by the county; ")
        case .county: authority = language("只由县里填写；", "only the county writes it; ")
        case .once: authority = language("写下后不再改；", "written once; ")
        case .anyone: authority = ""
        }
        let view =
            policy.view == .mostSevere
            ? language("取最严重的", "the most severe is shown")
            : language("取最新的", "the latest is shown")
        let review =
            policy.review == .queue
            ? language("，同时写得不同时由县里决定", ", the county decides between different ones")
            : language("，其余留作历史", ", others stay as history")
        return language("规则：", "Rule: ") + authority + view + review
            + language("。", ".")
    }

    private func decision(_ decision: RecordStory.Decision) -> String {
        let taken = value(
            decision.value,
            decision.field == "deleted" ? .deleted : RegisterKey(decision.field)
        )
        let moment = Moment.local(decision.stamp)
        let who = decision.decider
        return Language.current(
            "\(decision.isCounty ? "县里" : who) \(moment) 决定采用“\(taken)”"
                + "（理由：\(decision.reason)；\(who)）。",
            "Decided on \"\(taken)\" by \(who) \(moment) (\(decision.reason))."
        )
    }

    // MARK: By time

    /// One write: when, who, what; of a field that was asked about only that.
    func step(_ step: RecordStory.Step, only field: String? = nil) -> String {
        let moment = Moment.local(step.stamp)
        var lines = [
            "v\(step.generation)  \(moment)  \(step.author)  \(safety(step.safety))"
        ]
        for change in step.changes(of: field) where change.key.name != RegisterKey.bucketName {
            let name =
                change.key == .deleted
                ? Language.current("删除", "deleted")
                : text.field(change.key.name, of: type)
            let after = value(change.value, change.key)
            let before = change.before.map { value($0, change.key) }
            lines.append(
                before == nil || change.key.element != nil
                    ? "    \(name)：\(after)" : "    \(name)：\(before ?? "") → \(after)"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension RecordStory.Step {
    /// What it wrote in a field; nil for all of it.
    func changes(of field: String?) -> [RecordStory.Change] {
        changes.filter { field == nil || $0.key.fieldName == field }
    }
}
