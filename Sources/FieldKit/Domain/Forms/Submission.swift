/// What somebody answered to a form, as a record.
public struct Submission: Sendable {
    /// The record; `submission`, or the type that the form's entity makes.
    public let record: RecordView
    /// The form's id.
    public let form: String
    /// The version of the form that was answered.
    public let version: String
    /// `uuid:` and the record's id.
    public let instance: String
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

extension Replica {
    /// A new id for the record of a submission.
    public func newSubmissionID() -> String {
        "\(RecordID(milliseconds: clock.milliseconds(), random: (random.next(), random.next())))"
    }

    /// Makes the records of a finished draft, in one group.
    ///
    /// - Parameters:
    ///   - draft: The answers; a draft that was submitted before changes nothing.
    ///   - definition: The form, of the version that was answered.
    ///   - author: Who answered.
    ///   - surroundings: As the session had them.
    /// - Returns: What became of each record; the first is the submission's own.
    /// - Throws: The problems of ``edit(_:author:authority:placing:)``.
    public func submit(
        _ draft: SubmissionDraft,
        of definition: FormDefinition,
        author: String,
        surroundings: any FormSurroundings
    ) throws -> [EditResult] {
        throw Problem(.internalError)
    }
}

extension Submission {
    /// The submission in a record; nil if it answers no form.
    public init?(_ record: RecordView) {
        guard let form = record.values["form_id"]?.text,
            let version = record.values["form_version"]?.text
        else { return nil }
        self.record = record
        self.form = form
        self.version = version
        instance = record.values["instance_id"]?.text ?? "uuid:\(record.id)"
    }

    /// The answers, by the version of the form that was answered.
    public func answers(
        _ definition: FormDefinition,
        surroundings: any FormSurroundings
    ) -> FormAnswers {
        let root = FormAnswers.Node(name: "data", value: nil, isRelevant: true, children: [])
        return FormAnswers(form: form, version: version, root: root)
    }
}
