/// The running sums worked out anew from the records, to be compared with what is kept.
public struct SumRecount: Sendable {
    /// How many records were read.
    public private(set) var records = 0
    /// The buckets whose running sum was wrong, and types (after a `~`), ascending.
    public private(set) var wrong: [String] = []
    /// Of each of these, what has to be added to the running sum.
    private(set) var missing: [String: BucketSum] = [:]
    private var sums: [String: BucketSum] = [:]

    /// Adds a record to the totals of its type and of its buckets.
    mutating func add(_ state: RecordState, in buckets: [String]) {
        let sum = BucketSum(state)
        records += 1
        sums[ReplicaReader.typePrefix + state.type, default: BucketSum()] += sum
        for bucket in buckets { sums[bucket, default: BucketSum()] += sum }
    }

    /// Compares, once every record has been added.
    mutating func compare(with running: [String: BucketSum]) {
        missing = sums
        for (bucket, sum) in running { missing[bucket, default: BucketSum()] -= sum }
        missing = missing.filter { !$0.value.isEmpty }
        wrong = missing.keys.sorted()
    }
}

extension ReplicaReader {
    /// Works the sums out anew from every record, and compares.
    package func recount() throws -> SumRecount {
        var recount = SumRecount()
        var last: RecordID?
        while true {
            let ids = try store.records(type: nil, after: last, limit: Self.recountedAtOnce)
            for id in ids {
                guard let state = try state(id) else { continue }
                recount.add(state, in: try buckets(of: id))
                states[id] = nil
            }
            guard let end = ids.last else { break }
            last = end
        }
        recount.compare(with: try allRunningSums())
        return recount
    }

    /// The running sums of all buckets and types.
    func allRunningSums() throws -> [String: BucketSum] {
        try store.sums().compactMapValues { BucketSum(bytes: $0.sum, count: $0.count) }
    }

    private static let recountedAtOnce = 500
}

extension Replica {
    /// Works the running sums out anew, and mends those that are wrong.
    ///
    /// Reading holds up nobody. A wrong sum is a defect: whoever calls this reports it.
    ///
    /// - Returns: What was wrong; it is mended.
    /// - Throws: What the store meets.
    public func mendSums() throws -> SumRecount {
        let recount = try read { try $0.recount() }
        if !recount.wrong.isEmpty { try mend() }
        return recount
    }

    /// Counts once more while nobody writes, and mends: somebody else may have mended meanwhile, and
    /// what is added twice is wrong again.
    package func mend() throws {
        try write { writer in
            let missing = try writer.recount().missing
            for (bucket, missing) in missing.sorted(by: { $0.key < $1.key }) {
                try writer.change(bucket) { $0 += missing }
            }
        }
    }
}
