import Foundation

extension ReplicaWriter {
    /// Decides a conflict: writes the value over every entry that the reviewer had read and, in the
    /// same group, a decision that says what was decided, why and by whom.
    ///
    /// - Parameters:
    ///   - id: The record.
    ///   - type: The record's type.
    ///   - field: The field's name; `deleted` for a deletion against an edit.
    ///   - value: What the register is to hold.
    ///   - reason: Why, in words; not blank.
    ///   - reviewer: Who decides; the author of both writes.
    ///   - base: The version that was shown; nil means what the replica now shows.
    /// - Returns: The record's version after the decision.
    /// - Throws: `reason_needed`, `record_not_held`, `invalid_version`, `write_invalid`,
    ///   `value_too_long`; `not_in_conflict` without a `base`; `form_stale` if the conflict in
    ///   `base` is decided, or none of the entries that were read is live any more.
    package func resolve(
        _ id: RecordID,
        type: String,
        field: String,
        value: Value,
        reason: String,
        reviewer: String,
        base: RecordVersion? = nil
    ) throws -> EditResult {
        guard !reason.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw Problem(.reasonNeeded)
        }
        let state = try heldState(id, type: type)
        let key = field == "deleted" ? RegisterKey.deleted : RegisterKey(field)
        guard state.conflicts(policies).contains(key) else {
            throw Problem(
                base == nil ? .notInConflict : .formStale,
                ["id": "\(id)", "field": field]
            )
        }
        let read = try ReadBase(state: state, version: base, reader: self)
        let decided = read.entries(key)
        guard read.isLeft(of: key, in: state) else {
            throw Problem(.formStale, ["id": "\(id)", "field": field])
        }
        let context =
            key == .deleted ? read.contextOfAll() : read.contextOfResolution(key)
        let group = WriteGroup(id: replica.randomIdentifier(), size: 2)
        _ = try author(
            id,
            type: type,
            registers: [RegisterWrite(key: key, value: value, context: context)],
            author: reviewer,
            group: group
        )
        _ = try author(
            newRecordID(),
            type: "decision",
            registers: decision(state, field, decided, value, reason, reviewer),
            author: reviewer,
            group: group
        )
        let after = try heldState(id)
        return EditResult(
            type: type,
            id: id,
            version: RecordVersion(after),
            generation: after.generation,
            observations: []
        )
    }

    private func decision(
        _ state: RecordState,
        _ field: String,
        _ entries: [LiveEntry],
        _ value: Value,
        _ reason: String,
        _ reviewer: String
    ) -> [RegisterWrite] {
        let fields: [(RegisterKey, Value)] =
            [
                (RegisterKey("subject"), .text("\(state.id)")),
                (RegisterKey("subject_type"), .text(state.type)),
                (RegisterKey("field"), .text(field)),
                (RegisterKey("value"), value),
                (RegisterKey("reason"), .text(reason.precomposedStringWithCanonicalMapping)),
                (RegisterKey("reviewer"), .text(reviewer)),
            ]
            + Set(entries.map(\.signed.hash)).sorted().map {
                (RegisterKey("entries", element: "\($0)"), .boolean(true))
            }
        return fields.sorted { $0.0 < $1.0 }.map {
            RegisterWrite(key: $0.0, value: $0.1, context: CausalContext())
        }
    }
}
