import FieldKit

/// Who decides.
struct Reviewer: Hashable, Sendable {
    /// The name that stands in the decision, which the teachers see.
    let name: String
    let role: DeviceRole
    /// The code prefixes of the buckets whose records the person sees.
    let scopes: [String]

    init(_ account: WebAccount) {
        name = account.name
        role = account.role
        scopes = account.scopes
    }

    /// Whether the role decides conflicts at all.
    var mayDecide: Bool {
        switch role {
        case .reviewer, .administrator, .township: true
        case .teacher, .school, .auditor, .security, .county: false
        }
    }
}

/// Which conflict: a field of a record.
struct ConflictKey: Hashable, Sendable {
    let type: String
    let record: RecordID
    /// The field's name, or `deleted` for the mark of a deletion.
    let field: String
}

/// What a reviewer decided.
struct ReviewDecision: Sendable {
    /// What the register is to hold.
    enum Choice: Sendable {
        /// The value of one of the entries that were shown.
        case entry(WriteHash)
        /// Another value, as it was typed.
        case other(String)
        /// Of a deletion: whether the record is to be deleted.
        case deletion(Bool)
    }

    let key: ConflictKey
    let choice: Choice
    let reason: String
    /// The version that the page showed; only what was in it is decided.
    let base: RecordVersion
}

/// What a reviewer answers to an objection.
struct ReviewAnswer: Sendable {
    let objection: RecordID
    /// What the field is to hold, as it was typed; nil to uphold the decision.
    let value: String?
    let reason: String
    /// The version of the record that the page showed; nil if it is not held here.
    let base: RecordVersion?
}

/// The open conflicts of a store and their decision.
///
/// Its functions block; see ``WorkLane``.
protocol ReviewDesk: Sendable {
    /// The open conflicts in the reviewer's scope: those with a suspect clock first, then by age.
    func open(for reviewer: Reviewer) throws -> [ConflictView]

    /// One of them.
    ///
    /// - Throws: `not_in_conflict` if it has been decided; `record_not_held` if the record is
    ///   not here or not in the reviewer's scope, which are not told apart.
    func conflict(_ key: ConflictKey, for reviewer: Reviewer) throws -> ConflictView

    /// The objections that wait for an answer, in the reviewer's scope, oldest first.
    func objections(for reviewer: Reviewer) throws -> [HeldObjection]

    /// Answers an objection.
    ///
    /// - Throws: `forbidden`; `record_not_held` if it is not in the reviewer's scope; `objection_closed`
    ///   if it was answered or withdrawn; `form_stale`, `reason_needed`, `word_unknown`, `wrong_kind`.
    func answer(_ answer: ReviewAnswer, by reviewer: Reviewer) throws

    /// Decides one.
    ///
    /// - Throws: As ``conflict(_:for:)``, and `form_stale`, `reason_needed`, `wrong_kind`.
    func decide(_ decision: ReviewDecision, by reviewer: Reviewer) throws
}
