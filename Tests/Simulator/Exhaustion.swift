import FieldKit
import Foundation

/// Every history of a small world, through the product's own merge: three replicas, two fields of
/// one record, four writes, any delivery in any order, and one crash with a restored backup.
///
/// A state is what was written and what each replica holds; each is met once. Replicas that have
/// not written yet are alike, so only the first of them writes.
package struct Exhaustion {
    static let replicas = 3
    static let fields = [RegisterKey("first"), RegisterKey("second")]

    /// A write, with the writes of its field that its author had read.
    struct Made: Hashable {
        let replica: Int
        let incarnation: Int
        let counter: Int
        let field: Int
        let seen: UInt16
    }

    struct World: Hashable {
        var made: [Made] = []
        /// Of each replica, the writes that have reached it.
        var held = [UInt16](repeating: 0, count: Exhaustion.replicas)
        /// Of each replica, the writes that its backup holds.
        var backups = [UInt16](repeating: 0, count: Exhaustion.replicas)
        var incarnations = [Int](repeating: 0, count: Exhaustion.replicas)
        var counters = [Int](repeating: 0, count: Exhaustion.replicas)
        var isRestored = false
    }

    let writesMax: Int
    let restores: Bool
    package private(set) var states = 0
    package private(set) var violations: [String] = []

    /// A small world.
    ///
    /// - Parameters:
    ///   - writesMax: How many writes are made.
    ///   - restores: Whether one replica may go back to a backup: some ten times more states.
    package init(writesMax: Int, restores: Bool) {
        self.writesMax = writesMax
        self.restores = restores
    }

    /// Meets every state.
    package mutating func run() {
        var seen: Set<World> = [World()]
        var open = [World()]
        while let world = open.popLast() {
            states += 1
            for replica in 0..<Self.replicas { check(world, replica) }
            guard violations.isEmpty else { return }
            for next in successors(world) where seen.insert(next).inserted { open.append(next) }
        }
    }

    // MARK: What can happen next

    private func successors(_ world: World) -> [World] {
        (0..<Self.replicas).flatMap { replica in
            writes(world, replica) + deliveries(world, replica) + disasters(world, replica)
        }
    }

    private func writes(_ world: World, _ replica: Int) -> [World] {
        guard world.made.count < writesMax else { return [] }
        // Those who have done nothing yet are alike.
        let isFresh = { (index: Int) in world.held[index] == 0 && world.counters[index] == 0 }
        if isFresh(replica), (0..<replica).contains(where: isFresh) { return [] }
        return Self.fields.indices.flatMap { field in
            let live = Self.live(world, world.held[replica], field)
            let shown = live.max()
            let readings = Set([live, shown.map { [$0] } ?? []])
            return readings.sorted { $0.count < $1.count }.map { reading in
                var next = world
                next.counters[replica] += 1
                let seen = reading.reduce(UInt16(0)) { $0 | 1 << $1 | world.made[$1].seen }
                next.held[replica] |= 1 << world.made.count
                next.made.append(
                    Made(
                        replica: replica,
                        incarnation: world.incarnations[replica],
                        counter: next.counters[replica],
                        field: field,
                        seen: seen
                    )
                )
                return next
            }
        }
    }

    /// Any live write of any other replica arrives.
    private func deliveries(_ world: World, _ replica: Int) -> [World] {
        var offered: Set<Int> = []
        for other in 0..<Self.replicas where other != replica {
            for field in Self.fields.indices {
                offered.formUnion(Self.live(world, world.held[other], field))
            }
        }
        return offered.filter { world.held[replica] & 1 << $0 == 0 }.sorted().map { number in
            var next = world
            next.held[replica] |= 1 << number
            return next
        }
    }

    /// A backup is made, or put back in the place of what is there, under a new incarnation.
    private func disasters(_ world: World, _ replica: Int) -> [World] {
        guard restores, !world.isRestored, world.counters[replica] > 0 else { return [] }
        var saved = world
        saved.backups[replica] = world.held[replica]
        var restored = world
        restored.isRestored = true
        restored.held[replica] = world.backups[replica]
        restored.incarnations[replica] += 1
        restored.counters[replica] = 0
        return [saved, restored].filter { $0 != world }
    }

    // MARK: The rule, and the product

    /// The live writes of a field among those held, by the rule as it is said.
    private static func live(_ world: World, _ held: UInt16, _ field: Int) -> [Int] {
        world.made.indices.filter { number in
            held & 1 << number != 0 && world.made[number].field == field
                && !world.made.indices.contains {
                    held & 1 << $0 != 0 && world.made[$0].seen & 1 << number != 0
                }
        }
    }

    /// The product's state of what one replica holds is what the rule says, in either order.
    private mutating func check(_ world: World, _ replica: Int) {
        let held = world.made.indices.filter { world.held[replica] & 1 << $0 != 0 }
        let signed = held.map { Self.signed(world, $0) }
        let due = Self.fields.indices.map { Set(Self.live(world, world.held[replica], $0)) }
        for order in [signed, signed.reversed()] {
            var state = RecordState(id: Self.record, type: "household")
            for (index, write) in order.enumerated() {
                state.apply(write, sequence: UInt64(index + 1))
            }
            let found = Self.fields.map { key in
                Set(state.entries(key).map { Int($0.signed.write.stamp) })
            }
            if found != due { violations.append("\(world): \(found), not \(due)") }
        }
    }

    private static let record = RecordID(Identifier16(high: 1, low: 1))

    private static func dot(_ made: Made) -> Dot {
        let id = ReplicaID(
            device: DeviceID(UInt64(made.replica + 1)),
            incarnation: UInt64(made.incarnation)
        )
        return Dot(id, UInt64(made.counter))
    }

    private static func signed(_ world: World, _ number: Int) -> SignedWrite {
        let made = world.made[number]
        let read = world.made.indices.filter { made.seen & 1 << $0 != 0 }
        let write = Write(
            dot: dot(made),
            previous: nil,
            type: "household",
            record: record,
            stamp: Int64(number),
            generation: 1,
            author: "",
            registers: [
                RegisterWrite(
                    key: fields[made.field],
                    value: .integer(Int64(number)),
                    context: CausalContext(read.map { dot(world.made[$0]) })
                )
            ]
        )
        var bytes = Data(count: 32)
        bytes[31] = UInt8(number + 1)
        guard let hash = WriteHash(bytes: bytes) else { preconditionFailure("a hash of 32 bytes") }
        return SignedWrite(body: bytes, signature: Data(), hash: hash, write: write)
    }
}
