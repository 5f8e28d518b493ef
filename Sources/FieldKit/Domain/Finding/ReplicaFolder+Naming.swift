extension ReplicaFolder {
    /// The records of a type that show another record's id in a field, oldest first: the pupils of a
    /// household, the visits to it.
    ///
    /// Found by the index of what lives with what, or by the one for finding, which is read on first:
    /// the time does not grow with the county.
    ///
    /// - Parameters:
    ///   - type: The records' type.
    ///   - id: The record that is named.
    ///   - field: A field whose values are ids of records.
    /// - Returns: The records, without deleted ones.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func records(
        of type: String,
        naming id: RecordID,
        in field: String
    ) throws -> [RecordView] {
        let isSubject = replica.policies.subjectField(of: type) == field
        let candidates =
            try isSubject
            ? replica.read { try $0.store.dependents(of: id, type: type) }
            : withTerms(by: FindRule.terms) {
                try $0.records(term: FindRule.naming(id), isWhole: true, limit: .max)
            }
        return try replica.read { reader in
            try candidates.sorted().compactMap { candidate in
                guard try reader.state(candidate)?.type == type else { return nil }
                let view = try reader.view(candidate)
                let isNamed = view.values[field]?.text == "\(id)"
                return isNamed && !view.isDeleted ? view : nil
            }
        }
    }
}
