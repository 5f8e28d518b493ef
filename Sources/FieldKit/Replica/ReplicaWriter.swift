package import Foundation
import SwiftProtobuf

/// What became of a write that was taken in.
package enum Applied: Sendable {
    /// It changed the state.
    case applied
    /// The state had it, or had what covers it.
    case known
}

/// One transaction that changes a replica.
package final class ReplicaWriter: ReplicaReader {
    let writing: any StoreWriter
    private var sums: [String: BucketSum] = [:]
    private var changedLogs: Set<ReplicaID> = []
    private var knownHead: UInt64?
    /// The highest counter that is held of a replica, once it was asked for.
    private var highestCounters: [ReplicaID: UInt64] = [:]
    /// Whether notices of leaving are held of a bucket, once it was asked for.
    var bucketsLeft: [String: Bool] = [:]
    /// Scopes of certificates, once they were put in order.
    var scopes: [[String]: Scope] = [:]
    /// Signatures that were checked before the store was locked, by what they sign.
    var genuine: [WriteHash: Data] = [:]
    /// Items of records, so that a record changed twice in one batch is summed once.
    var recordSums: [RecordID: BucketSum] = [:]

    init(replica: Replica, writing: any StoreWriter) {
        self.writing = writing
        super.init(replica: replica, store: writing)
    }

    /// Writes what was collected; the last step of the transaction.
    func flush() throws {
        for (bucket, sum) in sums.sorted(by: { $0.key < $1.key }) {
            try writing.setSum(BucketTotal(sum: sum.bytes, count: sum.count), bucket: bucket)
        }
        for replica in changedLogs.sorted() {
            try setValue(Keys.log(replica), try log(replica).stored())
        }
        if let knownHead { try writing.setHead(knownHead) }
    }

    /// The next number of this store.
    func nextNumber() throws -> UInt64 {
        let next = try lastNumber() + 1
        knownHead = next
        return next
    }

    /// The last number that was given, also in this transaction.
    package func lastNumber() throws -> UInt64 { try knownHead ?? store.head() }

    override package func sum(of bucket: String) throws -> BucketSum {
        try sums[bucket] ?? super.sum(of: bucket)
    }

    override package func bucketSums() throws -> [String: BucketSum] {
        var all = try super.bucketSums()
        for (bucket, sum) in sums where !bucket.hasPrefix(Self.typePrefix) { all[bucket] = sum }
        return all.filter { !$0.value.isEmpty }
    }

    /// Also those of which the first line came in this transaction.
    override package func loggedReplicas() throws -> [ReplicaID] {
        try changedLogs.union(super.loggedReplicas()).sorted()
    }

    func change(_ bucket: String, _ change: (inout BucketSum) -> Void) throws {
        if let index = sums.index(forKey: bucket) {
            change(&sums.values[index])
        } else {
            var sum = try super.sum(of: bucket)
            change(&sum)
            sums[bucket] = sum
        }
    }

    // MARK: Taking writes in

    /// Takes one write in.
    ///
    /// The caller has checked its signature and that it may be applied.
    ///
    /// - Parameters:
    ///   - signed: The write.
    ///   - source: The peer that brought it; nil for an own write.
    /// - Returns: Whether it changed the record's state.
    /// - Throws: What the store meets.
    @discardableResult
    package func apply(_ signed: SignedWrite, source: DeviceID?) throws -> Applied {
        let write = signed.write
        let twins = try twins(of: write.dot)
        let known = twins.first { twin in
            #if PLANTED_BUGS
            if Planted.hidesForks { return true }
            #endif
            return twin.body == signed.body
        }
        let sequence = try known?.sequence ?? nextNumber()
        let before = try state(write.record)
        let after = try state(before, with: signed, sequence: sequence)
        let isChanged = after != before
        if isChanged { try settle(before, after, at: known == nil ? .new(sequence) : .late) }
        if known == nil {
            try writing.insert(
                StoredWrite(
                    sequence: sequence,
                    body: signed.body,
                    signature: signed.signature,
                    source: source
                ),
                dot: write.dot,
                record: write.record
            )
            if !twins.isEmpty { try noteFork(write.dot) }
        }
        return isChanged ? .applied : .known
    }

    /// The writes held under a dot.
    ///
    /// Most writes come in their author's order: above the highest that is held nothing needs to be
    /// looked up.
    private func twins(of dot: Dot) throws -> [StoredWrite] {
        let highest = try highestCounters[dot.replica] ?? store.highestCounter(of: dot.replica)
        highestCounters[dot.replica] = max(highest, dot.counter)
        return dot.counter > highest ? [] : try store.writes(dot: dot)
    }

    /// How a change of a record's state came about.
    enum Arrival {
        /// By a write that got this number on its arrival.
        case new(UInt64)
        /// By a write that is in the store already, held aside or kept from before an eviction: its
        /// number may lie behind the cursors of others, so the record is given to them whole.
        case late
        /// By no write; at most its buckets have changed.
        case none
    }

    /// Notes a line of a log that came in order from its author or from a relay.
    package func noteLine(_ signed: SignedWrite) throws {
        let replica = signed.write.dot.replica
        var log = try log(replica)
        guard !log.contains(signed.write.dot.counter) else {
            // Another line under the same dot, also where one of them is held aside.
            let others = try lines(under: signed.write.dot).subtracting([signed.hash])
            if !others.isEmpty { try noteFork(signed.write.dot) }
            return
        }
        log.append(
            counter: signed.write.dot.counter,
            hash: signed.hash,
            previous: signed.write.previous
        )
        logs[replica] = log
        changedLogs.insert(replica)
    }

    /// The lines held under a dot; what is not proven to be its author's is no line of the log.
    private func lines(under dot: Dot) throws -> Set<WriteHash> {
        let taken = try store.writes(dot: dot).map { WriteCodec.hash(of: $0.body) }
        let aside = try heldItems().filter { item in
            item.dot == dot && item.isLine && item.place == "here"
        }
        return Set(taken + aside.map(\.hash))
    }

    /// Notes that two histories of one replica are held.
    package func noteFork(_ dot: Dot) throws {
        var log = try log(dot.replica)
        log.markFork(from: dot.counter)
        logs[dot.replica] = log
        changedLogs.insert(dot.replica)
    }

    /// Takes a notice of leaving in: the peer no longer holds the record in this bucket.
    ///
    /// It is kept also for a record that is not held: somebody may still bring it.
    package func mark(_ id: RecordID, left bucket: String, dots: CausalContext) throws {
        guard let before = try state(id) else {
            let known = try store.value(Keys.mark(id, bucket))
                .map { try CausalContext(WireContext(serializedBytes: $0)) }
            let all = dots.union(known ?? CausalContext())
            return try setValue(
                Keys.mark(id, bucket),
                try WireContext(all).serializedData()
            )
        }
        var after = before
        after.marks[bucket, default: CausalContext()].formUnion(dots)
        guard after != before else { return }
        try settle(before, after, at: .none)
    }

    /// Forgets a notice of leaving: who gives the record in the bucket knows better.
    package func unmark(_ id: RecordID, bucket: String) throws {
        guard let before = try state(id), before.marks[bucket] != nil else { return }
        var after = before
        after.marks[bucket] = nil
        try settle(before, after, at: .none)
    }

    /// A record's state with one write more.
    ///
    /// Being in the log is not being in the state: a record that comes back after its eviction has what
    /// that left in the log.
    private func state(
        _ before: RecordState?,
        with signed: SignedWrite,
        sequence: UInt64
    ) throws -> RecordState {
        var state = try before ?? newState(of: signed)
        var arriving = [(signed: signed, sequence: sequence)]
        if before == nil { arriving = try kept(of: signed) + arriving }
        for (signed, sequence) in arriving {
            let known = try covered(signed.write)
            var covered = known
            state.apply(signed, sequence: sequence, covered: &covered)
            for (key, context) in covered where known[key] != context {
                try setValue(
                    Keys.covered(state.id, key),
                    try WireContext(context).serializedData()
                )
            }
        }
        return state
    }

    /// What is covered in the registers of a write without what covers it saying so.
    private func covered(_ write: Write) throws -> [RegisterKey: CausalContext] {
        guard try !isEmpty(Keys.coveredPrefix) else { return [:] }
        return try write.registers.reduce(into: [:]) { covered, register in
            covered[register.key] = try store.value(Keys.covered(write.record, register.key))
                .map { try CausalContext(WireContext(serializedBytes: $0)) }
        }
    }

    /// What the log has of a record besides a write that comes now, and is not held aside.
    private func kept(
        of arriving: SignedWrite
    ) throws -> [(signed: SignedWrite, sequence: UInt64)] {
        #if PLANTED_BUGS
        if Planted.current == .returnWithoutLog { return [] }
        #endif
        return try store.writes(record: arriving.write.record).compactMap { stored in
            guard stored.body != arriving.body else { return nil }
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            return try isHeldAside(signed) ? nil : (signed, stored.sequence)
        }
    }

    /// The empty state of a record, with the notices that came before it.
    private func newState(of arriving: SignedWrite) throws -> RecordState {
        let write = arriving.write
        var marks: [String: CausalContext] = [:]
        if replica.kind != .county, try !isEmpty(Keys.marksPrefix) {
            let prefix = Keys.markPrefix(write.record)
            for (key, data) in try store.values(prefix: prefix) {
                marks[String(key.dropFirst(prefix.count))] = try CausalContext(
                    WireContext(serializedBytes: data)
                )
                try setValue(key, nil)
            }
        }
        return RecordState(id: write.record, type: write.type, marks: marks)
    }

    /// Drops every notice of leaving: after the server that gave them was restored, the removal
    /// itself may be lost with it.
    package func dropMarks() throws {
        #if PLANTED_BUGS
        if Planted.current == .noticesKept { return }
        #endif
        for (key, _) in try store.values(prefix: Keys.marksPrefix) {
            try setValue(key, nil)
        }
        var last: RecordID?
        while true {
            let ids = try store.records(type: nil, after: last, limit: 1_000)
            for id in ids {
                guard let before = try state(id), !before.marks.isEmpty else { continue }
                var after = before
                after.marks = [:]
                try settle(before, after, at: .none)
            }
            guard let end = ids.last else { return }
            last = end
        }
    }

    /// Forgets a record; own lines, what is held aside, and notices of leaving stay.
    package func evict(_ id: RecordID) throws {
        guard let state = try state(id) else { return }
        let own = Set(try ownReplicas())
        var keeping: Set<UInt64> = []
        for stored in try store.writes(record: id) {
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            if try own.contains(signed.write.dot.replica) || isHeld(signed.hash) {
                keeping.insert(stored.sequence)
            }
        }
        let sum = recordSums[id] ?? BucketSum(state)
        try change(Self.typePrefix + state.type) { $0 -= sum }
        for (bucket, _) in try store.places(of: id) {
            try change(bucket) { $0 -= sum }
            try writing.removePlace(of: id, bucket: bucket)
        }
        #if PLANTED_BUGS
        if Planted.current == .ownLogEvicted { keeping = [] }
        #endif
        states[id] = nil
        recordSums[id] = nil
        try setValue(Keys.stray(id), nil)
        for (key, _) in try store.values(prefix: Keys.coveredPrefix(id)) { try setValue(key, nil) }
        try writing.evict(id, keeping: keeping)
        try noteEviction()
        for (bucket, dots) in state.marks { try mark(id, left: bucket, dots: dots) }
        try settleDependents(of: id)
    }

    /// Keeps a small value beside the records, or with nil removes it; it never travels.
    package func setValue(_ key: String, _ value: Data?) throws {
        emptyPrefixes = emptyPrefixes.filter { !key.hasPrefix($0) }
        if key.hasPrefix(Keys.heldPrefix) { held = nil }
        try writing.setValue(key, value)
    }

    // MARK: Identity

    /// Begins a new incarnation, so that no dot is given twice.
    package func beginIncarnation(newEpoch: Bool) throws {
        let id = ReplicaID(device: replica.device, incarnation: replica.random.next())
        try setValue(Keys.replica, id.bytes)
        current = id
        try setValue(Keys.replicas, (try store.value(Keys.replicas) ?? Data()) + id.bytes)
        if newEpoch { try setValue(Keys.epoch, replica.randomIdentifier().bytes) }
    }

    /// Encodes, signs and takes in an own write.
    package func author(
        _ record: RecordID,
        type: String,
        registers: [RegisterWrite],
        author: String,
        group: WriteGroup? = nil
    ) throws -> SignedWrite {
        let id = try currentReplica()
        let last = try log(id).high
        let generation = try state(record)?.generation ?? 0
        let write = Write(
            dot: Dot(id, (last?.high ?? 0) + 1),
            previous: last?.hash,
            type: type,
            record: record,
            stamp: try stamp(of: record),
            generation: min(generation, Limits.counterEnd - 2) + 1,
            author: author,
            group: group,
            registers: registers
        )
        let signed = try WriteCodec.sign(write, with: replica.key)
        try noteLine(signed)
        try apply(signed, source: nil)
        return signed
    }

    /// The time as the county would say it.
    private func stamp(of record: RecordID) throws -> Int64 {
        let now = replica.clock.milliseconds() + (try clockOffset() ?? 0)
        #if PLANTED_BUGS
        if Planted.current == .clockFollowsOthers {
            return max(now, try state(record)?.live.map { $0.signed.write.stamp + 1 }.max() ?? now)
        }
        #endif
        return now
    }
}
