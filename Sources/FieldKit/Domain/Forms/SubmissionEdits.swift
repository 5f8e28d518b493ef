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
    ///
    /// - Parameters:
    ///   - writer: The transaction.
    ///   - given: What has been made of other records already, and is left as it is.
    /// - Returns: The edits, for one group.
    /// - Throws: What the store meets.
    func all(
        _ writer: ReplicaWriter,
        except given: [RecordID: Set<Edit.Change>] = [:]
    ) throws -> [Edit] {
        let policies = writer.policies
        let type = plan.own?.list ?? Submission.recordType
        var edits = Self.edits(type, record, try ownChanges(type, writer))
        edits += plan.made.flatMap { new($0, writer) }
        for change in plan.changed {
            guard let id = try held(change, writer) else {
                if change.isMadeInstead { edits += new(change.part, writer) }
                continue
            }
            let type = change.part.entity.list
            let read = try shown(id, type, writer)
            let changes = try answers(of: change.part, policies).filter {
                try given[id]?.contains($0) != true && !read.says($0, writer)
            }
            if !changes.isEmpty {
                edits.append(Edit(type: type, id: id, changes: changes, base: read.version))
            }
        }
        return edits
    }

    /// The edits of a further record; none if the answers say nothing of it.
    private func new(_ part: EntityPlan.Part, _ writer: ReplicaWriter) -> [Edit] {
        let (type, policies) = (part.entity.list, writer.policies)
        let changes = subject(of: type, policies) + answers(of: part, policies)
        return changes.isEmpty ? [] : Self.edits(type, writer.newRecordID(), changes)
    }

    /// The record that is to be changed; nil if it is not here.
    private func held(_ change: EntityPlan.Change, _ reader: ReplicaReader) throws -> RecordID? {
        guard let id = change.record,
            try reader.state(id)?.type == change.part.entity.list
        else { return nil }
        return id
    }

    /// The types of records that were to be changed, that are not here, and that are not made instead.
    func missing(_ reader: ReplicaReader) throws -> [String] {
        try plan.changed.filter { change in
            try !change.isMadeInstead && held(change, reader) == nil
                && !answers(of: change.part, reader.policies).isEmpty
        }.map(\.part.entity.list).uniqued
    }

    /// By record, what the answers say of records that were there before.
    func changesOfOthers(_ policies: PolicyTable) -> [RecordID: Set<Edit.Change>] {
        plan.changed.reduce(into: [:]) { changes, entry in
            guard let record = entry.record else { return }
            changes[record, default: []].formUnion(answers(of: entry.part, policies))
        }
    }

    /// What the fields of an entity's record are to hold, by the answers of its instance.
    private func answers(of part: EntityPlan.Part, _ policies: PolicyTable) -> [Edit.Change] {
        fields.filter { $0.path.steps.starts(with: part.instance.steps) }
            .flatMap { kept($0, in: part.entity.list, policies) }
    }

    /// A record as it was shown while the form was answered; as it is, if no lookup has read it.
    private func shown(
        _ id: RecordID,
        _ type: String,
        _ writer: ReplicaWriter
    ) throws -> ShownRecord {
        let token = draft.shown?["\(id)"]
        if let version = try token.map({ try RecordVersion($0) }),
            let record = try? writer.record(id, type: type, readAt: version)
        {
            return ShownRecord(record: record, version: version)
        }
        let now = try writer.view(id).version
        return ShownRecord(
            record: try writer.record(id, type: type, readAt: now),
            // What was shown is not here any more: then nobody has read what is here instead.
            version: token == nil ? now : RecordVersion(CausalContext())
        )
    }

    private func ownChanges(_ type: String, _ writer: ReplicaWriter) throws -> [Edit.Change] {
        var changes: [Edit.Change] = [
            .set("form_id", .text(definition.id)),
            .set("form_version", .text(definition.version)),
            .set("instance_id", .text(Submission.instance(of: "\(record)"))),
        ]
        if let name = Submission.kept(draft.answers.instanceName) {
            changes.append(.set(Submission.nameField, name))
        }
        if let earlier = draft.supersedes, writer.policies.field("supersedes", of: type) != nil {
            changes.append(.set("supersedes", .text(earlier)))
        }
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

/// A record in the version that somebody answered over.
private struct ShownRecord {
    let record: ReadRecord
    let version: RecordVersion

    /// Whether a change contradicts nothing that was shown, or somebody has made it already.
    func says(_ change: Edit.Change, _ reader: ReplicaReader) throws -> Bool {
        switch change {
        case .set(let name, let value):
            try record.values[name] == value || record.isSaid(RegisterKey(name), value, in: reader)
        case .add(let name, let element):
            try record.sets[name]?.contains(element) == true
                || record.isSaid(RegisterKey(name, element: element), .boolean(true), in: reader)
        default: false
        }
    }
}
