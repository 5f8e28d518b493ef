import FieldKit

/// Things in hand, in words.
enum WorkWords {
    /// What people call the state.
    static func state(_ status: WorkflowStatus, _ workflow: Workflow) -> String {
        workflow.state(status.state)?.label(.current) ?? status.state
    }

    /// What is expected next, and by when; empty if nothing is.
    static func next(
        _ status: WorkflowStatus,
        _ workflow: Workflow,
        _ today: BusinessDay
    ) -> String {
        guard let day = status.due.map(\.day).min() else { return "" }
        let words = status.due.map { workflow.event($0.event)?.label(.current) ?? $0.event }
        let what = words.joined(separator: Language.current("或", " or "))
        let late = today.dayNumber - day.dayNumber
        guard late > 0 else { return Language.current("\(what)，\(day) 前", "\(what) by \(day)") }
        return Language.current("！\(what)，已过期 \(late) 天", "! \(what), \(late) days late")
    }

    /// What a thing in hand is about, masked where the list is; empty if it does not say so.
    static func matter(_ matter: TodayList.Matter?, _ names: ShownNames) -> String {
        guard let matter else { return "" }
        return matter.field == "text"
            ? names.words(matter.value, about: matter.name)
            : CodeList.words(matter.value, field: matter.field, of: matter.type, .current)
    }

    /// How a line about a record stands out: what is late does.
    static func style(_ status: WorkflowStatus?, _ today: BusinessDay) -> Page.Style {
        status?.due.contains { $0.day < today } == true ? .warning : .plain
    }

    /// Says what has happened to a record, and where it stands.
    static func sayCourse(
        of record: WorkRecord,
        _ workflow: Workflow,
        _ today: BusinessDay
    ) throws {
        let text = RecordText(.county)
        for step in record.status.steps {
            let event = step.event
            let word = workflow.event(event.kind)?.label(.current) ?? event.kind
            let mark = step.isRegular ? "" : Language.current("  〔异常〕", "  [irregular]")
            let said = details(event, text)
            try Terminal.show("  \(event.day)  \(word)  \(event.author)\(mark)\(said)\n")
        }
        try sayState(record.status, workflow, today)
    }

    /// Says that an event was not expected, if it was not; it is kept all the same.
    static func noteIrregular(_ event: RecordID?, in record: WorkRecord, _ workflow: Workflow) {
        guard let found = record.status.irregular.first(where: { $0.id == event }) else { return }
        let word = workflow.event(found.kind)
        let state = state(record.status, workflow)
        let why = lacking(found, in: record.status, workflow)
        Terminal.note(
            "“\(word?.label(.chinese) ?? found.kind)”在现在的状态（\(state)）下不合程序：已记下并标为“异常”，状态不变。\(why)",
            "\"\(word?.label(.english) ?? found.kind)\" is not expected in the state \"\(state)\": "
                + "it is kept and marked irregular; the state stays. \(why)"
        )
    }

    /// What an event lacks, or in which states it is expected: one sentence.
    private static func lacking(
        _ event: WorkflowEvent,
        in status: WorkflowStatus,
        _ workflow: Workflow
    ) -> String {
        let comma = Language.current("、", ", ")
        let lacks = workflow.lacks(event, in: status)
        guard lacks.isEmpty else {
            let all = lacks.map { needed($0, status, workflow) }
                .joined(separator: Language.current("；", "; "))
            return Language.current("还需要：\(all)。", "It needs: \(all).")
        }
        let states = workflow.states(expecting: event.kind).map { $0.label(.current) }
        guard !states.isEmpty else { return "" }
        let all = states.joined(separator: comma)
        return Language.current("它要在这些状态下记：\(all)。", "It is expected in: \(all).")
    }

    private static func needed(
        _ condition: Workflow.Condition,
        _ status: WorkflowStatus,
        _ workflow: Workflow
    ) -> String {
        func label(_ kind: String) -> String { workflow.event(kind)?.label(.current) ?? kind }
        switch condition {
        case .evidence: return Language.current("证据（--evidence 内容）", "proof (--evidence TEXT)")
        case .detail(let name, let values):
            let words = values.map { code in
                let words = CodeList.words(code, field: name, of: "event", .current)
                return words == code ? code : "\(code) \(words)"
            }
            let field = RecordText(.county).field(name, of: "event")
            let all = words.joined(separator: Language.current("、", ", "))
            return Language.current("\(field)=以下之一：\(all)", "\(field)=one of \(all)")
        case .count(let kind, let least):
            let had = status.count(of: kind)
            return Language.current(
                "先有 \(least) 次“\(label(kind))”（现有 \(had) 次）",
                "\(least) of \"\(label(kind))\" before it (there are \(had))"
            )
        case .otherAuthor(let kind):
            return Language.current(
                "由别人来记：“\(label(kind))”是您自己记的",
                "somebody else's hand: \"\(label(kind))\" is your own"
            )
        case .addressee: return Language.current("由接手的人来记", "whom it was offered to")
        case .office:
            return Language.current(
                "由学校、中心校或县里来记",
                "the hand of a school, a township or the county"
            )
        case .county: return Language.current("由县里来记", "the county's hand")
        }
    }

    /// Says where a record stands, and what is expected next.
    static func sayState(
        _ status: WorkflowStatus,
        _ workflow: Workflow,
        _ today: BusinessDay
    ) throws {
        let state = state(status, workflow)
        let next = next(status, workflow, today)
        try Terminal.say(
            "现在：\(state)（\(status.since) 起）" + (next.isEmpty ? "。" : "；下一步：\(next)。"),
            "Now: \(state) since \(status.since)" + (next.isEmpty ? "." : "; next: \(next).")
        )
    }

    /// What an event says beside its kind and day.
    private static func details(_ event: WorkflowEvent, _ text: RecordText) -> String {
        let known = PolicyTable.county.type("event")?.fields.map(\.name) ?? []
        let said = known.filter { !["subject", "kind", "date"].contains($0) }.compactMap { name in
            event.details[name].map {
                let words = CodeList.words($0, field: name, of: "event", .current)
                return "\(text.field(name, of: "event"))=\(words)"
            }
        }
        let all = said + event.evidence
        return all.isEmpty ? "" : "  " + all.joined(separator: " ")
    }
}
