import Crypto
import Foundation

/// A digest of what a replica holds: equal on two replicas if and only if they hold the same state.
public struct StateDigest: Sendable, Hashable {
    /// Over all records: SHA-256 of the sums of all types, 64 hexadecimal digits.
    public let digest: String
    /// How many records are held, deleted ones among them.
    public let records: Int
    /// By type: the sum of its records' live writes, 64 hexadecimal digits.
    public let byType: [String: String]
    /// By bucket: the sum of its records' live writes, 64 hexadecimal digits; a record in several
    /// buckets is in each sum.
    public let byBucket: [String: String]
}

extension ReplicaReader {
    /// The digest, from the running sums.
    package func digest() throws -> StateDigest {
        var types: [String: BucketSum] = [:]
        for (bucket, total) in try store.sums() where bucket.hasPrefix(Self.typePrefix) {
            guard total.count != 0 else { continue }
            types[String(bucket.dropFirst())] = BucketSum(bytes: total.sum, count: total.count)
        }
        return StateDigest(
            digest: BucketSum.fingerprint(types).hexadecimal,
            records: try store.recordCount(),
            byType: types.mapValues(\.bytes.hexadecimal),
            byBucket: try bucketSums().mapValues(\.bytes.hexadecimal)
        )
    }
}
