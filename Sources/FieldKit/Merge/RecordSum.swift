/// What one record adds to the sums of its buckets.
package struct RecordSum: Hashable, Sendable {
    package let record: RecordID
    package let sum: BucketSum

    package init(record: RecordID, sum: BucketSum) {
        self.record = record
        self.sum = sum
    }
}
