import FieldKit
import Foundation

/// A history of a few writes into two registers of one record: for each write, by whom it is, which
/// registers it sets, and which earlier writes of each its author had read.
struct SmallHistory: Sendable {
    struct Line: Sendable {
        var replica: Int
        /// Per register, the earlier writes read, as bits; nil if the register is not set.
        var read: [UInt8?]
    }

    var lines: [Line]

    static let registers = [RegisterKey("f"), RegisterKey("g")]

    /// Every history of so many writes, with contexts transitively closed, as the protocol demands.
    static func all(_ count: Int) -> [SmallHistory] {
        var histories = [SmallHistory(lines: [])]
        for _ in 0..<count {
            histories = histories.flatMap { history in
                history.continuations.map { SmallHistory(lines: history.lines + [$0]) }
            }
        }
        return histories.enumerated().map { $1.authored($0) }
    }

    private var continuations: [Line] {
        let first: [UInt8?] = [nil] + closedSets(0).map { $0 }
        let second: [UInt8?] = [nil] + closedSets(1).map { $0 }
        return first.flatMap { one in
            second.compactMap { two in
                one == nil && two == nil ? nil : Line(replica: 0, read: [one, two])
            }
        }
    }

    /// The sets of earlier writes of a register that contain what each of them had read.
    private func closedSets(_ register: Int) -> [UInt8] {
        let setters = lines.indices.filter { lines[$0].read[register] != nil }
        return (0..<UInt8(1 << lines.count)).filter { set in
            (0..<8).allSatisfy { index in
                guard set & 1 << index != 0 else { return true }
                guard setters.contains(index), let read = lines[index].read[register] else {
                    return false
                }
                return read & ~set == 0
            }
        }
    }

    /// The same history by other authors: three replicas, in every arrangement in turn.
    private func authored(_ number: Int) -> SmallHistory {
        var history = self
        var rest = number
        for index in history.lines.indices {
            history.lines[index].replica = rest % 3
            rest /= 3
        }
        return history
    }

    /// The writes, each naming its place in the history by its stamp; neither encoded nor signed.
    var writes: [SignedWrite] {
        var counters = [UInt64](repeating: 0, count: 3)
        var dots: [Dot] = []
        return lines.enumerated().compactMap { index, line in
            counters[line.replica] += 1
            let replica = ReplicaID(Identifier16(high: UInt64(line.replica), low: 1))
            let dot = Dot(replica, counters[line.replica])
            let write = write(line, dot, dots, stamp: Int64(index))
            dots.append(dot)
            // In another order than that of the history.
            let byte = UInt8(truncatingIfNeeded: (index &* 167 &+ lines.count) & 0xFF)
            let hash = Data(repeating: byte, count: 31) + [UInt8(index)]
            return WriteHash(bytes: hash).map {
                SignedWrite(body: hash, signature: Data(), hash: $0, write: write)
            }
        }
    }

    private func write(_ line: Line, _ dot: Dot, _ dots: [Dot], stamp: Int64) -> Write {
        let registers = zip(Self.registers, line.read).compactMap { key, read in
            read.map { read in
                let context = dots.indices.filter { read & 1 << $0 != 0 }.map { dots[$0] }
                return RegisterWrite(
                    key: key,
                    value: .integer(stamp),
                    context: CausalContext(context)
                )
            }
        }
        return Write(
            dot: dot,
            previous: nil,
            type: "household",
            record: RecordID(Identifier16(high: 1, low: 1)),
            stamp: stamp,
            generation: 1,
            author: "",
            registers: registers
        )
    }

    /// The rule itself, on bits: of the writes in `delivered`, those that are live in a register.
    func live(_ register: Int, in delivered: UInt8) -> UInt8 {
        var live: UInt8 = 0
        for (index, line) in lines.enumerated()
        where delivered & 1 << index != 0 && line.read[register] != nil {
            let isCovered = lines.enumerated().contains { other, later in
                delivered & 1 << other != 0 && (later.read[register] ?? 0) & 1 << index != 0
            }
            if !isCovered { live |= 1 << index }
        }
        return live
    }
}

extension RecordState {
    /// The live writes of a register of a ``SmallHistory``, as bits.
    func live(_ register: Int) -> UInt8 {
        entries(SmallHistory.registers[register]).reduce(0) { $0 | 1 << $1.signed.write.stamp }
    }
}
