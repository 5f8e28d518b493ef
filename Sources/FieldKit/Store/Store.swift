package import Foundation

/// A write as a store holds it.
package struct StoredWrite: Sendable {
    /// The number under which it arrived here.
    package let sequence: UInt64
    /// The encoded body.
    package let body: Data
    /// The author's signature.
    package let signature: Data
    /// The peer it was first learnt from; nil for own writes.
    package let source: DeviceID?

    package init(
        sequence: UInt64,
        body: Data,
        signature: Data,
        source: DeviceID?
    ) {
        self.sequence = sequence
        self.body = body
        self.signature = signature
        self.source = source
    }
}

/// What a store holds of a record beside its writes.
package struct StoredRecord: Sendable {
    package var id: RecordID
    package var type: String
    /// The record whose buckets it shares.
    package var subject: RecordID?
    /// The live writes, by number, each with the positions of its live registers; empty: all.
    package var live: [(sequence: UInt64, positions: [Int])]
    /// Per bucket, the dots that a notice of leaving has taken back, encoded.
    package var marks: [String: Data]

    package init(
        id: RecordID,
        type: String,
        subject: RecordID?,
        live: [(sequence: UInt64, positions: [Int])],
        marks: [String: Data]
    ) {
        self.id = id
        self.type = type
        self.subject = subject
        self.live = live
        self.marks = marks
    }
}

/// A record's place in the feed of one bucket.
package struct FeedEntry: Sendable, Hashable {
    package var record: RecordID
    /// The number of its newest live write, or of its entry into the bucket.
    package var latest: UInt64
    /// The number that it got when it entered the bucket.
    package var entered: UInt64

    package init(record: RecordID, latest: UInt64, entered: UInt64) {
        self.record = record
        self.latest = latest
        self.entered = entered
    }
}

/// A notice that a record has left a bucket.
package struct LeftEntry: Sendable, Hashable {
    package var record: RecordID
    package var sequence: UInt64
    /// The dots of the bucket register that it means, encoded.
    package var dots: Data

    package init(record: RecordID, sequence: UInt64, dots: Data) {
        self.record = record
        self.sequence = sequence
        self.dots = dots
    }
}

/// Reading, within one transaction.
///
/// All lists are in a fixed order: ascending by what is named.
package protocol StoreReader: AnyObject {
    /// The highest number given so far.
    func head() throws -> UInt64
    func record(_ id: RecordID) throws -> StoredRecord?
    /// Records after `after` by id; of one type if given.
    func records(type: String?, after: RecordID?, limit: Int) throws -> [RecordID]
    /// How many records are held, deleted ones among them.
    func recordCount() throws -> Int
    /// Records of which more than one write is held, live or covered: all others are as they were made.
    func recordsWithSeveralWrites() throws -> [RecordID]
    /// Records that share the buckets of `subject`; of one type if given.
    func dependents(of subject: RecordID, type: String?) throws -> [RecordID]
    func write(sequence: UInt64) throws -> StoredWrite?
    /// More than one after a fork.
    func writes(dot: Dot) throws -> [StoredWrite]
    /// Every write of a record that is held, live or covered, by number.
    func writes(record: RecordID) throws -> [StoredWrite]
    /// A replica's writes from a counter on, by counter.
    func log(_ replica: ReplicaID, from counter: UInt64, limit: Int) throws -> [StoredWrite]
    /// All writes after a number, by number.
    func writes(after sequence: UInt64, limit: Int) throws -> [StoredWrite]
    /// The records of a bucket whose place lies after a number, by place.
    func feed(bucket: String, after place: UInt64, limit: Int) throws -> [FeedEntry]
    /// A record's places, by bucket.
    func places(of record: RecordID) throws -> [(bucket: String, entry: FeedEntry)]
    /// The records of a bucket by id; of one type if given.
    func members(
        of bucket: String,
        type: String?,
        after: RecordID?,
        limit: Int
    ) throws -> [RecordID]
    /// The notices of a bucket after a number, by number.
    func left(bucket: String, after sequence: UInt64, limit: Int) throws -> [LeftEntry]
    /// The running sums, by bucket; a bucket that has become empty stays listed.
    func sums() throws -> [String: BucketTotal]
    func sum(bucket: String) throws -> BucketTotal?
    /// Keys that begin with `store/` are the store's own.
    func value(_ key: String) throws -> Data?
    /// Keys that begin with `prefix` and their values, by key; the first of them.
    func values(prefix: String, limit: Int) throws -> [(key: String, value: Data)]
    /// The highest counter of a replica's writes that are held; 0 if there is none.
    func highestCounter(of replica: ReplicaID) throws -> UInt64
    /// Whether any notice of leaving is held of a bucket.
    func hasLeft(bucket: String) throws -> Bool
}

extension StoreReader {
    /// Records of any type that share the buckets of `subject`.
    package func dependents(of subject: RecordID) throws -> [RecordID] {
        try dependents(of: subject, type: nil)
    }

    /// The records of a bucket by id, of any type.
    package func members(
        of bucket: String,
        after: RecordID?,
        limit: Int
    ) throws -> [RecordID] {
        try members(of: bucket, type: nil, after: after, limit: limit)
    }

    /// Keys that begin with `prefix` and their values, by key.
    package func values(prefix: String) throws -> [(key: String, value: Data)] {
        try values(prefix: prefix, limit: .max)
    }
}

/// A bucket's running sum, as bytes.
package struct BucketTotal: Sendable, Hashable {
    package var sum: Data
    package var count: Int64

    package init(sum: Data, count: Int64) {
        self.sum = sum
        self.count = count
    }
}

/// Writing, within one transaction that is durable when it ends.
package protocol StoreWriter: StoreReader {
    func setHead(_ head: UInt64) throws
    func insert(_ write: StoredWrite, dot: Dot, record: RecordID) throws
    /// Gives a write another signature; its body stays.
    func setSignature(_ signature: Data, sequence: UInt64) throws
    func put(_ record: StoredRecord) throws
    /// Forgets a record and those of its writes that are not named in `keeping`.
    func evict(_ record: RecordID, keeping: Set<UInt64>) throws
    func setPlace(_ entry: FeedEntry, bucket: String) throws
    func removePlace(of record: RecordID, bucket: String) throws
    func setLeft(_ entry: LeftEntry, bucket: String) throws
    func removeLeft(_ record: RecordID, bucket: String) throws
    func setSum(_ total: BucketTotal, bucket: String) throws
    /// Nil removes.
    func setValue(_ key: String, _ value: Data?) throws
}

/// Where a replica keeps what it holds.
///
/// Two implementations: SQLite, and plain memory.
///
/// A transaction sees all of its own changes, and all or none of another's. A write transaction
/// that throws leaves nothing behind.
package protocol Store: AnyObject, Sendable {
    func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result
    func write<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result
}
