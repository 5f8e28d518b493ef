import Foundation

extension ReplicaWriter {
    /// Forgets the records that lie in no granted bucket any more, once nothing in them can be lost:
    /// own writes are sealed, others' known to the server or the county.
    ///
    /// Eviction is no delete and never travels; own lines stay in the log for ever.
    ///
    /// - Returns: How many records were forgotten.
    package func evictStrays(granted: Scope, knownTo server: DeviceID) throws -> Int {
        var candidates = Set(
            try store.values(prefix: Keys.strayPrefix).compactMap {
                RecordID(String($0.key.dropFirst(Keys.strayPrefix.count)))
            }
        )
        for bucket in try store.sums().keys.sorted()
        where !bucket.hasPrefix(Self.typePrefix) && !granted.contains(bucket) {
            var last: RecordID?
            repeat {
                let ids = try store.members(of: bucket, after: last, limit: 1_000)
                candidates.formUnion(ids)
                last = ids.last
            } while last != nil
        }
        guard !candidates.isEmpty else { return 0 }
        let sealed = try sealedDots()
        var evicted = 0
        // Those that live in another's buckets go first, so that their subject is still there.
        for id in candidates.sorted(by: >) {
            guard try !buckets(of: id).contains(where: granted.contains),
                try isSafe(id, sealed: sealed, server: server)
            else { continue }
            try evict(id)
            evicted += 1
        }
        return evicted
    }

    private func isSafe(_ id: RecordID, sealed: CausalContext, server: DeviceID) throws -> Bool {
        #if PLANTED_BUGS
        if Planted.current == .evictedUnsealed { return true }
        #endif
        guard try state(id) != nil, try !hasUnsealed(id, sealed: sealed) else { return false }
        let own = Set(try ownReplicas())
        let county = try countyCertificate()?.device
        return try store.writes(record: id).allSatisfy { stored in
            if stored.source == server || stored.source == county { return true }
            let write = try WriteCodec.decode(body: stored.body, signature: stored.signature).write
            return own.contains(write.dot.replica)
        }
    }
}
