/// The buckets that somebody may hold: those whose code begins with one of the prefixes, and the
/// bucket `system`, which every store holds.
package struct Scope: Hashable, Sendable {
    /// Code prefixes, ascending; one empty prefix means all.
    package let prefixes: [String]

    package init(_ prefixes: some Sequence<String>) {
        self.prefixes = Set(prefixes).sorted()
    }

    /// The scope of the county itself.
    package static let all = Scope([""])

    package func contains(_ bucket: String) -> Bool {
        bucket == ReplicaReader.systemBucket || prefixes.contains { bucket.hasPrefix($0) }
    }

    /// What lies in both: of two prefixes the longer, where one begins with the other.
    package func intersection(_ other: Scope) -> Scope {
        var both: Set<String> = []
        for mine in prefixes {
            for theirs in other.prefixes {
                if mine.hasPrefix(theirs) { both.insert(mine) }
                if theirs.hasPrefix(mine) { both.insert(theirs) }
            }
        }
        return Scope(both)
    }
}
