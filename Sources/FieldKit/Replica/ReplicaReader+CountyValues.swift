/// What the county itself wrote into records that anybody could add to.
extension ReplicaReader {
    /// The plain fields of a record as the county's own device wrote them.
    ///
    /// What others wrote is left out; empty if nothing is held of the record.
    package func countyValues(of id: RecordID) throws -> [String: Value] {
        guard let state = try state(id) else { return [:] }
        var values: [String: Value] = [:]
        for (key, entries) in state.entriesByRegister where !key.isProtocol && key.element == nil {
            let policy = policies.policy(key, of: state.type)
            let own = try entries.filter { try isCounty($0.dot.replica.device) }
            guard let shown = RecordState.shown(own, policy), shown.value != .cleared else {
                continue
            }
            values[key.name] = shown.value
        }
        return values
    }

    /// The ids of all records of a type, ascending, deleted ones too.
    package func ids(of type: String) throws -> [RecordID] {
        try store.records(type: type, after: nil, limit: .max)
    }
}
