/// What a visit says beside its answers about pupils, in the same group of writes: a task in the visitor's
/// words, and where the letters stand that it brought.
///
/// A form says it in questions outside of repeats that are called `issues`, what is left to be done;
/// `letters`, the letters that were given, by their codes; and `receipt`, who signed for them.
struct VisitFollowUp {
    private let visit: RecordID
    private let day: BusinessDay?
    private let household: RecordID?
    private let pupils: [RecordID]
    private let issues: String
    private let letters: [LetterKind]
    private let signer: String
    /// Whether an earlier version of the visit may have made the task already.
    private let isCorrection: Bool

    /// What people write who have nothing to say.
    private static let nothing: Set<String> = ["无", "没有", "没", "暂无", "none", "no", "-", "/"]

    init(
        of draft: SubmissionDraft,
        _ visit: RecordID,
        _ definition: FormDefinition,
        _ surroundings: any FormSurroundings
    ) {
        let isVisit = definition.submissionType == "visit"
        let fields =
            isVisit
            ? AnswerFields.fields(of: draft.answers, definition, zone: surroundings.timeZone) : []
        func kept(_ field: String) -> String {
            fields.first { definition.target(of: $0.row)?.field == field }?.text ?? ""
        }
        func said(_ name: String) -> String {
            fields.first { field in
                field.row.name == name && field.path.steps.allSatisfy { $0.position == nil }
            }?.text ?? ""
        }
        self.visit = visit
        day = BusinessDay.read(String(kept("date").prefix(10)))
        household = RecordID(kept("household")) ?? draft.household.flatMap { RecordID($0) }
        let named = kept("students").split(separator: " ").map(String.init)
        pupils = (named + [draft.student].compactMap(\.self)).compactMap { RecordID($0) }.uniqued
        isCorrection = draft.supersedes != nil
        issues = said("issues")
        letters = said("letters").split(separator: " ").compactMap { LetterKind(typed: String($0)) }
        signer = said("receipt")
    }

    /// A task, unless the family has an open one in the same words; and of each letter what has happened to it, of
    /// one that nobody had written down its record as well.
    func edits(_ writer: ReplicaWriter) throws -> [Edit] {
        guard let day else { return [] }
        let letters = try self.letters.flatMap { kind in
            try pupils.flatMap { try letter(kind, to: $0, day, writer) }
        }
        return try task(day, writer) + letters
    }

    private func task(_ day: BusinessDay, _ reader: ReplicaReader) throws -> [Edit] {
        let text = PlainText.clean(issues)
        guard let household, !text.isEmpty, !Self.nothing.contains(text.lowercased()) else {
            return []
        }
        let isThere = try reader.dependents("task", of: household).contains { state in
            let view = try reader.view(state)
            guard view.values["text"]?.text == text else { return false }
            return try isCorrection || reader.workStatus(of: view, today: day)?.isOpen == true
        }
        guard !isThere else { return [] }
        return [
            Edit(
                type: Workflow.task.type,
                changes: [
                    .set("subject", .text("\(household)")), .set("kind", .text("其他")),
                    .set("opened", day.value), .set("text", .text(text)),
                    .set("source", .text("\(visit)")),
                ]
            )
        ]
    }

    private func letter(
        _ kind: LetterKind,
        to pupil: RecordID,
        _ day: BusinessDay,
        _ writer: ReplicaWriter
    ) throws -> [Edit] {
        guard try writer.state(pupil)?.type == "student" else { return [] }
        let held = try writer.letter(kind, to: pupil, on: day)
        let state = try held.flatMap { try writer.workRecord(writer.view($0), today: day) }?
            .status.state
        let letter = LetterPlan.Letter(
            student: pupil,
            notice: held ?? writer.newRecordID(),
            isNew: held == nil
        )
        var events: [String] = []
        switch state {
        case nil, "draft": events = ["issue", "deliver"]
        case "issued", "undeliverable": events = ["deliver"]
        default: break
        }
        if !signer.isEmpty, state != "receipted" { events.append("receipt") }
        let plan = LetterPlan(kind: kind, day: day, letters: [letter], grants: [])
        return plan.edits(arePrinted: false)
            + events.map { event in
                let details =
                    switch event {
                    case "receipt": ["people": signer]
                    case "deliver": ["way": "直接"]
                    default: [String: String]()
                    }
                return Edit.event(event, on: letter.notice, day: day, details: details)
            }
    }
}
