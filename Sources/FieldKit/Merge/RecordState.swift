/// A write that is live in at least one register of its record.
package struct LiveWrite: Hashable, Sendable {
    /// The write.
    package let signed: SignedWrite
    /// The number under which it arrived here.
    package let sequence: UInt64
    /// The positions, in the write's own list, of the registers in which it is live; ascending.
    package var positions: [Int]

    package init(signed: SignedWrite, sequence: UInt64, positions: [Int]) {
        self.signed = signed
        self.sequence = sequence
        self.positions = positions
    }

    /// The registers in which it is live; no copies of them are made.
    package var registers: LazyMapSequence<[Int], RegisterWrite> {
        let all = signed.write.registers
        return positions.lazy.map { all[$0] }
    }
}

/// One live entry of one register.
package struct LiveEntry: Hashable, Sendable {
    package let signed: SignedWrite
    package let register: RegisterWrite

    package var value: Value { register.value }
    package var dot: Dot { signed.write.dot }

    /// What covering this entry means: its dot and its whole context, so that contexts are
    /// transitively closed and what a live write covers need not be held.
    package var covered: CausalContext {
        var context = register.context
        context.insert(dot)
        return context
    }
}

/// The state of one record, by the whole rule: a write is live in a register if no other write of
/// that register has its dot in its context there.
///
/// Order, repetition, loss and route of delivery cannot matter.
package struct RecordState: Hashable, Sendable {
    package let id: RecordID
    /// What the first of the live writes says; all say the same, unless one is forged.
    package private(set) var type: String
    /// The live writes, in the order of their identities.
    package private(set) var live: [LiveWrite]
    /// Per bucket, the dots that a notice of leaving has taken back.
    package var marks: [String: CausalContext]

    package init(
        id: RecordID,
        type: String,
        live: [LiveWrite] = [],
        marks: [String: CausalContext] = [:]
    ) {
        self.id = id
        self.type = type
        self.live = live.sorted { $0.signed.hash < $1.signed.hash }
        self.marks = marks
    }

    /// Takes one write in.
    ///
    /// - Returns: True if it is live in some register afterwards.
    @discardableResult
    package mutating func apply(_ signed: SignedWrite, sequence: UInt64) -> Bool {
        guard !live.contains(where: { $0.signed.hash == signed.hash }) else { return true }
        let dot = signed.write.dot
        var positions: [Int] = []
        for (position, register) in signed.write.registers.enumerated() {
            if covers(register.key, dot) { continue }
            cover(register)
            positions.append(position)
        }
        live.removeAll { $0.positions.isEmpty }
        guard !positions.isEmpty else { return false }
        let entry = LiveWrite(signed: signed, sequence: sequence, positions: positions)
        let place = live.firstIndex { signed.hash < $0.signed.hash } ?? live.count
        live.insert(entry, at: place)
        type = live[0].signed.write.type
        return true
    }

    private func covers(_ key: RegisterKey, _ dot: Dot) -> Bool {
        live.contains { entry in
            entry.positions.contains {
                let register = entry.signed.write.registers[$0]
                return register.key == key && register.context.contains(dot)
            }
        }
    }

    private mutating func cover(_ register: RegisterWrite) {
        guard !register.context.isEmpty else { return }
        for index in live.indices where register.context.contains(live[index].signed.write.dot) {
            let registers = live[index].signed.write.registers
            live[index].positions.removeAll { registers[$0].key == register.key }
        }
    }

    /// The live entries of a register, in the order of their writes' identities.
    package func entries(_ key: RegisterKey) -> [LiveEntry] {
        live.compactMap { write in
            let all = write.signed.write.registers
            return write.positions.first { all[$0].key == key }.map {
                LiveEntry(signed: write.signed, register: all[$0])
            }
        }
    }

    /// Every live entry, by register.
    package var entriesByRegister: [RegisterKey: [LiveEntry]] {
        var all: [RegisterKey: [LiveEntry]] = [:]
        for write in live {
            for register in write.registers {
                all[register.key, default: []].append(
                    LiveEntry(signed: write.signed, register: register)
                )
            }
        }
        return all
    }

    /// What this state knows of a register: the join of dots and contexts of its live entries.
    package func known(_ key: RegisterKey) -> CausalContext {
        entries(key).reduce(into: CausalContext()) { $0.formUnion($1.covered) }
    }

    /// The dots of the live writes: the exact version of the record.
    package var version: CausalContext { CausalContext(live.map(\.signed.write.dot)) }

    /// The highest generation among the live writes; what people see as `v7`.
    package var generation: UInt64 { live.map(\.signed.write.generation).max() ?? 0 }
}
