import FieldKit
import Foundation

/// Every history of a small world, through the product's own merge: three replicas, two fields of
/// one record, a few writes, any delivery in any order, and one crash with a restored backup.
///
/// A state is what was written and what each replica holds; each is met once, and of worlds that
/// differ only by names, one.
package struct Exhaustion {
    private struct Holding: Hashable {
        let history: UInt64
        let held: SmallWorld.Writes
    }

    private let writesMax: Int
    private let restores: Bool
    private var judged: Set<Holding> = []
    package private(set) var states = 0
    package private(set) var violations: [String] = []

    /// How many sets of writes were put together by the product, each in every order.
    package var merges: Int { judged.count }

    /// A small world.
    ///
    /// - Parameters:
    ///   - writesMax: How many writes are made; 5 at the most.
    ///   - restores: Whether one replica may go back to a backup: some ten times more states.
    package init(writesMax: Int, restores: Bool) {
        precondition(writesMax <= SmallWorld.writesMax, "a small world has few writes")
        self.writesMax = writesMax
        self.restores = restores
    }

    /// Meets every state.
    package mutating func run() {
        var seen: Set<SmallWorld> = [SmallWorld()]
        var open = [SmallWorld()]
        while let world = open.popLast() {
            states += 1
            for replica in 0..<SmallWorld.replicas { judge(world, world[replica].held) }
            guard violations.isEmpty else { return }
            forEachSuccessor(world) { next in
                let next = next.representative
                if seen.insert(next).inserted { open.append(next) }
            }
        }
    }

    // MARK: What can happen next

    private func forEachSuccessor(_ world: SmallWorld, _ body: (SmallWorld) -> Void) {
        for replica in 0..<SmallWorld.replicas {
            write(world, replica, body)
            deliver(world, replica, body)
            if restores, !world.isRestored { breakDown(world, replica, body) }
        }
    }

    /// A plain edit covers what is shown, a decision all that is live.
    private func write(_ world: SmallWorld, _ replica: Int, _ body: (SmallWorld) -> Void) {
        guard world.count < writesMax else { return }
        for field in 0..<SmallWorld.fields {
            let live = world.live(world[replica].held, field)
            let shown: SmallWorld.Writes =
                live == 0 ? 0 : 1 << SmallWorld.Writes(7 - live.leadingZeroBitCount)
            for reading in live == shown ? [shown] : [shown, live] {
                var next = world
                next[replica].held |= 1 << SmallWorld.Writes(world.count)
                next.append(
                    SmallWorld.Made(
                        replica: replica,
                        incarnation: world[replica].isRestored ? 1 : 0,
                        field: field,
                        seen: world.closed(reading)
                    )
                )
                body(next)
            }
        }
    }

    /// Any live write of any other replica arrives.
    private func deliver(_ world: SmallWorld, _ replica: Int, _ body: (SmallWorld) -> Void) {
        var offered: SmallWorld.Writes = 0
        for other in 0..<SmallWorld.replicas where other != replica {
            for field in 0..<SmallWorld.fields {
                offered |= world.live(world[other].held, field)
            }
        }
        for number in 0..<SmallWorld.Writes(world.count)
        where offered & ~world[replica].held & 1 << number != 0 {
            var next = world
            next[replica].held |= 1 << number
            body(next)
        }
    }

    /// A backup is made, or put back in the place of what is there, under a new incarnation.
    private func breakDown(_ world: SmallWorld, _ replica: Int, _ body: (SmallWorld) -> Void) {
        guard (0..<world.count).contains(where: { world.made($0).replica == replica }) else {
            return
        }
        var saved = world
        saved[replica].backup = world[replica].held
        body(saved)
        var restored = world
        restored[replica].held = world[replica].backup
        restored[replica].isRestored = true
        // There is one restore, so nothing follows from a backup any more.
        for other in 0..<SmallWorld.replicas { restored[other].backup = 0 }
        body(restored)
    }

    // MARK: The product

    /// The product's state of some writes is what the rule says, in whatever order they come.
    private mutating func judge(_ world: SmallWorld, _ held: SmallWorld.Writes) {
        guard judged.insert(Holding(history: world.history, held: held)).inserted else { return }
        let writes = (0..<world.count).filter { held >> SmallWorld.Writes($0) & 1 == 1 }
        let signed = writes.map { Self.signed(world, $0) }
        let due = (0..<SmallWorld.fields).map { world.live(held, $0) }
        Self.forEachOrder(signed) { order in
            var state = RecordState(id: Self.record, type: "household")
            for (index, write) in order.enumerated() {
                state.apply(write, sequence: UInt64(index + 1))
            }
            let found = Self.fields.map { key in
                state.entries(key).reduce(SmallWorld.Writes(0)) {
                    $0 | 1 << SmallWorld.Writes($1.signed.write.stamp)
                }
            }
            if found != due { violations.append("\(world): \(found), not \(due)") }
        }
    }

    private static func forEachOrder(_ writes: [SignedWrite], _ body: ([SignedWrite]) -> Void) {
        var order = writes
        func go(_ start: Int) {
            guard start < order.count - 1 else { return body(order) }
            for index in start..<order.count {
                order.swapAt(start, index)
                go(start + 1)
                order.swapAt(start, index)
            }
        }
        go(0)
    }

    private static let fields = [RegisterKey("first"), RegisterKey("second")]
    private static let record = RecordID(Identifier16(high: 1, low: 1))

    private static func dot(_ world: SmallWorld, _ number: Int) -> Dot {
        let made = world.made(number)
        let earlier = (0..<number).filter { other in
            let other = world.made(other)
            return other.replica == made.replica && other.incarnation == made.incarnation
        }
        let id = ReplicaID(
            device: DeviceID(UInt64(made.replica + 1)),
            incarnation: UInt64(made.incarnation)
        )
        return Dot(id, UInt64(earlier.count + 1))
    }

    private static func signed(_ world: SmallWorld, _ number: Int) -> SignedWrite {
        let made = world.made(number)
        let read = (0..<number).filter { made.seen >> SmallWorld.Writes($0) & 1 == 1 }
        let write = Write(
            dot: dot(world, number),
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
                    context: CausalContext(read.map { dot(world, $0) })
                )
            ]
        )
        var bytes = Data(count: 32)
        bytes[31] = UInt8(number + 1)
        guard let hash = WriteHash(bytes: bytes) else { preconditionFailure("a hash of 32 bytes") }
        return SignedWrite(body: bytes, signature: Data(), hash: hash, write: write)
    }
}
