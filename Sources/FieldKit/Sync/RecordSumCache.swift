import Synchronization

/// What the records of buckets add to their sums, kept from one request of a search to the next.
///
/// It may be lost at any time. What is kept is named by the running sum of the bucket: as long as
/// that is the same, its records are.
final class RecordSumCache: Sendable {
    private struct Entry {
        let bucket: String
        let sum: BucketSum
        let records: [RecordSum]
    }

    /// The one used last is the last.
    private let entries = Mutex<[Entry]>([])
    private let recordsMax: Int

    /// - Parameter recordsMax: How many records are kept in all, of some 60 bytes each.
    init(recordsMax: Int = 250_000) { self.recordsMax = recordsMax }

    /// The records of a bucket as they are in the snapshot of a reader.
    func records(of bucket: String, _ reader: ReplicaReader) throws -> [RecordSum] {
        let sum = try reader.sum(of: bucket)
        let kept = entries.withLock { entries -> [RecordSum]? in
            guard let index = entries.firstIndex(where: { $0.bucket == bucket && $0.sum == sum })
            else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.records
        }
        if let kept { return kept }
        let records = try reader.recordSums(of: bucket)
        keep(Entry(bucket: bucket, sum: sum, records: records))
        return records
    }

    private func keep(_ entry: Entry) {
        guard entry.records.count <= recordsMax else { return }
        entries.withLock { entries in
            entries.removeAll { $0.bucket == entry.bucket }
            entries.append(entry)
            var count = entries.reduce(0) { $0 + $1.records.count }
            while count > recordsMax { count -= entries.removeFirst().records.count }
        }
    }
}
