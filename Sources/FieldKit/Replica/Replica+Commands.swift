public import Foundation

/// What programs ask of a replica: each call is one transaction.
extension Replica {
    // MARK: Changing

    /// Makes the writes of one command; all are made or, on an error, none.
    ///
    /// - Parameters:
    ///   - edits: The changes, in order; a later one has read what those before it wrote. At most
    ///     ``Limits/groupWritesMax`` form a group; more become several groups of one transaction.
    ///   - author: The person or program that writes; at most ``Limits/authorBytesMax`` bytes.
    ///   - authority: What the author may write beside what anyone may. Without any, a value that
    ///     differs from the roster's becomes an observation for review.
    ///   - placing: Whether a new record that names no bucket gets those of its household or of
    ///     this device; see ``BucketRule``.
    /// - Returns: What became of each edit, in the same order.
    /// - Throws: The problem of the first edit that cannot be made: `unknown_type`,
    ///   `unknown_field`, `is_a_set`, `not_a_set`, `value_too_long`, `nothing_to_write`,
    ///   `record_not_held`, `invalid_version`, `bucket_needed`, `bucket_invalid`,
    ///   `immutable_field` or `authority_needed`; `details["index"]` says which edit, counted from
    ///   0. Without an index, `write_invalid` or `value_too_long` for a write that is over a limit
    ///   as a whole, and what the store meets.
    public func edit(
        _ edits: [Edit],
        author: String,
        authority: FieldPolicy.Authority = .anyone,
        placing: Bool = true
    ) throws -> [EditResult] {
        try write { writer in
            let placed = placing ? try BucketRule(writer).placed(edits) : edits
            return try writer.edit(placed, author: author, authority: authority)
        }
    }

    /// Decides a conflict, and makes the decision a record that travels to its authors.
    ///
    /// - Parameters:
    ///   - id: The record.
    ///   - type: The record's type.
    ///   - field: The field's name; `deleted` for a deletion against an edit.
    ///   - value: What the field is to hold, `.cleared` for nothing; taken as it is, so the caller
    ///     has read it by the field's kind with ``FieldPolicy/value(_:)``.
    ///   - reason: Why, in words; not blank.
    ///   - reviewer: Who decides; at most ``Limits/authorBytesMax`` bytes.
    ///   - base: The version in which the entries were read; nil means what is shown now.
    /// - Returns: The record's version after the decision.
    /// - Throws: `reason_needed`; `record_not_held`, also if the record is of another type;
    ///   `not_in_conflict`, or `form_stale` if `base` is given and it has been decided since;
    ///   `invalid_version` for a `base` that names writes which are not held; `write_invalid` or
    ///   `value_too_long` for what is over a limit.
    public func resolve(
        _ id: RecordID,
        type: String,
        field: String,
        value: Value,
        reason: String,
        reviewer: String,
        base: RecordVersion? = nil
    ) throws -> EditResult {
        try write { writer in
            try writer.resolve(
                id,
                type: type,
                field: field,
                value: value,
                reason: reason,
                reviewer: reviewer,
                base: base
            )
        }
    }

    // MARK: Reading

    /// What is seen of a record, deleted or not.
    ///
    /// - Parameters:
    ///   - type: The type that it must be of.
    ///   - id: The record.
    /// - Returns: The record as it is now.
    /// - Throws: `record_not_held`, also if the record is of another type.
    public func view(_ type: String, _ id: RecordID) throws -> RecordView {
        try read { try $0.view(id, type: type) }
    }

    /// The records of a type, oldest first, deleted ones left out.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - matching: Names and shown texts that a record must have; sets match by membership.
    ///   - visit: Called for each record, from one snapshot; what it throws ends the list.
    /// - Throws: `unknown_type` if the table does not know the type and nothing of it is held, and
    ///   what `visit` throws.
    public func list(
        _ type: String,
        matching: [(String, String)] = [],
        visit: (RecordView) throws -> Void
    ) throws {
        try read { reader in
            if policies.type(type) == nil,
                try reader.store.records(type: type, after: nil, limit: 1).isEmpty
            {
                throw Problem(.unknownType, ["type": type])
            }
            try reader.list(type, matching: matching, visit: visit)
        }
    }

