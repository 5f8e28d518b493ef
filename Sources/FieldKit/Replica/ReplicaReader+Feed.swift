package import Foundation
import SwiftProtobuf

/// How far a peer has read a feed.
package struct FeedCursor: Hashable, Sendable, Comparable {
    /// Every write up to this number is held.
    package var complete: UInt64
    /// Every record that stands at or before this place is held whole.
    package var position: UInt64

    package init(complete: UInt64 = 0, position: UInt64 = 0) {
        self.complete = min(complete, Limits.counterEnd)
        self.position = max(self.complete, min(position, Limits.counterEnd))
    }

    /// Read to the end.
    package init(at number: UInt64) { self.init(complete: number, position: number) }

    package static func < (left: Self, right: Self) -> Bool {
        (left.complete, left.position) < (right.complete, right.position)
    }
}

/// A record's writes on a page.
package struct FeedRecord: Sendable {
    package var id: RecordID
    package var isWhole: Bool
    package var writes: [StoredWrite]

    /// About how many bytes it takes in a message.
    package var bytes: Int { writes.reduce(32) { $0 + $1.body.count + 72 } }

    /// The group of its newest write; empty for none.
    func group() throws -> Data {
        guard let newest = writes.max(by: { $0.sequence < $1.sequence }) else { return Data() }
        return try WireWrite(serializedBytes: newest.body).group
    }
}

/// One page of a feed.
package struct FeedPage: Sendable {
    package var records: [FeedRecord] = []
    package var left: [(record: RecordID, bucket: String, dots: Data)] = []
    package var cursor: FeedCursor
    package var hasMore = false
    var bytes = 0

    mutating func add(_ record: FeedRecord) {
        bytes += record.bytes
        records.append(record)
    }
}

/// Which page is asked for.
package struct FeedRequest: Sendable {
    /// A peer to which what it has brought is not sent back.
    package struct Asker: Sendable {
        let device: DeviceID
        /// What came from the device up to this number may have come from a copy of it.
        let doubtedThrough: UInt64

        package init(_ device: DeviceID, doubtedThrough: UInt64 = 0) {
            self.device = device
            self.doubtedThrough = doubtedThrough
        }

        /// Whether the peer itself has brought a write.
        func brought(_ write: StoredWrite) -> Bool {
            write.source == device && write.sequence > doubtedThrough
        }
    }

    package var scope: Scope
    package var cursor: FeedCursor
    /// Nil if all is sent, whoever brought it.
    package var asker: Asker?
    package var bytesTarget: Int
    package var recordsMax: Int

    package init(
        scope: Scope,
        cursor: FeedCursor,
        asker: Asker?,
        bytesTarget: Int = Limits.pageBytesTarget,
        recordsMax: Int = Limits.pageRecordsMax
    ) {
        self.scope = scope
        self.cursor = cursor
        self.asker = asker
        self.bytesTarget = bytesTarget
        self.recordsMax = recordsMax
    }
}

extension ReplicaReader {
    /// The next page: records and notices of the scope's buckets by the number of their newest
    /// change, of each record the writes that the peer lacks.
    package func page(_ request: FeedRequest) throws -> FeedPage {
        var page = FeedPage(cursor: request.cursor)
        var sent: Set<RecordID> = []
        let buckets = try store.sums().keys.filter {
            !$0.hasPrefix(Self.typePrefix) && request.scope.contains($0)
        }
        var merged = try FeedMerge(
            buckets: buckets.sorted(),
            after: request.cursor.position,
            store: store
        )
        while let item = try merged.next() {
            let isFull =
                page.bytes >= request.bytesTarget || page.records.count >= request.recordsMax
            var found: FeedRecord?
            if case .place(let entry) = item.content, !sent.contains(entry.record) {
                found = try record(at: entry, request)
            }
            // What one command wrote lies together and stays together, as long as it fits.
            let isRoom = page.bytes < request.bytesTarget + Limits.groupBytesTarget
            if isFull, try !(isRoom && isSplit(page.records.last, found)) {
                page.hasMore = true
                break
            }
            page.cursor.position = item.number
            switch item.content {
            case .departure(let entry):
                page.left.append((entry.record, item.bucket, entry.dots))
                page.bytes += entry.dots.count + 32
            case .place(let entry):
                sent.insert(entry.record)
                found.map { page.add($0) }
            }
        }
        if !page.hasMore { page.cursor = FeedCursor(at: try store.head()) }
        return page
    }

    /// Whether the end of a page would come between two records that one command wrote.
    private func isSplit(_ last: FeedRecord?, _ next: FeedRecord?) throws -> Bool {
        guard let last, let next else { return false }
        let group = try next.group()
        return try !group.isEmpty && group == last.group()
    }

    /// What a peer is given of a record at its place; nil if that is nothing.
    private func record(at entry: FeedEntry, _ request: FeedRequest) throws -> FeedRecord? {
        guard let stored = try store.record(entry.record) else { return nil }
        let isWhole = entry.entered > request.cursor.complete
        var record = FeedRecord(id: entry.record, isWhole: isWhole, writes: [])
        let writes = try stored.live
            .filter { isWhole || $0.sequence > request.cursor.complete }
            .compactMap { try store.write(sequence: $0.sequence) }
        // A record that came back after it was evicted is sent with the asker's own writes too; one
        // that the asker made, or has held all the time, without them.
        let isHeldByAsker =
            !isWhole
            || writes.contains {
                $0.sequence == entry.entered && request.asker?.brought($0) == true
            }
        for write in writes {
            if isHeldByAsker, request.asker?.brought(write) == true { continue }
            record.writes.append(write)
        }
        guard !record.writes.isEmpty else { return nil }
        if record.writes.count < stored.live.count { record.isWhole = false }
        return record
    }

    /// A record with all of its live writes, for a peer that holds nothing of it.
    package func whole(_ id: RecordID) throws -> FeedRecord? {
        guard let stored = try store.record(id), !stored.live.isEmpty else { return nil }
        let writes = try stored.live.compactMap { try store.write(sequence: $0.sequence) }
        return FeedRecord(id: id, isWhole: true, writes: writes)
    }
}

extension WireSignedWrite {
    /// The bytes as they are held: what is passed on need not be read.
    init(_ stored: StoredWrite) {
        self.init()
        body = stored.body
        signature = stored.signature
        #if PLANTED_BUGS
        body = Planted.passedOn(body)
        #endif
    }
}
