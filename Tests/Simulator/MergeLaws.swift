import FieldKit
import Foundation
import TestSupport

/// The laws of merge over random sets of writes of one record: joining is commutative, associative and
/// idempotent, and the order of arrival does not matter.
///
/// A triple is three sets of writes, each what somebody holds: drawn from one random history, with
/// what covers and what is covered in any mixture.
package struct MergeLaws {
    private static let fields = ["first", "second"].map { RegisterKey($0) }
    private static let record = RecordID(Identifier16(high: 1, low: 1))
    private static let writesMax = 8

    package private(set) var triples = 0
    package private(set) var violations: [String] = []

    package init() {}

    /// Tries one history and some triples of it.
    package mutating func check(seed: UInt64, triples count: Int) {
        let random = SeededRandom(seed: seed)
        let history = Self.history(random)
        for _ in 0..<count {
            triples += 1
            let sets = (0..<3).map { _ in history.filter { _ in random.percent(50) } }
            let (a, b, c) = (sets[0], sets[1], sets[2])
            let joined = Self.state([a, b, c])
            let isLawful =
                Self.state([a, b]) == Self.state([b, a])
                && Self.state([random.shuffled(a + b), c])
                    == Self.state([a, random.shuffled(b + c)])
                && Self.state([c, b, a]) == joined && Self.state([a, b, c, a, c]) == joined
            if !isLawful { violations.append("seed \(seed): a law is broken") }
        }
    }

    /// The live writes of each field, after all these have arrived.
    private static func state(_ sets: [[SignedWrite]]) -> [Set<WriteHash>] {
        var state = RecordState(id: record, type: "household")
        for write in sets.joined() { state.apply(write, sequence: 1) }
        return fields.map { key in Set(state.entries(key).map(\.signed.hash)) }
    }

    /// Writes of three replicas, each by an author who had read some of those before; contexts are
    /// closed, as those of authors are.
    private static func history(_ random: SeededRandom) -> [SignedWrite] {
        var writes: [SignedWrite] = []
        var counters: [UInt64] = [0, 0, 0]
        for number in 0..<(2 + random.below(writesMax - 1)) {
            let author = random.below(3)
            counters[author] += 1
            let keys = random.percent(30) ? fields : [random.pick(fields)]
            let registers = keys.map { key in
                var context = CausalContext()
                for earlier in writes where random.percent(40) {
                    guard let register = earlier.write.register(key) else { continue }
                    context.formUnion(register.context)
                    context.insert(earlier.write.dot)
                }
                return RegisterWrite(key: key, value: .integer(Int64(number)), context: context)
            }
            let write = Write(
                dot: Dot(
                    ReplicaID(device: DeviceID(UInt64(author + 1)), incarnation: 1),
                    counters[author]
                ),
                previous: nil,
                type: "household",
                record: record,
                stamp: Int64(number),
                generation: 1,
                author: "",
                registers: registers
            )
            var bytes = Data(count: 32)
            bytes[31] = UInt8(number + 1)
            guard let hash = WriteHash(bytes: bytes) else { continue }
            writes.append(SignedWrite(body: bytes, signature: Data(), hash: hash, write: write))
        }
        return writes
    }
}
