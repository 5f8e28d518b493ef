package import Foundation

/// How far a peer has read a feed.
package struct FeedCursor: Hashable, Sendable, Comparable {
    /// Every write up to this number is held.
    package var complete: UInt64
    /// Every record that stands at or before this place is held whole.
    package var position: UInt64

    package init(complete: UInt64 = 0, position: UInt64 = 0) {
        self.complete = complete
        self.position = max(complete, position)
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

    /// The group of its newest write.
    var group: Identifier16? { writes.max { $0.sequence < $1.sequence }?.group }
}

/// One page of a feed.
package struct FeedPage: Sendable {
    package var records: [FeedRecord] = []
    package var left: [(record: RecordID, bucket: String, dots: Data)] = []
    package var cursor: FeedCursor
    package var hasMore = false
    var bytes = 0

    mutating func add(_ record: FeedRecord) {
        bytes += record.writes.reduce(32) { $0 + $1.body.count + 72 }
        records.append(record)
    }
}

/// Which page is asked for.
package struct FeedRequest: Sendable {
    package var scope: Scope
    package var cursor: FeedCursor
    /// Writes that came from this peer itself are not sent back to it.
    package var asker: DeviceID?
    package var bytesTarget: Int
    package var recordsMax: Int

    package init(
        scope: Scope,
        cursor: FeedCursor,
        asker: DeviceID?,
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
            // A group mostly lies together: to go on to its end costs less than to send its rest
            // out of turn and once more in turn.
            if isFull, found?.group == nil || found?.group != page.records.last?.group {
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
        if page.hasMore {
            try completeGroups(request, &page, &sent)
        } else {
            page.cursor = FeedCursor(at: try store.head())
        }
        return page
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
            || writes.contains { $0.sequence == entry.entered && $0.source == request.asker }
        for write in writes {
            if isHeldByAsker, let asker = request.asker, write.source == asker { continue }
            record.writes.append(write)
        }
        guard !record.writes.isEmpty else { return nil }
        if record.writes.count < stored.live.count { record.isWhole = false }
        return record
    }

    /// The rest of each group that has begun on the page, so that a receiver applies it together.
    ///
    /// A group of which the page has as many writes as it says to have is complete.
    private func completeGroups(
        _ request: FeedRequest,
        _ page: inout FeedPage,
        _ sent: inout Set<RecordID>
    ) throws {
        var begun: [Identifier16: (count: Int, first: StoredWrite)] = [:]
        for write in page.records.flatMap(\.writes) {
            guard let group = write.group else { continue }
            begun[group, default: (0, write)].count += 1
        }
        for (group, (count, first)) in begun.sorted(by: { $0.key < $1.key }) {
            let size = try WriteCodec.decode(body: first.body, signature: first.signature)
                .write.group?.size
            guard count < size ?? 0 else { continue }
            for stored in try store.writes(group: group) {
                let id = try WriteCodec.decode(body: stored.body, signature: stored.signature)
                    .write.record
                guard !sent.contains(id) else { continue }
                let places = try store.places(of: id).filter { request.scope.contains($0.bucket) }
                guard let place = places.first else { continue }
                sent.insert(id)
                try record(at: place.entry, request).map { page.add($0) }
            }
        }
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
    }
}
