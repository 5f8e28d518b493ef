import Foundation
import Synchronization

/// A store in plain memory: for simulation, and as the proof that the protocol is small.
package final class MemoryStore: Store {
    private let contents: Mutex<MemoryContents>
    /// One writer at a time, as in SQLite.
    private let writing = NSLock()

    package init() { contents = Mutex(MemoryContents()) }

    package func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
        let snapshot = contents.withLock { $0 }
        return try body(MemoryTransaction(snapshot))
    }

    package func write<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result {
        writing.lock()
        defer { writing.unlock() }
        let snapshot = contents.withLock { $0 }
        let transaction = MemoryTransaction(snapshot)
        let result = try body(transaction)
        let changed = transaction.contents
        contents.withLock { $0 = changed }
        return result
    }

    /// An independent store with the same contents: what copying the file would give.
    package func copy() -> MemoryStore {
        let snapshot = contents.withLock { $0 }
        let other = MemoryStore()
        other.contents.withLock { $0 = snapshot }
        return other
    }
}

/// Everything that a memory store holds; copied on write.
struct MemoryContents: Sendable {
    struct Line: Sendable {
        var write: StoredWrite
        var dot: Dot
        var record: RecordID
    }

    var head: UInt64 = 0
    var records: [RecordID: StoredRecord] = [:]
    var lines: [UInt64: Line] = [:]
    var numbersByDot: [Dot: [UInt64]] = [:]
    var numbersByRecord: [RecordID: [UInt64]] = [:]
    var places: [String: [RecordID: FeedEntry]] = [:]
    var left: [String: [RecordID: LeftEntry]] = [:]
    var sums: [String: BucketTotal] = [:]
    var values: [String: Data] = [:]
}

final class MemoryTransaction: StoreWriter {
    private(set) var contents: MemoryContents

    init(_ contents: MemoryContents) { self.contents = contents }

    func head() -> UInt64 { contents.head }

    func record(_ id: RecordID) -> StoredRecord? { contents.records[id] }

    func records(type: String?, after: RecordID?, limit: Int) -> [RecordID] {
        contents.records.values
            .filter { record in
                (type.map { $0 == record.type } ?? true) && (after.map { $0 < record.id } ?? true)
            }
            .map(\.id).sorted().prefix(limit).map { $0 }
    }

    func recordCount() -> Int { contents.records.count }

    func recordsWithSeveralWrites() -> [RecordID] {
        contents.numbersByRecord.filter { $0.value.count > 1 }.map(\.key)
            .filter { contents.records[$0] != nil }.sorted()
    }

    func dependents(of subject: RecordID, type: String?) -> [RecordID] {
        contents.records.values
            .filter { $0.subject == subject && (type == nil || $0.type == type) }
            .map(\.id).sorted()
    }

    func write(sequence: UInt64) -> StoredWrite? { contents.lines[sequence]?.write }

    func writes(dot: Dot) -> [StoredWrite] { lines(contents.numbersByDot[dot]) }

    func writes(record: RecordID) -> [StoredWrite] { lines(contents.numbersByRecord[record]) }

    func log(_ replica: ReplicaID, from counter: UInt64, limit: Int) -> [StoredWrite] {
        contents.numbersByDot.keys
            .filter { $0.replica == replica && $0.counter >= counter }.sorted()
            .flatMap { lines(contents.numbersByDot[$0]) }.prefix(limit).map { $0 }
    }

    func writes(after sequence: UInt64, limit: Int) -> [StoredWrite] {
        contents.lines.filter { $0.key > sequence }.sorted { $0.key < $1.key }.prefix(limit)
            .map(\.value.write)
    }

    private func lines(_ numbers: [UInt64]?) -> [StoredWrite] {
        (numbers ?? []).sorted().compactMap { contents.lines[$0]?.write }
    }

    func feed(bucket: String, after place: UInt64, limit: Int) -> [FeedEntry] {
        (contents.places[bucket] ?? [:]).values.filter { $0.latest > place }
            .sorted { ($0.latest, $0.record) < ($1.latest, $1.record) }.prefix(limit).map { $0 }
    }

    func places(of record: RecordID) -> [(bucket: String, entry: FeedEntry)] {
        contents.places.compactMap { bucket, places in places[record].map { (bucket, $0) } }
            .sorted { $0.bucket < $1.bucket }
    }

    func members(
        of bucket: String,
        type: String?,
        after: RecordID?,
        limit: Int
    ) -> [RecordID] {
        (contents.places[bucket] ?? [:]).keys
            .filter { id in
                (after.map { $0 < id } ?? true)
                    && (type == nil || contents.records[id]?.type == type)
            }
            .sorted().prefix(limit).map { $0 }
    }

    func left(bucket: String, after sequence: UInt64, limit: Int) -> [LeftEntry] {
        (contents.left[bucket] ?? [:]).values.filter { $0.sequence > sequence }
            .sorted { $0.sequence < $1.sequence }.prefix(limit).map { $0 }
    }

    func sums() -> [String: BucketTotal] { contents.sums }

    func sum(bucket: String) -> BucketTotal? { contents.sums[bucket] }

    func value(_ key: String) -> Data? { contents.values[key] }

    func values(prefix: String, limit: Int) -> [(key: String, value: Data)] {
        contents.values.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
            .prefix(limit).map { ($0.key, $0.value) }
    }

    func highestCounter(of replica: ReplicaID) -> UInt64 {
        contents.numbersByDot.keys.filter { $0.replica == replica }.map(\.counter).max() ?? 0
    }

    func hasLeft(bucket: String) -> Bool { contents.left[bucket]?.isEmpty == false }

    // MARK: Writing

    func setHead(_ head: UInt64) { contents.head = head }

    func insert(_ write: StoredWrite, dot: Dot, record: RecordID) {
        contents.lines[write.sequence] = MemoryContents.Line(
            write: write,
            dot: dot,
            record: record
        )
        contents.numbersByDot[dot, default: []].append(write.sequence)
        contents.numbersByRecord[record, default: []].append(write.sequence)
    }

    func setSignature(_ signature: Data, sequence: UInt64) {
        guard let write = contents.lines[sequence]?.write else { return }
        contents.lines[sequence]?.write = StoredWrite(
            sequence: sequence,
            body: write.body,
            signature: signature,
            source: write.source
        )
    }

    func put(_ record: StoredRecord) { contents.records[record.id] = record }

    func evict(_ record: RecordID, keeping: Set<UInt64>) {
        contents.records[record] = nil
        let numbers = contents.numbersByRecord[record] ?? []
        contents.numbersByRecord[record] = numbers.filter(keeping.contains)
        for number in numbers where !keeping.contains(number) {
            guard let line = contents.lines.removeValue(forKey: number) else { continue }
            contents.numbersByDot[line.dot]?.removeAll { $0 == number }
            if contents.numbersByDot[line.dot]?.isEmpty == true {
                contents.numbersByDot[line.dot] = nil
            }
        }
    }

    func setPlace(_ entry: FeedEntry, bucket: String) {
        contents.places[bucket, default: [:]][entry.record] = entry
    }

    func removePlace(of record: RecordID, bucket: String) {
        contents.places[bucket]?[record] = nil
    }

    func setLeft(_ entry: LeftEntry, bucket: String) {
        contents.left[bucket, default: [:]][entry.record] = entry
    }

    func removeLeft(_ record: RecordID, bucket: String) { contents.left[bucket]?[record] = nil }

    func setSum(_ total: BucketTotal, bucket: String) {
        contents.sums[bucket] = total
    }

    func setValue(_ key: String, _ value: Data?) { contents.values[key] = value }
}
