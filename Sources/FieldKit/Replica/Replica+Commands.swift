public import Foundation

/// What programs ask of a replica: each call is one transaction.
extension Replica {
    // MARK: Changing

    /// Makes the writes of one command; all are made or, on an error, none.
    ///
    /// What is given:
    /// - `author`: The person or program that writes; at most ``Limits/authorBytesMax`` bytes.
    /// - `authority`: What the author may write beside what anyone may.
    /// - `placing`: Whether a new record that names no bucket gets those of its household or of
    ///     this device; see ``BucketRule``.
    /// - It fails with: The problem of the first edit that cannot be made; `details["index"]` says which,
    ///   counted from 0.
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
    /// What is given:
    /// - `field`: The field's name; `deleted` for a deletion against an edit.
    /// - `base`: The version in which the entries were read; nil means what is shown now.
    /// - It fails with: `record_not_held`, `not_in_conflict`, `reason_needed`, `form_stale`.
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

    /// What is seen of a record.
    ///
    /// - Throws: `record_not_held`, also if the record is of another type.
    public func view(_ type: String, _ id: RecordID) throws -> RecordView {
        try read { try $0.view(id, type: type) }
    }

    /// The records of a type, oldest first, deleted ones left out.
    ///
    /// What is given:
    /// - `matching`: Shown values that a record must have; sets match by membership.
    /// - `visit`: Called for each record, from one snapshot.
    /// - It fails with: `unknown_type` if the table does not know the type and nothing of it is held.
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

    /// Every entry behind a record's values: live ones first, then by stamp, latest first.
    ///
    /// - Throws: `record_not_held`.
    public func entries(_ type: String, _ id: RecordID) throws -> [EntryView] {
        try read { try $0.entries(of: id, type: type) }
    }

    /// The open conflicts, oldest record first.
    ///
    /// - `all`: Also those that are kept as history only.
    public func conflicts(all: Bool = false) throws -> [ConflictView] {
        try read { try $0.conflicts(all: all) }
    }

    /// The digest of what is held.
    public func digest() throws -> StateDigest {
        try read { try $0.digest() }
    }

    /// Checks what must always be true of a replica.
    ///
    /// - Returns: A sentence for each condition that does not hold; empty when all is well.
    public func brokenInvariants() throws -> [String] {
        try read { try $0.brokenInvariants() }
    }

    // MARK: Identity

    /// The replica id in use.
    public func replicaID() throws -> ReplicaID {
        try read { try $0.currentReplica() }
    }

    /// The id of this store since it was last made, restored or moved, in hexadecimal.
    public func epochID() throws -> String {
        try read { try $0.epoch().bytes.hexadecimal }
    }

    /// What the county issued to this device; nil until it is enrolled.
    public func certificate() throws -> DeviceCertificate? {
        try read { try $0.ownCertificate() }
    }

    /// Whether nothing was ever written or received here.
    public func isUnused() throws -> Bool {
        try read { try $0.store.head() == 0 }
    }

    // MARK: Drafts

    /// A draft that a program keeps here; it never travels.
    public func draft(_ name: String) throws -> Data? {
        try read { try $0.store.value(Keys.draft(name)) }
    }

    /// Keeps a draft, or with nil forgets it.
    public func setDraft(_ name: String, _ data: Data?) throws {
        try write { try $0.writing.setValue(Keys.draft(name), data) }
    }

    // MARK: Masks

    /// Notes that somebody had a masked list shown in full.
    public func noteReveal(of type: String, by author: String) throws {
        let moment = "\(clock.milliseconds())"
        let padded = String(repeating: "0", count: max(0, 16 - moment.count)) + moment
        try write { writer in
            try writer.writing.setValue(
                Keys.reveal(padded, randomIdentifier()),
                Data("\(author)\t\(type)".utf8)
            )
        }
    }
}

extension Keys {
    static func draft(_ name: String) -> String { "draft/\(name)" }
    static func reveal(_ moment: String, _ id: Identifier16) -> String {
        "reveal/\(moment)/\(id.bytes.hexadecimal)"
    }
}
