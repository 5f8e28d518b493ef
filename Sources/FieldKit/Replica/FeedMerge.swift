import HeapModule

/// The feeds of several buckets as one, by number.
struct FeedMerge {
    enum Content {
        case place(FeedEntry)
        case departure(LeftEntry)
    }

    struct Item {
        var number: UInt64
        var bucket: String
        var content: Content
    }

    private struct Source {
        var bucket: String
        var isDeparture: Bool
        var after: UInt64
        /// What was read of it, the next item last.
        var items: [Item] = []
        var isExhausted = false
    }

    /// The number of a source's next item.
    private struct Head: Comparable {
        var number: UInt64
        var source: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.number, left.source) < (right.number, right.source)
        }
    }

    private var sources: [Source]
    private var heads = Heap<Head>()
    private let store: any StoreReader
    private let chunk: Int

    init(buckets: [String], after: UInt64, store: any StoreReader) throws {
        self.store = store
        chunk = max(16, 4_096 / max(1, buckets.count))
        sources = buckets.flatMap { bucket in
            [false, true].map { Source(bucket: bucket, isDeparture: $0, after: after) }
        }
        for source in sources.indices { try queue(source) }
    }

    mutating func next() throws -> Item? {
        guard let head = heads.popMin() else { return nil }
        let item = sources[head.source].items.removeLast()
        try queue(head.source)
        return item
    }

    /// Puts a source's next item into the queue, if it has one.
    private mutating func queue(_ index: Int) throws {
        if sources[index].items.isEmpty, !sources[index].isExhausted { try read(index) }
        guard let next = sources[index].items.last else { return }
        heads.insert(Head(number: next.number, source: index))
    }

    private mutating func read(_ index: Int) throws {
        let source = sources[index]
        var items: [Item]
        if source.isDeparture {
            items = try store.left(bucket: source.bucket, after: source.after, limit: chunk).map {
                Item(number: $0.sequence, bucket: source.bucket, content: .departure($0))
            }
        } else {
            items = try store.feed(bucket: source.bucket, after: source.after, limit: chunk).map {
                Item(number: $0.latest, bucket: source.bucket, content: .place($0))
            }
        }
        sources[index].isExhausted = items.count < chunk
        sources[index].after = items.last?.number ?? source.after
        sources[index].items = items.reversed()
    }
}
