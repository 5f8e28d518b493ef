import Foundation
import SwiftProtobuf

/// What a change of a record's state brings with it.
extension ReplicaWriter {
    /// Stores a record's new state, and brings its buckets, places and sums up to date.
    func settle(_ before: RecordState?, _ after: RecordState, at arrival: Arrival) throws {
        let id = after.id
        let subject = after.subject(policies)
        if before != after || before == nil {
            states[id] = after
            if DeviceCertificate.isRecord(id) { devices = [:] }
            try writing.put(try stored(after, subject: subject))
        }
        let oldSum = recordSums[id] ?? before.map { BucketSum($0) } ?? BucketSum()
        let newSum = before == after ? oldSum : BucketSum(after)
        recordSums[id] = newSum
        if newSum != oldSum {
            if let before { try change(Self.typePrefix + before.type) { $0 -= oldSum } }
            try change(Self.typePrefix + after.type) { $0 += newSum }
        }
        let places = before == nil ? [] : try store.places(of: id)
        let target = try bucketsDue(after, subject: subject)
        var isMoved = false
        for (bucket, entry) in places {
            #if PLANTED_BUGS
            if Planted.current == .sumNotUpdated, !target.contains(bucket) {
                isMoved = true
                try leave(bucket, after)
                continue
            }
            #endif
            try change(bucket) { $0 -= oldSum }
            if target.contains(bucket) {
                try change(bucket) { $0 += newSum }
                try move(entry, arrival, bucket: bucket)
            } else {
                isMoved = true
                try leave(bucket, after)
            }
        }
        for bucket in target where !places.contains(where: { $0.bucket == bucket }) {
            isMoved = true
            try change(bucket) { $0 += newSum }
            var place: UInt64
            if case .new(let number) = arrival, before == nil {
                place = number
            } else {
                place = try nextNumber()
            }
            if try hasLeft(bucket) { try writing.removeLeft(id, bucket: bucket) }
            try writing.setPlace(
                FeedEntry(record: id, latest: place, entered: place),
                bucket: bucket
            )
        }
        guard isMoved || before == nil else { return }
        if target.isEmpty || before != nil { try noteStray(id, isStray: target.isEmpty) }
        // Whoever names a record that is new here, and has no bucket by another, is astray.
        guard try before != nil || !isEmpty(Keys.strayPrefix) else { return }
        try settleDependents(of: id)
    }

    private func hasLeft(_ bucket: String) throws -> Bool {
        if let known = bucketsLeft[bucket] { return known }
        let found = try store.hasLeft(bucket: bucket)
        bucketsLeft[bucket] = found
        return found
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

    /// Tells whoever asks for a bucket that a record is not in it.
    func leave(_ bucket: String, _ state: RecordState) throws {
        try writing.removePlace(of: state.id, bucket: bucket)
        let key = RegisterKey.bucket(bucket)
        let dots = state.known(key).union(state.marks[bucket] ?? CausalContext())
        #if PLANTED_BUGS
        if Planted.current == .leavingUntold { return }
        #endif
        guard !dots.isEmpty else { return }
        bucketsLeft[bucket] = true
        try writing.setLeft(
            LeftEntry(
                record: state.id,
                sequence: try nextNumber(),
                dots: try WireContext(dots).serializedData()
            ),
            bucket: bucket
        )
    }

    /// Ascending.
    private func bucketsDue(_ state: RecordState, subject: RecordID?) throws -> [String] {
        if state.saysBuckets { return state.ownBuckets }
        guard let subject, subject != state.id else { return [] }
        return try store.places(of: subject).map(\.bucket)
    }

    func settleDependents(of id: RecordID) throws {
        for dependent in try store.dependents(of: id) where dependent != id {
            guard let state = try state(dependent) else { continue }
            let places = try store.places(of: dependent).map(\.bucket)
            guard try bucketsDue(state, subject: id) != places else { continue }
            try settle(state, state, at: .none)
        }
    }

    private func noteStray(_ id: RecordID, isStray: Bool) throws {
        try setValue(Keys.stray(id), isStray ? Data([1]) : nil)
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
}
