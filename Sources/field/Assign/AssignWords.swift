import FieldKit

/// Assignments, for people and for programs.
enum AssignWords {
    /// A table of assignments.
    static func add(
        _ list: [HeldAssignment],
        _ today: BusinessDay,
        _ names: ShownNames,
        _ page: inout Page
    ) {
        guard let workflow = Workflow.of("assignment") else { return }
        let language = Language.current
        var table = Table([
            language("编号", "id"), language("类型", "kind"), language("对象", "whom"),
            language("教师", "teacher"), language("主协", "role"), language("状态", "state"),
        ])
        for held in list {
            let isVillage = RecordID(held.subject) == nil
            let place = held.subjectName.isEmpty ? held.subject : held.subjectName
            let whom = isVillage ? place : names.name(held.subjectName)
            let giver = held.giver.map { "\($0) → \(held.addressee ?? "")" }
            table.add([
                held.record.view.id.end,
                AssignmentKind(typed: held.kind)?.label(language) ?? held.kind,
                whom, giver ?? held.teacherName,
                held.isPrimary ? language("主", "first") : language("协", "helps"),
                state(held, workflow, today),
            ])
        }
        page.add(table)
    }

    /// The same by itself, masked.
    static func show(_ list: [HeldAssignment], _ today: BusinessDay) throws {
        try Pager().show {
            var page = Page(columns: Terminal.columns)
            add(list, today, ShownNames(isRevealed: false), &page)
            return page
        }
    }

    private static func state(
        _ held: HeldAssignment,
        _ workflow: Workflow,
        _ today: BusinessDay
    ) -> String {
        let state = WorkWords.state(held.record.status, workflow)
        let next = WorkWords.next(held.record.status, workflow, today)
        return next.isEmpty ? state : "\(state)；\(next)"
    }

    /// Says that others answer first too, if they do.
    static func noteOthers(_ held: [HeldAssignment], beside made: HeldAssignment) throws {
        let others = held.filter {
            $0.isCurrent && $0.isPrimary && $0.kind == made.kind
                && $0.record.view.id != made.record.view.id
        }
        guard made.isPrimary, !others.isEmpty else { return }
        let names = others.map(\.teacherName).joined(separator: Language.current("、", ", "))
        Terminal.note(
            "这一项已有主责教师：\(names)。请与对方交接，或改为协助。",
            "Somebody answers for it already: \(names). Let it be handed over, or help only."
        )
    }

    /// An assignment with its state and events.
    static func json(_ held: HeldAssignment) -> JSON {
        .keys([
            "id": .text("\(held.record.view.id)"), "kind": .text(held.kind),
            "subject": .text(held.subject), "name": .text(held.subjectName),
            "teacher": held.teacher.map { .text("\($0)") }, "teacherName": .text(held.teacherName),
            "primary": .boolean(held.isPrimary), "current": .boolean(held.isCurrent),
            "state": .text(held.record.status.state), "from": held.giver.map { .text($0) },
            "to": held.addressee.map { .text($0) },
            "buckets": .texts(held.record.view.buckets),
            "since": .text("\(held.record.status.since)"),
        ])
    }
}
