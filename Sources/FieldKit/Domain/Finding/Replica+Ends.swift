extension Replica {
    /// The records of a type whose ids end so, deleted ones left out.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - typed: The last characters of the id, as somebody typed them; see ``RecordID/ends(as:)``.
    /// - Returns: The ids, ascending.
    /// - Throws: What the store meets.
    public func ids(of type: String, endingAs typed: String) throws -> [RecordID] {
        try read { reader in
            try reader.ids(of: type).filter { id in
                try id.ends(as: typed) && reader.state(id)?.isDeleted == false
            }
        }
    }
}
