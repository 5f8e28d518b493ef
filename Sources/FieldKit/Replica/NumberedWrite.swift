/// A write, and when and whence it came here.
package struct NumberedWrite: Sendable {
    /// The number under which it arrived here.
    package let sequence: UInt64
    /// The write with its identity.
    package let signed: SignedWrite
    /// Whether it was written here.
    package let isOwn: Bool

    /// What it says.
    package var write: Write { signed.write }

    init(_ stored: StoredWrite) throws {
        sequence = stored.sequence
        signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
        isOwn = stored.source == nil
    }
}

extension ReplicaReader {
    /// The writes that arrived after a number, by number.
    ///
    /// - Parameters:
    ///   - sequence: The number.
    ///   - limit: How many at most.
    /// - Returns: The writes, own ones among them.
    /// - Throws: What the store meets.
    package func writes(after sequence: UInt64, limit: Int) throws -> [NumberedWrite] {
        try store.writes(after: sequence, limit: limit).map { try NumberedWrite($0) }
    }

    /// Every write of a record that is held and not held aside, by number.
    package func writes(of record: RecordID) throws -> [NumberedWrite] {
        try store.writes(record: record).map { try NumberedWrite($0) }
            .filter { try !isHeld($0.signed.hash) }
    }

    /// The lines that were written here, the latest first, over all own replicas.
    ///
    /// - Parameter visit: Called for each line; false ends it.
    /// - Throws: What the store meets, and what `visit` throws.
    package func ownLinesBackwards(visit: (NumberedWrite) throws -> Bool) throws {
        for replica in try ownReplicas().reversed() {
            var end = try log(replica).high?.high ?? 0
            while end > 0 {
                let start = end > Self.backwardLines ? end - Self.backwardLines + 1 : 1
                let part = try store.log(replica, from: start, limit: Int(Self.backwardLines))
                for stored in part.reversed() {
                    let line = try NumberedWrite(stored)
                    guard line.isOwn, line.write.dot.counter <= end else { continue }
                    guard try visit(line) else { return }
                }
                end = start - 1
            }
        }
    }

    /// Lines that are read in one step.
    private static let backwardLines: UInt64 = 64

    /// What whoever read some writes had before the eyes in a register.
    ///
    /// - Parameters:
    ///   - key: The register.
    ///   - context: What had been read.
    ///   - writes: The writes of the record that are held.
    /// - Returns: The value of the last of them that was read, by stamp where none had read the other; nil
    ///   if none of them was read.
    static func value(
        of key: RegisterKey,
        read context: CausalContext,
        among writes: [NumberedWrite]
    ) -> Value? {
        let read = writes.filter {
            $0.write.register(key) != nil && context.contains($0.write.dot)
        }
        let last = read.filter { line in
            !read.contains {
                $0.write.register(key)?.context.contains(line.write.dot) == true
            }
        }
        return last.max { ($0.write.stamp, $0.signed.hash) < ($1.write.stamp, $1.signed.hash) }?
            .write.register(key)?.value
    }

    /// The write that made a record; of those that are live the first.
    func maker(of state: RecordState) -> Write? {
        state.live.map(\.signed.write).min {
            ($0.generation, $0.stamp) < ($1.generation, $1.stamp)
        }
    }
}
