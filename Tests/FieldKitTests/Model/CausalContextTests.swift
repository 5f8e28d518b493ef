import FieldKit
import TestSupport
import Testing

@Suite("A context is an exact set of dots")
struct CausalContextTests {
    private let one = ReplicaID(Identifier16(high: 1, low: 1))
    private let two = ReplicaID(Identifier16(high: 2, low: 1))

    @Test("it behaves as a plain set of dots does, whatever is added", arguments: Seeds.first(200))
    func behavesAsASet(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        let replicas = (1...3).map { ReplicaID(Identifier16(high: UInt64($0), low: 7)) }
        var contexts = [CausalContext(), CausalContext()]
        var sets: [Set<Dot>] = [[], []]
        for _ in 0..<40 {
            let index = random.below(2)
            let replica = random.pick(replicas)
            switch random.below(10) {
            case 0..<6:
                let dot = Dot(replica, UInt64(1 + random.below(25)))
                contexts[index].insert(dot)
                sets[index].insert(dot)
            case 6..<8:
                let low = UInt64(1 + random.below(20))
                let high = low + UInt64(random.below(6))
                contexts[index].insert(replica, low...high)
                for counter in low...high { sets[index].insert(Dot(replica, counter)) }
            case 8:
                contexts[index].formUnion(contexts[1 - index])
                sets[index].formUnion(sets[1 - index])
            default:
                contexts[index] = CausalContext(random.shuffled(Array(sets[index]).sorted()))
            }
            for side in 0...1 {
                expect(contexts[side], isExactly: sets[side], replicas, "SEED=\(seed)")
            }
            #expect(contexts[0] == contexts[1] || sets[0] != sets[1], "SEED=\(seed)")
            #expect(
                contexts[0].isSuperset(of: contexts[1]) == sets[0].isSuperset(of: sets[1]),
                "SEED=\(seed)"
            )
            #expect(
                contexts[0].union(contexts[1]) == CausalContext(sets[0].union(sets[1])),
                "SEED=\(seed)"
            )
        }
    }

    private func expect(
        _ context: CausalContext,
        isExactly set: Set<Dot>,
        _ replicas: [ReplicaID],
        _ comment: Comment
    ) {
        for replica in replicas {
            for counter in UInt64(1)...32 {
                let dot = Dot(replica, counter)
                if context.contains(dot) != set.contains(dot) {
                    Issue.record("\(dot) is wrong; \(comment)")
                }
            }
            let runs = context.runs[replica] ?? []
            for (run, following) in zip(runs, runs.dropFirst())
            where run.upperBound + 1 >= following.lowerBound {
                Issue.record("runs \(run) and \(following) touch; \(comment)")
            }
        }
        #expect(context.isEmpty == set.isEmpty, comment)
    }

    @Test("neighbouring runs become one, and the ends of the numbers do no harm")
    func runsMerge() {
        var context = CausalContext([Dot(one, 1), Dot(one, 3), Dot(two, 5)])
        #expect(context.runCount == 3)
        context.insert(Dot(one, 2))
        #expect(context.runs == [one: [1...3], two: [5...5]])
        context.insert(one, 10...UInt64.max)
        context.insert(one, 4...9)
        #expect(context.runs[one] == [1...UInt64.max])
        #expect(context.contains(Dot(one, .max)))
    }

    @Test("a version's token is read back exactly", arguments: Seeds.first(50))
    func tokenRoundTrip(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let dots = (0..<random.below(40)).map { _ in
            Dot(random.percent(50) ? one : two, UInt64(1 + random.below(90)))
        }
        let version = RecordVersion(CausalContext(dots))
        #expect(try RecordVersion("\(version)") == version, "SEED=\(seed)")
    }

    @Test("a context is encoded in the same bytes however it was put together")
    func encodingIsOne() {
        let forward = CausalContext([Dot(one, 1), Dot(two, 9), Dot(one, 4)])
        let backward = CausalContext([Dot(one, 4), Dot(two, 9), Dot(one, 1)])
        #expect("\(RecordVersion(forward))" == "\(RecordVersion(backward))")
    }
}
