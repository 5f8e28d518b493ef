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
    /// Signatures that were checked before the store was locked, by what they sign.
    var genuine: [WriteHash: Data] = [:]
    /// Items of records, so that a record changed twice in one batch is summed once.
    private var recordSums: [RecordID: BucketSum] = [:]

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
            try writing.setValue(Keys.log(replica), try log(replica).stored())
        }
        if let knownHead { try writing.setHead(knownHead) }
    }

    /// The next number of this store.
    func nextNumber() throws -> UInt64 {
        let next = try knownHead ?? store.head()
        knownHead = next + 1
        return next + 1
    }

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

    private func change(_ bucket: String, _ change: (inout BucketSum) -> Void) throws {
        var sum = try self.sum(of: bucket)
        change(&sum)
        sums[bucket] = sum
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
        let twins = try store.writes(dot: write.dot)
        let known = twins.first { $0.body == signed.body }
        let sequence = try known?.sequence ?? nextNumber()
        if known == nil {
            try writing.insert(
                StoredWrite(
                    sequence: sequence,
                    body: signed.body,
                    signature: signed.signature,
                    source: source
                ),
                dot: write.dot,
                record: write.record,
                group: write.group?.id
            )
            if !twins.isEmpty { try noteFork(write.dot) }
        }
        let before = try state(write.record)
        // Being in the log is not being in the state: an evicted record comes back.
        var after = try before ?? newState(of: signed)
        after.apply(signed, sequence: sequence)
        guard after != before else { return .known }
        try settle(before, after, at: known == nil ? .new(sequence) : .late)
        return .applied
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
        guard !log.contains(signed.write.dot.counter) else { return }
        log.append(
            counter: signed.write.dot.counter,
            hash: signed.hash,
            previous: signed.write.previous
        )
        logs[replica] = log
        changedLogs.insert(replica)
    }

    /// Notes that two histories of one replica are held.
    package func noteFork(_ dot: Dot) throws {
        var log = try log(dot.replica)
        log.markFork(from: dot.counter)
        logs[dot.replica] = log
        changedLogs.insert(dot.replica)
    }

    // MARK: After a change of state

    /// Stores a record's new state, and brings its buckets, places and sums up to date.
    func settle(_ before: RecordState?, _ after: RecordState, at arrival: Arrival) throws {
        let id = after.id
        let subject = after.subject(policies)
        if before != after || before == nil {
            states[id] = after
            try writing.put(try stored(after, subject: subject))
        }
        let oldSum = recordSums[id] ?? before.map { BucketSum($0) } ?? BucketSum()
        let newSum = before == after ? oldSum : BucketSum(after)
        recordSums[id] = newSum
        if newSum != oldSum {
            try change(Self.typePrefix + (before ?? after).type) { $0 -= oldSum }
            try change(Self.typePrefix + after.type) { $0 += newSum }
        }
        let places = before == nil ? [] : try store.places(of: id)
        let target = try bucketsDue(after, subject: subject)
        var isMoved = false
        for (bucket, entry) in places {
            try change(bucket) { $0 -= oldSum }
            if target.contains(bucket) {
                try change(bucket) { $0 += newSum }
                try move(entry, arrival, bucket: bucket)
            } else {
                isMoved = true
                try leave(bucket, after)
            }
        }
        for bucket in target.subtracting(places.map(\.bucket)).sorted() {
            isMoved = true
            try change(bucket) { $0 += newSum }
            var place: UInt64
            if case .new(let number) = arrival, before == nil {
                place = number
            } else {
                place = try nextNumber()
            }
            try writing.removeLeft(id, bucket: bucket)
            try writing.setPlace(
                FeedEntry(record: id, latest: place, entered: place),
                bucket: bucket
            )
        }
        guard isMoved || before == nil else { return }
        if target.isEmpty || before != nil { try noteStray(id, isStray: target.isEmpty) }
        try settleDependents(of: id)
    }

    private func move(_ entry: FeedEntry, _ arrival: Arrival, bucket: String) throws {
        var entry = entry
        switch arrival {
        case .new(let number): entry.latest = max(entry.latest, number)
        case .late:
            entry.latest = try nextNumber()
            entry.entered = entry.latest
        case .none: return
        }
        try writing.setPlace(entry, bucket: bucket)
    }

    private func leave(_ bucket: String, _ state: RecordState) throws {
        try writing.removePlace(of: state.id, bucket: bucket)
        let key = RegisterKey.bucket(bucket)
        let dots = state.known(key).union(state.marks[bucket] ?? CausalContext())
        guard !dots.isEmpty else { return }
        try writing.setLeft(
            LeftEntry(
                record: state.id,
                sequence: try nextNumber(),
                dots: try WireContext(dots).serializedData()
            ),
            bucket: bucket
        )
    }

    private func bucketsDue(_ state: RecordState, subject: RecordID?) throws -> Set<String> {
        if state.saysBuckets { return state.ownBuckets }
        guard let subject, subject != state.id else { return [] }
        return Set(try store.places(of: subject).map(\.bucket))
    }

    private func settleDependents(of id: RecordID) throws {
        for dependent in try store.dependents(of: id) where dependent != id {
            guard let state = try state(dependent) else { continue }
            let places = Set(try store.places(of: dependent).map(\.bucket))
            guard try bucketsDue(state, subject: id) != places else { continue }
            try settle(state, state, at: .none)
        }
    }

    private func noteStray(_ id: RecordID, isStray: Bool) throws {
        try writing.setValue(Keys.stray(id), isStray ? Data([1]) : nil)
    }

    private func stored(_ state: RecordState, subject: RecordID?) throws -> StoredRecord {
        StoredRecord(
            id: state.id,
            type: state.type,
            subject: subject,
            live: state.live.map { write in
                let isWhole = write.positions.count == write.signed.write.registers.count
                return (write.sequence, isWhole ? [] : write.positions)
            },
            marks: try state.marks.mapValues { try WireContext($0).serializedData() }
        )
    }

    /// Takes a notice of leaving in: the peer no longer holds the record in this bucket.
    ///
    /// It is kept also for a record that is not held: somebody may still bring it.
    package func mark(_ id: RecordID, left bucket: String, dots: CausalContext) throws {
        guard let before = try state(id) else {
            let known = try store.value(Keys.mark(id, bucket))
                .map { try CausalContext(WireContext(serializedBytes: $0)) }
            let all = dots.union(known ?? CausalContext())
            return try writing.setValue(
                Keys.mark(id, bucket),
                try WireContext(all).serializedData()
            )
        }
        var after = before
        after.marks[bucket, default: CausalContext()].formUnion(dots)
        guard after != before else { return }
        try settle(before, after, at: .none)
    }

    /// The state of a record that is not in the state yet: with the notices that came before it,
    /// and with what its eviction left in the log.
    private func newState(of arriving: SignedWrite) throws -> RecordState {
        let write = arriving.write
        var marks: [String: CausalContext] = [:]
        if replica.kind != .county {
            let prefix = Keys.markPrefix(write.record)
            for (key, data) in try store.values(prefix: prefix) {
                marks[String(key.dropFirst(prefix.count))] = try CausalContext(
                    WireContext(serializedBytes: data)
                )
                try writing.setValue(key, nil)
            }
        }
        var state = RecordState(id: write.record, type: write.type, marks: marks)
        for kept in try store.writes(record: write.record) where kept.body != arriving.body {
            let signed = try WriteCodec.decode(body: kept.body, signature: kept.signature)
            guard try !isHeldAside(signed) else { continue }
            state.apply(signed, sequence: kept.sequence)
        }
        return state
    }

    /// Drops every notice of leaving: after the server that gave them was restored, the removal
    /// itself may be lost with it.
    package func dropMarks() throws {
        for (key, _) in try store.values(prefix: Keys.marksPrefix) {
            try writing.setValue(key, nil)
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
        states[id] = nil
        recordSums[id] = nil
        try writing.setValue(Keys.stray(id), nil)
        try writing.evict(id, keeping: keeping)
        for (bucket, dots) in state.marks { try mark(id, left: bucket, dots: dots) }
        try settleDependents(of: id)
    }

    /// Keeps a small value of a program's own beside the records; it never travels.
    package func setLocalValue(_ key: String, _ value: Data?) throws {
        try writing.setValue(key, value)
    }

    // MARK: Identity

    /// Begins a new incarnation, so that no dot is given twice.
    package func beginIncarnation(newEpoch: Bool) throws {
        let id = ReplicaID(device: replica.device, incarnation: replica.random.next())
        try writing.setValue(Keys.replica, id.bytes)
        try writing.setValue(Keys.replicas, (try store.value(Keys.replicas) ?? Data()) + id.bytes)
        if newEpoch { try writing.setValue(Keys.epoch, replica.randomIdentifier().bytes) }
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
            stamp: replica.clock.milliseconds() + (try clockOffset() ?? 0),
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
}
