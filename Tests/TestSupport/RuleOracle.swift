package import FieldKit

/// The rule, written as naively as it is said: a write is live in a register if no other write of
/// that register has its dot in its context there.
package struct RuleOracle {
    private var writes: [WriteHash: Write] = [:]

    package init() {}

    package mutating func insert(_ signed: SignedWrite) { writes[signed.hash] = signed.write }

    package func contains(_ signed: SignedWrite) -> Bool { writes[signed.hash] != nil }

    /// The records of which anything was given.
    package var records: Set<RecordID> { Set(writes.values.map(\.record)) }

    /// The live writes of each register of a record.
    package func live(_ record: RecordID) -> [RegisterKey: Set<WriteHash>] {
        var live: [RegisterKey: Set<WriteHash>] = [:]
        let all = writes.filter { $0.value.record == record }
        for (hash, write) in all {
            for register in write.registers {
                let isCovered = all.contains { other, later in
                    other != hash
                        && later.registers.contains {
                            $0.key == register.key && $0.context.contains(write.dot)
                        }
                }
                if !isCovered { live[register.key, default: []].insert(hash) }
            }
        }
        return live
    }
}

extension RecordState {
    /// The live writes of each register, to compare with ``RuleOracle/live(_:)``.
    package var liveHashes: [RegisterKey: Set<WriteHash>] {
        entriesByRegister.mapValues { Set($0.map(\.signed.hash)) }
    }
}
