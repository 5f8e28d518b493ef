extension Replica {
    /// The visits that who works here wrote down on this laptop, oldest first, deleted ones left out.
    ///
    /// Read from the own log: the time does not grow with the county.
    ///
    /// - Throws: What the store meets.
    public func ownVisits() throws -> [RecordView] {
        try read { reader in
            let hand = try OwnHand(reader)
            var visits: Set<RecordID> = []
            try reader.ownLines(notIn: CausalContext()) { _, signed in
                let write = signed.write
                if write.type == "visit", hand.wroteHere(write) { visits.insert(write.record) }
                return true
            }
            return try visits.sorted().compactMap { id in
                guard let state = try reader.state(id), !state.isDeleted else { return nil }
                return try reader.view(state)
            }
        }
    }

    /// Every visit that is held here, oldest first, deleted ones left out.
    ///
    /// - Throws: What the store meets.
    public func allVisits() throws -> [RecordView] {
        var visits: [RecordView] = []
        try list("visit") { visits.append($0) }
        return visits
    }
}
