import Foundation
import SwiftProtobuf

/// One transaction's view of a replica.
package class ReplicaReader {
    package let replica: Replica
    package let store: any StoreReader
    var states: [RecordID: RecordState] = [:]
    var logs: [ReplicaID: ReplicaLog] = [:]
    /// What is known of devices, once it was looked up.
    var devices: [DeviceID: DeviceStanding] = [:]
    /// The county's certificate, which this store trusts without proof, once it was read.
    var county: DeviceCertificate?
    /// This device's own certificate, once it was read.
    var own: DeviceCertificate?
    /// What is held aside, once it was read.
    var held: [HeldItem]?
    /// The replica id in use, once it was read.
    var current: ReplicaID?
    /// Prefixes of keys under which nothing is stored, once that was found: most stores hold
    /// nothing aside and were told of no leaving, and need not look once a write.
    var emptyPrefixes: Set<String> = []

    init(replica: Replica, store: any StoreReader) {
        self.replica = replica
        self.store = store
    }

    package var policies: PolicyTable { replica.policies }

    /// The state of a record; nil if nothing of it is held.
    package func state(_ id: RecordID) throws -> RecordState? {
        if let state = states[id] { return state }
        guard let stored = try store.record(id) else { return nil }
        let live = try stored.live.map { entry in
            let write = try signedWrite(sequence: entry.sequence)
            let all = Array(write.write.registers.indices)
            return LiveWrite(
                signed: write,
                sequence: entry.sequence,
                positions: entry.positions.isEmpty ? all : entry.positions
            )
        }
        let marks = try stored.marks.mapValues {
            try CausalContext(WireContext(serializedBytes: $0))
        }
        let state = RecordState(id: id, type: stored.type, live: live, marks: marks)
        states[id] = state
        return state
    }

    /// The state of a record that must be held.
    package func heldState(_ id: RecordID, type: String? = nil) throws -> RecordState {
        guard let state = try state(id), type.map({ $0 == state.type }) ?? true else {
            throw Problem(.recordNotHeld, ["id": "\(id)"])
        }
        return state
    }

    private func signedWrite(sequence: UInt64) throws -> SignedWrite {
        guard let stored = try store.write(sequence: sequence) else {
            throw Problem(.invariantBroken, ["reason": "write \(sequence) is missing"])
        }
        return try WriteCodec.decode(body: stored.body, signature: stored.signature)
    }

    /// The codes of the buckets that a record is in here.
    package func buckets(of id: RecordID) throws -> [String] {
        try store.places(of: id).map(\.bucket)
    }

    /// The records of a type that share the buckets of `subject` and are not deleted, ascending by id.
    package func dependents(_ type: String, of subject: RecordID) throws -> [RecordState] {
        try store.dependents(of: subject, type: type).compactMap { id in
            try state(id).flatMap { $0.isDeleted ? nil : $0 }
        }
    }

    /// Whether a record lives where one of these lives: its subject, or its subject's.
    package func follows(_ id: RecordID, anyOf records: Set<RecordID>) throws -> Bool {
        var subject = try state(id)?.subject(policies)
        for _ in 0..<4 {
            guard let next = subject else { return false }
            if records.contains(next) { return true }
            subject = try state(next)?.subject(policies)
        }
        return false
    }

    /// What is held of a replica's log.
    package func log(_ replica: ReplicaID) throws -> ReplicaLog {
        if let log = logs[replica] { return log }
        let log = try ReplicaLog(stored: try store.value(Keys.log(replica)))
        logs[replica] = log
        return log
    }

    /// All replicas of which lines are held in order, ascending.
    package func loggedReplicas() throws -> [ReplicaID] {
        try store.values(prefix: Keys.logPrefix).compactMap { entry in
            Data(hexadecimal: String(entry.key.dropFirst(Keys.logPrefix.count)))
                .flatMap { ReplicaID(bytes: $0) }
        }
    }

    /// Whether nothing is stored under keys with this prefix.
    func isEmpty(_ prefix: String) throws -> Bool {
        if emptyPrefixes.contains(prefix) { return true }
        guard try store.values(prefix: prefix, limit: 1).isEmpty else { return false }
        emptyPrefixes.insert(prefix)
        return true
    }

    // MARK: Identity

    /// The replica id in use.
    package func currentReplica() throws -> ReplicaID {
        if let current { return current }
        guard let data = try store.value(Keys.replica), let id = ReplicaID(bytes: data) else {
            throw Problem(.invariantBroken, ["reason": "the replica has no id"])
        }
        current = id
        return id
    }

    /// The replica ids whose logs are this store's own, oldest first.
    package func ownReplicas() throws -> [ReplicaID] {
        let data = try store.value(Keys.replicas) ?? Data()
        return stride(from: 0, to: data.count, by: 16).compactMap { start in
            ReplicaID(bytes: data.dropFirst(start).prefix(16))
        }
    }

    /// The id of this store since it was last made, restored or moved.
    package func epoch() throws -> Identifier16 {
        guard let data = try store.value(Keys.epoch), let id = Identifier16(bytes: data) else {
            throw Problem(.invariantBroken, ["reason": "the store has no epoch"])
        }
        return id
    }

    /// What the machine's clock lacks to the server's, in milliseconds, as last learnt.
    package func clockOffset() throws -> Int64? {
        try store.value(Keys.clockOffset).flatMap { data in
            Int64(String(decoding: data, as: UTF8.self)).map {
                max(-Limits.millisecondsEnd, min(Limits.millisecondsEnd, $0))
            }
        }
    }

    // MARK: Sums

    /// The running sum of a bucket.
    package func sum(of bucket: String) throws -> BucketSum {
        try store.sum(bucket: bucket).flatMap { BucketSum(bytes: $0.sum, count: $0.count) }
            ?? BucketSum()
    }

    /// The running sums of all buckets that are not empty; totals of types left out.
    package func bucketSums() throws -> [String: BucketSum] {
        var sums: [String: BucketSum] = [:]
        for (bucket, total) in try store.sums()
        where !bucket.hasPrefix(Self.typePrefix) && total.count != 0 {
            sums[bucket] = BucketSum(bytes: total.sum, count: total.count)
        }
        return sums
    }

    /// Totals of types stand beside the sums of buckets, under a name that no code can have.
    static let typePrefix = "~"
}
