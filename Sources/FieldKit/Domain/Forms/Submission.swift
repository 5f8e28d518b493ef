public import Foundation

/// What somebody answered to a form, as a record.
public struct Submission: Sendable {
    /// The record; of type `submission`, or of the type that the form's entity makes.
    public let record: RecordView
    /// The form's id.
    public let form: String
    /// The version of the form that was answered.
    public let version: String
    /// `uuid:` and the record's id.
    public let instance: String
    /// What tells it from others of the form, by the form's setting `instance_name`.
    public let name: String?

    /// The submission in a record; nil if it answers no form.
    public init?(_ record: RecordView) {
        guard let form = record.values["form_id"]?.text,
            let version = record.values["form_version"]?.text
        else { return nil }
        self.record = record
        self.form = form
        self.version = version
        instance = record.values["instance_id"]?.text ?? Self.instance(of: "\(record.id)")
        name = record.values[Self.nameField]?.text
    }

    /// The answers, by the version of the form that was answered.
    ///
    /// - Parameters:
    ///   - definition: That version.
    ///   - zone: The zone in which days and times were told.
    /// - Returns: The answers; what that version does not ask is left out.
    public func answers(_ definition: FormDefinition, zone: TimeZone) -> FormAnswers {
        Self.answers(in: record, definition, zone: zone)
    }

    /// The answers that a record holds, whether or not it says which form it answers.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - definition: The form by which it is read.
    ///   - zone: The zone in which days and times were told.
    /// - Returns: The answers; what that form does not ask is left out.
    public static func answers(
        in record: RecordView,
        _ definition: FormDefinition,
        zone: TimeZone
    ) -> FormAnswers {
        answers(record.values, record.sets, of: record.type, definition, zone: zone)
    }

    /// The same of the values and sets of a record of a type.
    static func answers(
        _ values: [String: Value],
        _ sets: [String: [String]],
        of type: String,
        _ definition: FormDefinition,
        zone: TimeZone
    ) -> FormAnswers {
        var answers = AnswerFields.answers(definition, names: values.keys, zone: zone) {
            row,
            name in
            if let text = values[name]?.text { return text }
            guard let target = definition.target(of: row), target.list == type else { return nil }
            return sets[target.field]?.joined(separator: " ") ?? values[target.field]?.text
        }
        answers.instanceName = values[nameField]?.text
        return answers
    }

    /// The fields of a record in which the answer to a question may stand.
    ///
    /// - Parameters:
    ///   - row: The question.
    ///   - path: Where it stands in the form.
    ///   - definition: The form.
    ///   - type: The type of the record.
    /// - Returns: The answer's own field, then the one of the record that it fills in, if there is one.
    public static func fields(
        of row: FormNode,
        at path: FormPath,
        _ definition: FormDefinition,
        in type: String
    ) -> [String] {
        let target = definition.target(of: row)
        return [AnswerFields.name(path)] + (target?.list == type ? [target?.field ?? ""] : [])
    }

    /// The fields that say which form was answered, and not what.
    public static let frame: Set<String> = [
        "form_id", "form_version", "instance_id", nameField,
    ]

    private static let instanceMark = "uuid:"

    /// The id that the submission bears whose record has this one.
    public static func instance(of record: String) -> String { instanceMark + record }

    /// The id of the record of the submission that bears this one.
    public static func record(of instance: String) -> String {
        String(instance.trimmingPrefix(instanceMark))
    }

    static let recordType = "submission"
    static let nameField = "instance_name"

    /// What is kept of a name: it follows from the answers, so one that is too long is left out.
    static func kept(_ name: String?) -> Value? {
        guard let text = name?.precomposedStringWithCanonicalMapping,
            text.utf8.count <= Limits.valueBytesMax
        else { return nil }
        return .text(text)
    }
}

/// Answers on their way to becoming records.
public struct SubmissionDraft: Sendable, Hashable, Codable {
    /// What was answered.
    public var answers: FormAnswers
    /// The id of the record to be made, as ``Replica/newSubmissionID()`` gave it when the draft was
    /// begun; with it a draft that is sent twice is one record.
    public var record: String
    /// The household that it is about.
    public var household: String?
    /// The pupil that it is about.
    public var student: String?
    /// By the id of a record that was looked up, the version in which it was shown first, as
    /// ``FormLookup/shown`` gave it; nil if none was.
    public var shown: [String: String]?

    /// The id of the record of which this is a corrected version; nil for a first one.
    public var supersedes: String?

    /// Answers about a household or a pupil, or neither.
    public init(
        _ answers: FormAnswers,
        record: String,
        household: String? = nil,
        student: String? = nil
    ) {
        self.answers = answers
        self.record = record
        self.household = household
        self.student = student
    }
}

extension FormDefinition {
    /// The type of the record that a submission is.
    public var submissionType: String {
        let places = EntityPlaces(self).containers
        let own = zip(entities, places).first { $0.id == nil && $1.repeats == 0 }
        return own?.0.list ?? Submission.recordType
    }
}

