import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("The rule holds in every small case")
struct RuleSmallCasesTests {
    /// That adding any write to any set of delivered writes gives the state of the greater set
    /// proves it for every order, by induction; repetition is tried apart.
    @Test("four writes, two registers, three replicas: every subset, order and repetition")
    func fourWrites() {
        let histories = SmallHistory.all(4)
        // Of four writes there are 64 ordered choices that are not empty: 397,056 deliveries.
        #expect(histories.count == 6_204)
        var wrong = 0
        for history in histories where !isRight(history) { wrong += 1 }
        #expect(wrong == 0)
    }

    private func isRight(_ history: SmallHistory) -> Bool {
        let writes = history.writes
        var states = [RecordState(id: writes[0].write.record, type: "household")]
        for delivered in 1..<UInt8(1 << writes.count) {
            let last = 7 - delivered.leadingZeroBitCount
            var state = states[Int(delivered) & ~(1 << last)]
            state.apply(writes[last], sequence: UInt64(last))
            states.append(state)
        }
        for (delivered, state) in states.enumerated() {
            for register in 0...1
            where state.live(register) != history.live(register, in: UInt8(delivered)) {
                return false
            }
            for (index, write) in writes.enumerated() {
                var next = state
                next.apply(write, sequence: UInt64(index))
                guard next == states[delivered | 1 << index] else { return false }
            }
        }
        return true
    }

    @Test("three writes through the whole engine: every order and subset, by way of bytes")
    func threeWritesThroughTheEngine() throws {
        let histories = SmallHistory.all(3)
        #expect(histories.count == 225)
        let town = try Town()
        var replicas = 0
        for history in histories {
            let writes = try signed(history, town)
            let empty = MemoryStore()
            _ = try replica(over: empty, town)
            try deliver(history, writes, to: empty, delivered: 0, town, &replicas)
        }
        // Of three writes there are 15 such choices; after each of the six full ones one comes again.
        #expect(replicas == 225 * 21)
    }

    private func replica(over store: MemoryStore, _ town: Town) throws -> Replica {
        try Replica(
            store: store,
            key: town.countyKey,
            kind: .county,
            clock: town.clock,
            random: town.random
        )
    }

    private func deliver(
        _ history: SmallHistory,
        _ writes: [SignedWrite],
        to store: MemoryStore,
        delivered: UInt8,
        _ town: Town,
        _ replicas: inout Int
    ) throws {
        for (index, write) in writes.enumerated()
        where delivered & 1 << index == 0 || (delivered == 0b111 && index == 0) {
            let after = delivered | 1 << index
            let copy = store.copy()
            let replica = try replica(over: copy, town)
            replicas += 1
            try replica.write { writer in
                let arrived = try WriteCodec.decode(body: write.body, signature: write.signature)
                try writer.apply(arrived, source: nil)
            }
            try replica.read { reader in
                let state = try reader.heldState(write.write.record)
                for register in 0...1 {
                    #expect(state.live(register) == history.live(register, in: after))
                }
                #expect(try reader.checkInvariants() == [])
            }
            if after != delivered {
                try deliver(history, writes, to: copy, delivered: after, town, &replicas)
            }
        }
    }

    private func signed(_ history: SmallHistory, _ town: Town) throws -> [SignedWrite] {
        let hash = WriteHash(bytes: Data(count: 32))
        return try history.writes.map { made in
            let write = made.write
            return try WriteCodec.sign(
                Write(
                    dot: write.dot,
                    previous: write.dot.counter == 1 ? nil : hash,
                    type: write.type,
                    record: write.record,
                    stamp: write.stamp,
                    generation: write.generation,
                    author: write.author,
                    registers: write.registers
                ),
                with: town.countyKey
            )
        }
    }
}
