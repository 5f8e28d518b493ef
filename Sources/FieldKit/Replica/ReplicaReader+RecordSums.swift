extension ReplicaReader {
    /// What each record of a bucket adds to its sum, by id; those that hold nothing left out.
    ///
    /// Reads the state of every record in it, and keeps none of them.
    package func recordSums(of bucket: String) throws -> [RecordSum] {
        var sums: [RecordSum] = []
        var last: RecordID?
        while true {
            let ids = try store.members(of: bucket, after: last, limit: Self.membersAtOnce)
            for id in ids {
                let wasRead = states[id] != nil
                if let state = try state(id) {
                    sums.append(RecordSum(record: id, sum: BucketSum(state)))
                }
                if !wasRead { states[id] = nil }
            }
            guard let end = ids.last else { return sums.filter { !$0.sum.isEmpty } }
            last = end
        }
    }

    private static let membersAtOnce = 1_000
}