extension Replica {
    /// A new id for the record of a submission.
    public func newSubmissionID() -> String { "\(newRecordID())" }

    /// Makes the records of a finished draft, in one group.
    ///
    /// - Parameters:
    ///   - draft: The answers; a draft that was submitted before changes nothing, unless it says something
    ///     else now: then it becomes a submission of its own, beside the first.
    ///   - definition: The form, of the version that was answered.
    ///   - author: Who answered.
    ///   - surroundings: As the session had them.
    /// - Returns: What became of each record; the first is the submission's own. Values that the
    ///   roster has otherwise have become observations.
    /// - Throws: `record_not_held` for a draft whose record is no id, and the problems of
    ///   ``edit(_:author:authority:placing:)``.
    public func submit(
        _ draft: SubmissionDraft,
        of definition: FormDefinition,
        author: String,
        surroundings: any FormSurroundings
    ) throws -> [EditResult] {
        guard let record = RecordID(draft.record) else {
            throw Problem(.recordNotHeld, ["id": Problem.printable(draft.record)])
        }
        // Before the transaction: looking up begins transactions of its own.
        let plan = plan(draft.answers, of: definition, surroundings)
        let given = try givenAlready(draft, of: definition, surroundings)
        let made = try write { writer -> [EditResult]? in
            let edits = SubmissionEdits(draft, record, of: definition, plan, surroundings)
            var all = try edits.all(writer, except: given)
            if try writer.state(record) != nil {
                let view = try writer.view(record)
                guard view.says(all) else { return nil }
                return [
                    EditResult(
                        type: view.type,
                        id: record,
                        version: view.version,
                        generation: view.generation,
                        observations: []
                    )
                ]
            }
            all += try VisitConsequences(of: draft.answers, record, definition, surroundings)
                .edits(writer)
            all += try VisitFollowUp(of: draft, record, definition, surroundings)
                .edits(writer)
            let results = try writer.edit(try BucketRule(writer).placed(all), author: author)
            // A large submission takes several edits of its record.
            var seen: Set<RecordID> = []
            return results.reversed().filter { seen.insert($0.id).inserted }.reversed()
        }
        if let made { return made }
        // Two windows had the same draft open, and both were handed in.
        var other = draft
        other.record = newSubmissionID()
        return try submit(
            other,
            of: definition,
            author: author,
            surroundings: surroundings
        )
    }

    /// The types of the records that answers are to change by the form's sheet entities, and that are not
    /// here: the answers are kept, and change nothing else.
    ///
    /// - Parameters:
    ///   - draft: The answers.
    ///   - definition: The form, of the version that was answered.
    ///   - surroundings: As the session had them.
    /// - Returns: Each type once; empty if all are here, or are made instead.
    /// - Throws: What the store meets.
    public func typesNotHeld(
        for draft: SubmissionDraft,
        of definition: FormDefinition,
        surroundings: any FormSurroundings
    ) throws -> [String] {
        guard definition.entities.contains(where: { $0.id != nil }),
            let record = RecordID(draft.record)
        else { return [] }
        let plan = plan(draft.answers, of: definition, surroundings)
        return try read { reader in
            try SubmissionEdits(draft, record, of: definition, plan, surroundings).missing(reader)
        }
    }

    private func plan(
        _ answers: FormAnswers,
        of definition: FormDefinition,
        _ surroundings: any FormSurroundings
    ) -> EntityPlan {
        EntityPlan(answers, of: definition, surroundings, FormLookup(self, asking: definition))
    }

    /// What the version that a draft corrects has made of other records already: an answer that it
    /// gave, too, contradicts nobody who has written since.
    private func givenAlready(
        _ draft: SubmissionDraft,
        of definition: FormDefinition,
        _ surroundings: any FormSurroundings
    ) throws -> [RecordID: Set<Edit.Change>] {
        guard let id = draft.supersedes.flatMap({ RecordID($0) }) else { return [:] }
        let view = try read { try $0.view(id) }
        let answers = Submission.answers(in: view, definition, zone: surroundings.timeZone)
        let plan = plan(answers, of: definition, surroundings)
        let earlier = SubmissionDraft(answers, record: "\(id)")
        return SubmissionEdits(earlier, id, of: definition, plan, surroundings)
            .changesOfOthers(policies)
    }
}

extension RecordView {
    /// Whether the record is as edits of it would make it.
    fileprivate func says(_ edits: [Edit]) -> Bool {
        edits.filter { $0.id == id }.flatMap(\.changes).allSatisfy { change in
            switch change {
            case .set(let name, .cleared): values[name] == nil
            case .set(let name, let value): values[name] == value
            case .add(let name, let element): sets[name]?.contains(element) == true
            case .remove(let name, let element): sets[name]?.contains(element) != true
            case .enter, .leave, .delete: true
            }
        }
    }
}