    /// Every entry behind a record's values, as far as its writes are held.
    ///
    /// - Parameters:
    ///   - type: The type that the record must be of.
    ///   - id: The record.
    /// - Returns: The entries register by register: the shown ones first, then those in conflict,
    ///   then those that are covered, each by stamp, latest first.
    /// - Throws: `record_not_held`, also if the record is of another type.
    public func entries(_ type: String, _ id: RecordID) throws -> [EntryView] {
        try read { try $0.entries(of: id, type: type) }
    }

    /// The open conflicts, oldest record first.
    ///
    /// - Parameter all: Whether those are listed too that are kept as history only, about which
    ///   nobody has to decide.
    /// - Returns: One view for each register; a contested deletion is always among them.
    /// - Throws: What the store meets.
    public func conflicts(all: Bool = false) throws -> [ConflictView] {
        try read { try $0.conflicts(all: all) }
    }

    /// The digest of what is held, from running sums: it reads no records' writes.
    public func digest() throws -> StateDigest {
        try read { try $0.digest() }
    }

    /// Checks what must always be true of a replica, by computing everything anew.
    ///
    /// It reads every write that is held, which takes its time in a large store.
    ///
    /// - Returns: A sentence for each condition that does not hold; empty when all is well.
    /// - Throws: What the store meets.
    public func checkInvariants() throws -> [String] {
        try read { try $0.checkInvariants() }
    }

    /// Who made a decision, as the county knows the device that wrote it: the decision's own words could
    /// name anybody.
    ///
    /// - Parameter decision: The record of type `decision`.
    /// - Returns: The name in the device's certificate, and whether it decides for the county: its
    ///   own server, a reviewer or an administrator.
    /// - Throws: `record_not_held`, and what the store meets.
    public func decider(of decision: RecordID) throws -> (name: String, isCounty: Bool) {
        try read { reader in
            let first = try reader.heldState(decision, type: "decision").live.first
            let certificate = try first.flatMap {
                try reader.certificate(of: $0.signed.write.dot.replica.device)
            }
            return (certificate?.name ?? "?", certificate?.role.decidesForCounty ?? false)
        }
    }

    // MARK: Identity

    /// The replica id that the next write will bear.
    public func replicaID() throws -> ReplicaID {
        try read { try $0.currentReplica() }
    }

    /// The id of this store since it was last made, restored or moved: 32 hexadecimal digits.
    public func epochID() throws -> String {
        try read { try $0.epoch().bytes.hexadecimal }
    }

    /// What the county issued to this device; nil until it is enrolled.
    public func certificate() throws -> DeviceCertificate? {
        try read { try $0.ownCertificate() }
    }

    /// Whether nothing was ever written or received here; a county's store holds its own
    /// certificate once it is founded.
    public func isUnused() throws -> Bool {
        try read { try $0.store.head() == 0 }
    }

    // MARK: Drafts

    /// A draft that a program keeps here under a name; nil if there is none.
    ///
    /// It never travels, and no record knows of it.
    public func draft(_ name: String) throws -> Data? {
        try read { try $0.store.value(Keys.draft(name)) }
    }

    /// The names of the drafts that begin so, ascending.
    public func draftNames(beginningWith prefix: String) throws -> [String] {
        let start = Keys.draft("")
        return try read { try $0.store.values(prefix: Keys.draft(prefix)) }
            .map { String($0.key.dropFirst(start.count)) }.sorted()
    }

    /// Keeps a draft, or forgets it.
    ///
    /// - Parameters:
    ///   - name: The name under which the program finds it again.
    ///   - data: What is kept, in place of what was; nil forgets it.
    /// - Throws: What the store meets.
    public func setDraft(_ name: String, _ data: Data?) throws {
        try write { try $0.setValue(Keys.draft(name), data) }
    }
}

extension Replica {
    /// A new record's id, from the clock and the given randomness.
    package func newRecordID() -> RecordID {
        RecordID(milliseconds: clock.milliseconds(), random: (random.next(), random.next()))
    }
}

extension ReplicaWriter {
    /// Forgets a draft, together with what has become of it.
    package func forgetDraft(_ name: String) throws { try setValue(Keys.draft(name), nil) }
}

extension Keys {
    static func draft(_ name: String) -> String { "draft/\(name)" }
}
