import Foundation

/// The edits that one submission consists of.
struct SubmissionEdits {
    private let draft: SubmissionDraft
    private let record: RecordID
    private let definition: FormDefinition
    private let plan: EntityPlan
    private let fields: [AnswerFields.Field]
    private let day: String

    init(
        _ draft: SubmissionDraft,
        _ record: RecordID,
        of definition: FormDefinition,
        _ plan: EntityPlan,
        _ surroundings: any FormSurroundings
    ) {
        self.draft = draft
        self.record = record
        self.definition = definition
        self.plan = plan
        let zone = surroundings.timeZone
        fields = AnswerFields.fields(of: draft.answers, definition, zone: zone)
        day = AnswerValue.date(surroundings.milliseconds()).text(in: zone)
    }

    /// The submission's own record first, then those that its entities make and change.
    func all(_ writer: ReplicaWriter) throws -> [Edit] {
        let policies = writer.policies
        let type = plan.own?.list ?? Submission.recordType
        var edits = Self.edits(type, record, try ownChanges(type, writer))
        for entity in plan.made {
            let changes =
                subject(of: entity.list, policies)
                + fields.flatMap { kept($0, in: entity.list, policies) }
            guard !changes.isEmpty else { continue }
            edits += Self.edits(entity.list, writer.newRecordID(), changes)
        }
        for (entity, id) in plan.changed {
            guard let state = try writer.state(id), state.type == entity.list else { continue }
            let view = try writer.view(id)
            let changes = fields.flatMap { kept($0, in: entity.list, policies) }
                .filter { !view.shows($0) }
            if !changes.isEmpty { edits.append(Edit(type: entity.list, id: id, changes: changes)) }
        }
        return edits
    }

    private func ownChanges(_ type: String, _ writer: ReplicaWriter) throws -> [Edit.Change] {
        var changes: [Edit.Change] = [
            .set("form_id", .text(definition.id)),
            .set("form_version", .text(definition.version)),
            .set("instance_id", .text("uuid:\(record)")),
        ]
        changes += subject(of: type, writer.policies)
        if draft.household == nil, let student = draft.student.flatMap({ RecordID($0) }) {
            changes += try writer.buckets(of: student).map { .enter($0) }
        }
        var ownFields: [Edit.Change] = []
        for field in fields {
            let own = plan.own == nil ? [] : kept(field, in: type, writer.policies)
            ownFields += own.isEmpty ? [.set(field.name, .text(field.text))] : own
        }
        let hasDate = ownFields.contains { if case .set("date", _) = $0 { true } else { false } }
        if !hasDate, writer.policies.field("date", of: type)?.kind == .date {
            changes.append(.set("date", .date(day)))
        }
        return changes + ownFields
    }

    /// The fields by which a new record says whom it is about.
    private func subject(of type: String, _ policies: PolicyTable) -> [Edit.Change] {
        var changes: [Edit.Change] = []
        if let household = draft.household, policies.field("household", of: type) != nil {
            changes.append(.set("household", .text(household)))
        }
        guard let student = draft.student else { return changes }
        if policies.field("student", of: type) != nil {
            changes.append(.set("student", .text(student)))
        } else if policies.field("students", of: type)?.kind == .set {
            changes.append(.add("students", student))
        }
        return changes
    }

    /// The changes by which an answer is kept in a field of a record; none if it is not to be, or is
    /// nothing that the field can hold.
    private func kept(
        _ field: AnswerFields.Field,
        in type: String,
        _ policies: PolicyTable
    ) -> [Edit.Change] {
        guard let target = definition.target(of: field.row), target.list == type,
            let policy = policies.field(target.field, of: type)
        else { return [] }
        if policy.kind == .set {
            let words =
                field.row.choices == nil
                ? [field.text] : field.text.split(separator: " ").map(String.init)
            return words.map { .add(target.field, $0) }
        }
        // A moment is kept as its day where only a day is wanted.
        let text = policy.kind == .date ? String(field.text.prefix(10)) : field.text
        guard let value = try? policy.value(text) else { return [] }
        return [.set(target.field, value)]
    }

    /// How many fields go into one write at most; what is more goes into further writes.
    private static let fieldsPerWrite = 500
    /// Bytes after which a write is closed: one more value still fits.
    private static let bytesPerWrite = 131_072

    /// The edits of a new record, however large it is.
    private static func edits(
        _ type: String,
        _ id: RecordID,
        _ changes: [Edit.Change]
    ) -> [Edit] {
        var edits = [Edit(type: type, id: id, changes: [], isRaw: true, isNew: true)]
        var bytes = 0
        for change in changes {
            let last = edits.count - 1
            if bytes > bytesPerWrite || edits[last].changes.count == fieldsPerWrite {
                edits.append(Edit(type: type, id: id, changes: [change], isRaw: true))
                bytes = 0
            } else {
                edits[last].changes.append(change)
            }
            if case .set(let name, let value) = change {
                bytes += name.utf8.count + value.text.utf8.count
            }
        }
        return edits
    }
}

extension RecordView {
    /// Whether a change would change nothing.
    fileprivate func shows(_ change: Edit.Change) -> Bool {
        switch change {
        case .set(let name, let value): values[name] == value
        case .add(let name, let element): sets[name]?.contains(element) == true
        default: false
        }
    }
}
