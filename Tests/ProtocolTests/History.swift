import FieldKit
import Foundation
import Testing

/// A history of one record, written step by step for a vector.
final class History {
    private(set) var writes: [SignedWrite] = []
    private let authors: [VectorAuthor]
    private var last: [ReplicaID: SignedWrite] = [:]
    let record: RecordID
    let type: String

    init(_ type: String = "household", record: RecordID = VectorAuthor.record) throws {
        self.type = type
        self.record = record
        authors = try (1...4).map { try VectorAuthor($0) }
    }

    /// One write of one register.
    @discardableResult
    func write(
        _ author: Int,
        _ name: String,
        element: String? = nil,
        _ value: Value,
        stamp: Int64,
        read: [SignedWrite] = []
    ) throws -> SignedWrite {
        try write(
            author,
            stamp: stamp,
            [(RegisterKey(name, element: element), value, covering(name, element, read))]
        )
    }

    @discardableResult
    func write(
        _ author: Int,
        stamp: Int64,
        _ registers: [(RegisterKey, Value, CausalContext)]
    ) throws -> SignedWrite {
        let who = authors[author - 1]
        let before = last[who.replica]
        let write = Write(
            dot: Dot(who.replica, (before?.write.dot.counter ?? 0) + 1),
            previous: before?.hash,
            type: type,
            record: record,
            stamp: stamp,
            generation: (writes.map(\.write.generation).max() ?? 0) + 1,
            author: "author \(author)",
            registers: registers.map { RegisterWrite(key: $0.0, value: $0.1, context: $0.2) }
        )
        let signed = try WriteCodec.sign(write, with: who.key)
        last[who.replica] = signed
        writes.append(signed)
        return signed
    }

    /// Takes writes over from another history of the record.
    func add(_ others: [SignedWrite]) { writes += others }

    /// The dots of writes, and what they had read of the register.
    func covering(
        _ name: String,
        _ element: String?,
        _ read: [SignedWrite]
    ) -> CausalContext {
        read.reduce(into: CausalContext()) { all, signed in
            all.insert(signed.write.dot)
            if let register = signed.write.register(RegisterKey(name, element: element)) {
                all.formUnion(register.context)
            }
        }
    }

    /// The case: the writes, some orders, and the state that each must give.
    func json(_ name: String) throws -> JSON {
        let forward = Array(writes.indices)
        let orders = [
            forward, forward.reversed(),
            forward.filter { !$0.isMultiple(of: 2) }
                + forward.filter { $0.isMultiple(of: 2) } + forward,
        ]
        let state = self.state(orders[0])
        for order in orders { #expect(self.state(order) == state, "\(name) in order \(order)") }
        return [
            "name": .text(name), "writes": .array(writes.map { .bytes($0.body) }),
            "orders": .array(orders.map { .array($0.map { .number(Int64($0)) }) }),
            "state": json(of: state),
        ]
    }

    private func state(_ order: [Int]) -> RecordState {
        var state = RecordState(id: record, type: type)
        for index in order { state.apply(writes[index], sequence: 0) }
        return state
    }

    private func json(of state: RecordState) -> JSON {
        let policies = PolicyTable.county
        let live = state.entriesByRegister.map { key, entries in
            ("\(key)", JSON.texts(entries.map { "\($0.signed.hash)" }.sorted()))
        }
        return [
            "live": .object(Dictionary(uniqueKeysWithValues: live)),
            "shown": .object(state.values(policies).mapValues { .text($0.text) }),
            "sets": .object(state.sets(policies).mapValues { .texts($0) }),
            "conflicts": .texts(state.conflicts(policies).map { "\($0)" }),
            "deleted": .flag(state.isDeleted), "buckets": .texts(state.ownBuckets.sorted()),
            "generation": .count(state.generation),
            "version": .text(RecordVersion(state.version).description), "type": .text(state.type),
        ]
    }
}
