/// A record as somebody had it before them, beside what has come since.
package struct ReadRecord {
    /// The record's type.
    package let type: String
    /// The shown values of its plain fields in the version that was read.
    package let values: [String: Value]
    /// The members of its sets in that version.
    package let sets: [String: [String]]
    /// The names of the fields that were in conflict then.
    package let conflicts: [String]
    private let id: RecordID
    private let then: RecordState
    private let now: RecordState
    private let policies: PolicyTable

    fileprivate init(then: RecordState, now: RecordState, policies: PolicyTable) {
        type = now.type
        id = now.id
        values = then.values(policies)
        sets = then.sets(policies)
        conflicts = then.conflicts(policies).map(ReplicaReader.fieldName).sorted()
        self.then = then
        self.now = now
        self.policies = policies
    }

    /// Whether a register shows another value now than it did then.
    package func isNewer(_ key: RegisterKey) -> Bool {
        now.shown(key, policies)?.value != then.shown(key, policies)?.value
    }

    /// Whether a register holds this value already, or somebody who had read what it held then has
    /// written the value over that: to say it again would open anew what may have been decided.
    package func isSaid(
        _ key: RegisterKey,
        _ value: Value,
        in reader: ReplicaReader
    ) throws -> Bool {
        let shown = now.shown(key, policies)?.value
        let absent: Value = key.element == nil ? .cleared : .boolean(false)
        if (shown ?? absent) == value { return true }
        let read = then.shown(key, policies)
        return try reader.store.writes(record: id).contains { stored in
            let write = try WriteCodec.decode(body: stored.body, signature: stored.signature).write
            guard let register = write.register(key), register.value == value else { return false }
            return read.map { register.context.contains($0.dot) } ?? true
        }
    }
}

/// What the engine would make of an edit.
package enum EditOutcome: Sendable {
    /// A write.
    case written
    /// An observation for review, in place of a write over what only the roster may write.
    case observed
    /// Nothing: the roster says the same.
    case nothing
}

extension ReplicaReader {
    /// A record as it was in a version, whose writes are all held.
    ///
    /// - Throws: `record_not_held`, `invalid_version` also for one that has read nothing.
    package func record(
        _ id: RecordID,
        type: String?,
        readAt version: RecordVersion
    ) throws -> ReadRecord {
        guard !version.dots.isEmpty else { throw Problem(.invalidVersion) }
        let now = try heldState(id, type: type)
        // Thousands are looked at one after the other; none is needed twice.
        states[id] = nil
        let then =
            RecordVersion(now) == version ? now : try ReadBase.state(now, at: version, self)
        return ReadRecord(then: then, now: now, policies: policies)
    }
}

extension ReplicaWriter {
    /// What an edit would become; nothing is written.
    ///
    /// - Throws: As ``edit(_:author:authority:)``, for this edit alone.
    package func outcome(
        of edit: Edit,
        authority: FieldPolicy.Authority
    ) throws -> EditOutcome {
        let plan = try plan(edit, authority: authority, made: [])
        if !plan.registers.isEmpty { return .written }
        return plan.observations.isEmpty ? .nothing : .observed
    }
}
