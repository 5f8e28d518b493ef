import Foundation
import SwiftProtobuf

/// What is done when the sums differ: the buckets concerned are searched for what differs, or
/// exchanged whole, once.
extension SyncSession {
    func askForSums(isSecond: Bool) throws -> Action {
        var request = WireSumsRequest()
        if isSecond { exchanged = try replica.read { try exchangedFollowers($0) } }
        request.unsent = try replica.read { try notCompared($0) }
        phase = .sums(isSecond: isSecond)
        return .send(name: "sums", body: try request.serializedData())
    }

    func afterSums(_ reply: WireSumsReply, _ isSecond: Bool) throws -> Action {
        serverAside = Set(reply.aside.compactMap { RecordID(bytes: $0) })
        var theirs: [String: BucketSum] = [:]
        for wire in reply.sums {
            theirs[wire.bucket] = BucketSum(bytes: wire.sum, count: Int64(clamping: wire.count))
        }
        let mine = try replica.read { reader in
            try reader.sums(in: Scope(peer.scopes), without: try leftOut(reader))
        }.filter { !$0.value.isEmpty }
        // Certificates first: without its author's, a write of the others would be held aside.
        let system = ReplicaReader.systemBucket
        let differing = Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }
            .sorted { $0 == system || ($1 != system && $0 < $1) }
        let cause = BucketSum.fingerprint(mine) + BucketSum.fingerprint(theirs)
        guard !differing.isEmpty else {
            try noteUnhealed(nil)
            return try finish(isVerified: true)
        }
        guard !isSecond else {
            try noteUnhealed(cause)
            return try finish(isVerified: false)
        }
        // What an exchange has not mended, another one will not.
        let unhealed = try replica.read { try $0.store.value(Keys.unhealed(server)) }
        guard unhealed != cause || triesAgain else { return try finish(isVerified: false) }
        report.healed = differing
        // Where one side holds nothing there is nothing to search.
        let whole = differing.filter { mine[$0]?.count ?? 0 == 0 || theirs[$0]?.count ?? 0 == 0 }
        return try nextHealing(Healing(buckets: differing, whole: Set(whole)))
    }

    /// The records that this healing has exchanged and that follow, at whatever distance, one of which
    /// something is held aside.
    ///
    /// They lie where their subject lies, which is elsewhere on each side until a person decides: by a
    /// move, say, that the county has refused. No exchange makes their buckets' sums equal, and each of
    /// them has just been compared by itself.
    private func exchangedFollowers(_ reader: ReplicaReader) throws -> Set<RecordID> {
        guard let healing else { return [] }
        let aside = try leftOut(reader)
        guard !aside.isEmpty else { return [] }
        return try healing.upload.union(healing.seen).subtracting(aside)
            .filter { try reader.follows($0, anyOf: aside) }
    }

    /// Keeps, or with nil forgets, the difference that remained after an exchange.
    private func noteUnhealed(_ cause: Data?) throws {
        try replica.write { try $0.setValue(Keys.unhealed(server), cause) }
    }

    func nextHealing(_ healing: Healing) throws -> Action {
        guard let bucket = healing.buckets.first else {
            self.healing = healing
            return try nextWhole(healing.upload.subtracting(healing.equal).sorted())
        }
        guard healing.whole.contains(bucket) else { return try search(bucket, healing) }
        var request = WireBucketRequest()
        request.bucket = bucket
        request.after = healing.after
        phase = .heal(healing)
        return .send(name: "bucket", body: try request.serializedData())
    }

    func afterHeal(_ reply: WireBucketReply, _ healing: Healing) throws -> Action {
        var healing = healing
        guard let bucket = healing.buckets.first else { return try nextHealing(healing) }
        try takeIn(reply.records, &healing)
        if reply.more, let last = reply.records.last?.record, last != healing.after {
            healing.after = last
            return try nextHealing(healing)
        }
        try replica.read { reader in
            var last: RecordID?
            repeat {
                let ids = try reader.store.members(of: bucket, after: last, limit: 1_000)
                healing.upload.formUnion(ids)
                last = ids.last
            } while last != nil
        }
        healing.buckets.removeFirst()
        healing.after = Data()
        return try nextHealing(healing)
    }

    /// Takes in what the server has of records, and notes to which this side can add nothing.
    func takeIn(
        _ records: [WireRecordWrites],
        left: [WireLeftNotice] = [],
        _ healing: inout Healing
    ) throws {
        let ids = records.compactMap { RecordID(bytes: $0.record) }
        try takeIn(records) { writer in
            // What the county has in a bucket is there: a relay may have said that it left before the
            // county was restored.
            if peer.isCounty, let bucket = healing.buckets.first {
                for id in ids { try writer.unmark(id, bucket: bucket) }
            }
            try mark(left, writer)
        }
        try replica.read { reader in
            for record in records {
                guard let id = RecordID(bytes: record.record) else { continue }
                healing.seen.insert(id)
                let theirs = Set(record.writes.map { WriteCodec.hash(of: $0.body) })
                let mine = try reader.state(id)?.live.map(\.signed.hash) ?? []
                if theirs.isSuperset(of: mine) { healing.equal.insert(id) }
            }
        }
    }

    private func mark(_ left: [WireLeftNotice], _ writer: ReplicaWriter) throws {
        for left in left {
            guard let id = RecordID(bytes: left.record) else { continue }
            try writer.mark(id, left: left.bucket, dots: try CausalContext(left.dots))
        }
    }

    /// Asks about what the server did not give: it may have left the bucket there.
    func askForLeft() throws -> Action {
        guard let healing else { return try askForSums(isSecond: true) }
        let absent = healing.upload.subtracting(healing.seen)
        // What follows its subject leaves with it; the subject may be held aside at the server, and
        // then no comparison ever finds it.
        let subjects = try replica.read { reader in
            try absent.compactMap { try reader.state($0)?.subject(reader.policies) }
        }
        return try nextLeft(absent.union(subjects).subtracting(healing.seen).sorted())
    }

    private func nextLeft(_ ids: [RecordID]) throws -> Action {
        guard !ids.isEmpty else { return try askForSums(isSecond: true) }
        phase = .settleLeft(ids)
        return try askForRecords(ids)
    }

    func afterLeft(_ reply: WireRecordsReply, _ wanted: [RecordID]) throws -> Action {
        let rest = try unanswered(wanted, in: reply)
        try takeIn(reply.records) { writer in try mark(reply.left, writer) }
        return try nextLeft(rest)
    }
}
