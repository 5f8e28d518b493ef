/// What a person at the county decides about what is held aside.
extension ReplicaWriter {
    /// Takes in what is held of a record because its device was shut out, or because it names what
    /// never came, once a person has read it; at the county only.
    ///
    /// - Parameter record: The record.
    /// - Returns: How many writes were taken; the seals of their logs no longer list them.
    /// - Throws: `not_the_county`, and what the store meets.
    package func acceptHeld(of record: RecordID) throws -> Int {
        // Nothing else speaks against these.
        try decideHeld(of: record, for: [.deviceRevoked, .contextAhead]) { signed, item in
            guard !signed.write.claimsOwnFuture else { return false }
            try believe(signed.write)
            _ = try admit(signed, source: item.source)
            return true
        }
    }

    /// Refuses what is held of a record because its device was shut out, once a person has read it: it
    /// stays listed as refused, and is answered, so that whoever has it from elsewhere comes to agree with
    /// the county again; at the county only.
    ///
    /// Not what names lines that never came: the answer would cover them, and nobody has read them.
    ///
    /// - Parameter record: The record.
    /// - Returns: How many writes were refused.
    /// - Throws: `not_the_county`, and what the store meets.
    package func refuseHeld(of record: RecordID) throws -> Int {
        try decideHeld(of: record, for: [.deviceRevoked]) { signed, item in
            try hold(signed, code: .forbidden, source: item.source)
            try answer(signed, code: .forbidden)
            return true
        }
    }

    /// Does something with what is held of a record for one of these reasons.
    private func decideHeld(
        of record: RecordID,
        for reasons: [ProblemCode],
        _ decide: (SignedWrite, HeldItem) throws -> Bool
    ) throws -> Int {
        guard replica.kind == .county else { throw Problem(.notTheCounty) }
        var decided: [Dot] = []
        for item in try heldItems()
        where item.place == "here" && item.record == record
            && reasons.contains(where: { $0.rawValue == item.code })
        {
            let signed = try WriteCodec.decode(body: item.body, signature: item.signature)
            if try decide(signed, item) { decided.append(signed.write.dot) }
        }
        // What was taken in may be the other branch of a fork, whose lines nobody will send again.
        try reissueForks()
        for replica in Set(decided.map(\.replica)).sorted() { try renewSeal(of: replica) }
        return decided.count
    }
}
