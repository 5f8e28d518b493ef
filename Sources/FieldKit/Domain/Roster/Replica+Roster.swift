extension Replica {
    /// Compares a list with what is held here; nothing is written.
    ///
    /// - Parameter reading: The file, as ``RosterImport/rows(kind:bytes:fileName:today:)`` read it.
    /// - Returns: What importing it would do now.
    /// - Throws: `not_the_county`: only the county holds all that a list may name.
    public func rosterPlan(_ reading: RosterReading) throws -> RosterPlan {
        guard kind == .county else { throw Problem(.notTheCounty) }
        return try read { reader in
            let index = RosterIndex(reader)
            return try RosterPlan.plan(
                reading,
                existing: index.record,
                makeID: ids(for: reading.kind, random)
            )
        }
    }

    /// Ids from the clock and randomness, as those of all new records.
    ///
    /// Policies are few, and wherever one is chosen they stand in the order of their ids: so these
    /// lie a millisecond apart, in the order of the list.
    func ids(for kind: RosterKind, _ random: any RandomSource) -> () -> RecordID {
        var made: Int64 = 0
        return { [clock] in
            defer { if kind == .policy { made += 1 } }
            let moment = clock.milliseconds() + made
            return RecordID(milliseconds: moment, random: (random.next(), random.next()))
        }
    }

    /// Writes what a plan says, with the roster's authority; rows of one person stay together.
    ///
    /// Each part of at most ``Limits/groupWritesMax`` records is one transaction. If it is cut
    /// short, the same file can be imported again.
    ///
    /// - Parameters:
    ///   - plan: As ``rosterPlan(_:)`` made it of what is held now.
    ///   - author: Who imports; stands in every write.
    /// - Returns: How many records were made or changed.
    /// - Throws: The problem of a record that cannot be written; the parts before it stay.
    @discardableResult
    public func carryOut(_ plan: RosterPlan, author: String) throws -> Int {
        let edits =
            plan.creations.map { (line: $0.line, edit: Edit($0.draft)) }
            + plan.changes.map { (line: $0.line, edit: Edit($0)) }
        var start = 0
        while start < edits.count {
            var end = min(start + Limits.groupWritesMax, edits.count)
            while end < edits.count, end > start + 1, edits[end].line == edits[end - 1].line {
                end -= 1
            }
            let part = edits[start..<end].map(\.edit)
            _ = try write { try $0.edit(part, author: author, authority: .county) }
            start = end
        }
        return edits.count
    }
}

/// Finds the records that a list means, through indexes that are built when they are first needed.
private final class RosterIndex {
    private let reader: ReplicaReader
    private var records: [String: [RecordID: ExistingRecord]] = [:]
    private var byValue: [String: [String: RecordID]] = [:]
    private var pupils: [[String]: [RecordID]]?

    init(_ reader: ReplicaReader) { self.reader = reader }

    func record(_ key: RosterKey) throws -> ExistingRecord? {
        switch key {
        case .id(let type, let id): return try all(type)[id]
        case .field(let type, let name, let value):
            let all = try all(type)
            return try ids(type, name)[value].flatMap { all[$0] }
        case .alike(let name, let school, let mark, let place):
            let found = try alike()[[name, school, mark]] ?? []
            return found.indices.contains(place) ? try all("student")[found[place]] : nil
        }
    }

    /// The pupils by name, school, and birth date or class; oldest first.
    private func alike() throws -> [[String]: [RecordID]] {
        if let known = pupils { return known }
        var found: [[String]: [RecordID]] = [:]
        for record in try all("student").values {
            for key in record.alikeKeys { found[key, default: []].append(record.id) }
        }
        let sorted = found.mapValues { $0.sorted() }
        pupils = sorted
        return sorted
    }

    private func all(_ type: String) throws -> [RecordID: ExistingRecord] {
        if let known = records[type] { return known }
        var found: [RecordID: ExistingRecord] = [:]
        try reader.list(type) { view in
            found[view.id] = ExistingRecord(
                id: view.id,
                fields: view.values,
                sets: view.sets.mapValues { Set($0) },
                buckets: Set(view.buckets)
            )
        }
        records[type] = found
        return found
    }

    /// Of several records with one value, the one first made.
    private func ids(_ type: String, _ name: String) throws -> [String: RecordID] {
        let key = "\(type).\(name)"
        if let known = byValue[key] { return known }
        var found: [String: RecordID] = [:]
        for record in try all(type).values {
            guard let text = record.fields[name]?.text, !text.isEmpty else { continue }
            found[text] = found[text].map { min($0, record.id) } ?? record.id
        }
        byValue[key] = found
        return found
    }
}
