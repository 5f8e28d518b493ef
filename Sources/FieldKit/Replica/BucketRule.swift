/// In which buckets a new record lives when its author names none.
///
/// In this order: a record that names a subject lives in its subject's buckets without saying so;
/// one that names a household copies those of the household; else the scope of this device, if it
/// is exactly one; else nobody can tell, except in a replica that belongs to no county, where a
/// record may live in none.
struct BucketRule {
    private let reader: ReplicaReader

    init(_ reader: ReplicaReader) { self.reader = reader }

    /// The edits, those of new records with their buckets.
    ///
    /// - Throws: `bucket_needed`, with the edit's index.
    func placed(_ edits: [Edit]) throws -> [Edit] {
        var own: [String]?
        var placed = edits
        var buckets: [RecordID: [String]] = [:]
        for index in placed.indices where try isNew(placed[index]) {
            if placed[index].bucketsNamed.isEmpty {
                let found: [String]
                if try isWithSubject(placed[index], madeHere: buckets) {
                    found = []
                } else if let shared = try household(of: placed[index], madeHere: buckets) {
                    found = shared
                } else {
                    if own == nil { own = try ownBuckets() }
                    guard let own else {
                        throw Problem(.bucketNeeded, ["index": "\(index)"])
                    }
                    found = own
                }
                placed[index].changes += found.map { .enter($0) }
            }
            if let id = placed[index].id { buckets[id] = placed[index].bucketsNamed }
        }
        return placed
    }

    private func isNew(_ edit: Edit) throws -> Bool {
        guard let id = edit.id else { return true }
        return try edit.isNew && reader.state(id) == nil
    }

    private func isWithSubject(_ edit: Edit, madeHere: [RecordID: [String]]) throws -> Bool {
        guard let field = reader.policies.subjectField(of: edit.type),
            let subject = edit.record(in: field)
        else { return false }
        return try madeHere[subject] != nil || reader.state(subject) != nil
    }

    private func household(
        of edit: Edit,
        madeHere: [RecordID: [String]]
    ) throws -> [String]? {
        guard let id = edit.record(in: "household") else { return nil }
        if let buckets = madeHere[id] { return buckets.isEmpty ? nil : buckets }
        let buckets = try reader.buckets(of: id)
        return buckets.isEmpty ? nil : buckets
    }

    /// Nil if the device belongs to a county and has not exactly one scope.
    private func ownBuckets() throws -> [String]? {
        guard let certificate = try reader.ownCertificate() else { return [] }
        guard certificate.scopes.count == 1, let scope = certificate.scopes.first, !scope.isEmpty
        else { return nil }
        return [scope]
    }
}

extension Edit {
    /// The buckets that the edit puts the record into.
    fileprivate var bucketsNamed: [String] {
        changes.compactMap {
            if case .enter(let code) = $0 { code } else { nil }
        }
    }

    /// The record that a field is set to.
    fileprivate func record(in field: String) -> RecordID? {
        for case .set(field, .text(let text)) in changes.reversed() { return RecordID(text) }
        return nil
    }
}
