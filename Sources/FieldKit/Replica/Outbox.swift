import Foundation

/// What a peer is to be offered: own lines that it does not hold, and what was learnt elsewhere.
package struct Outbox: Sendable {
    /// The numbers of the writes, in the order in which they go.
    package var numbers: [UInt64] = []
    /// The records with writes that the peer does not serve.
    package var unsent: Set<RecordID> = []
    /// The number up to which everything has been looked at.
    package var through: UInt64 = 0

    package init() {}
}

extension ReplicaReader {
    /// Collects what a peer lacks.
    ///
    /// - Parameters:
    ///   - device: The peer; what it brought itself is offered back only if it was restored since.
    ///   - peer: What is remembered of it.
    ///   - proof: The own dots that the peer has proven to hold.
    ///   - served: The scope that the peer serves; writes outside it are only listed as unsent.
    /// - Returns: The numbers of the writes to offer, learnt ones before own ones.
    /// - Throws: What the store meets.
    package func outbox(
        for device: DeviceID,
        _ peer: PeerState,
        proof: CausalContext,
        served: Scope
    ) throws -> Outbox {
        var outbox = Outbox()
        outbox.through = try store.head()
        try collectLearnt(from: device, peer, served, &outbox)
        // To a relay only what is not sealed: it may have evicted the rest.
        var held = proof
        if !peer.isCounty { held.formUnion(try sealedDots()) }
        try ownLines(notIn: held) { stored, signed in
            if try fits(signed.write, served) {
                outbox.numbers.append(stored.sequence)
            } else {
                outbox.unsent.insert(signed.write.record)
            }
            return true
        }
        return outbox
    }

    /// What was learnt elsewhere than from the peer, or from it before it was restored.
    private func collectLearnt(
        from device: DeviceID,
        _ peer: PeerState,
        _ served: Scope,
        _ outbox: inout Outbox
    ) throws {
        let own = Set(try ownReplicas())
        var after = peer.relearnThrough > 0 ? 0 : peer.pushed
        while true {
            let part = try store.writes(after: after, limit: 500)
            guard let end = part.last?.sequence else { return }
            after = end
            for stored in part {
                guard let source = stored.source,
                    source != device || stored.sequence <= peer.relearnThrough
                else { continue }
                guard stored.sequence > peer.pushed || stored.sequence <= peer.relearnThrough else {
                    continue
                }
                let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
                guard !own.contains(signed.write.dot.replica) else { continue }
                if try fits(signed.write, served) {
                    outbox.numbers.append(stored.sequence)
                } else {
                    outbox.unsent.insert(signed.write.record)
                }
            }
        }
    }

    private func fits(_ write: Write, _ served: Scope) throws -> Bool {
        guard served != .all else { return true }
        return try mentionedBuckets(of: write.record).contains(where: served.contains)
    }

    /// The next writes of an outbox, up to a page's size, and on to the end of a group that has
    /// begun, as long as it fits into a message.
    ///
    /// - Returns: The writes, and how many numbers of the outbox they are.
    package func batch(_ outbox: Outbox, from start: Int) throws -> ([SignedWrite], Int) {
        var writes: [SignedWrite] = []
        var bytes = 0
        var index = start
        while index < outbox.numbers.count {
            guard let stored = try store.write(sequence: outbox.numbers[index]) else {
                index += 1
                continue
            }
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            let isFull =
                bytes >= Limits.pageBytesTarget || writes.count >= Limits.pageRecordsMax
            let group = signed.write.group
            let isSplit =
                group != nil && group == writes.last?.write.group
                && bytes < Limits.pageBytesTarget + Limits.groupBytesTarget
            if isFull, !isSplit { break }
            writes.append(signed)
            bytes += signed.body.count + 72
            index += 1
        }
        return (writes, index - start)
    }

    /// A record whole, as it is pushed to a peer that holds nothing of it: what says where it belongs
    /// now, then where it was, then the own lines of it and what was just offered of it, in order, then its
    /// live writes.
    ///
    /// What was offered and is covered by now goes along: a restored peer has lost it, and what covers it
    /// names it.
    package func wholeForPush(_ id: RecordID, offered: Set<UInt64>) throws -> [SignedWrite] {
        let own = Set(try ownReplicas())
        var writes: [SignedWrite] = []
        for stored in try store.writes(record: id) {
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            if own.contains(signed.write.dot.replica) || offered.contains(stored.sequence) {
                writes.append(signed)
            }
        }
        let known = Set(writes.map(\.hash))
        writes += try state(id)?.live.map(\.signed).filter { !known.contains($0.hash) } ?? []
        // Who knows nothing of the record judges each write by where the record is.
        let places = writes.filter(\.write.namesPlace)
        let live = try Set(
            state(id)?.live.filter { $0.registers.contains(where: \.entersPlace) }
                .map(\.signed.hash) ?? []
        )
        return places.filter { live.contains($0.hash) } + places.filter { !live.contains($0.hash) }
            + writes.filter { !$0.write.namesPlace }
    }
}
