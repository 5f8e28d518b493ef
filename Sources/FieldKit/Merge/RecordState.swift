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

    /// The state of all writes of a record that a store holds, by the rule alone.
    ///
    /// - Parameters:
    ///   - id: The record.
    ///   - type: What it is called if nothing of it is live.
    ///   - marks: Per bucket, the dots that a notice of leaving has taken back.
    ///   - writes: The writes in any order, each with the number under which it arrived.
    package init(
        id: RecordID,
        type: String,
        marks: [String: CausalContext],
        of writes: [(signed: SignedWrite, sequence: UInt64)]
    ) {
        var covered: [RegisterKey: CausalContext] = [:]
        for register in writes.lazy.flatMap(\.signed.write.registers) {
            covered[register.key, default: CausalContext()].formUnion(register.context)
        }
        let live = writes.compactMap { signed, sequence in
            let (registers, dot) = (signed.write.registers, signed.write.dot)
            let positions = registers.indices.filter { position in
                let register = registers[position]
                guard covered[register.key]?.contains(dot) == true else { return true }
                // No write covers itself, whatever its context says.
                return register.context.contains(dot)
                    && !writes.contains { other, _ in
                        other.hash != signed.hash
                            && other.write.register(register.key)?.context.contains(dot) == true
                    }
            }
            return positions.isEmpty
                ? nil : LiveWrite(signed: signed, sequence: sequence, positions: positions)
        }
        self.init(id: id, type: type, live: live, marks: marks)
        self.type = self.live.first?.signed.write.type ?? type
    }

    /// Takes one write in.
    ///
    /// - Parameters:
    ///   - signed: The write.
    ///   - sequence: The number under which it arrived.
    ///   - covered: Of the write's registers, what is covered there by writes that are live no more
    ///     and not by what covers them: of two writes with one dot, who covers one need not know what
    ///     the other had covered. It grows where that happens; but for forks it stays empty.
    package mutating func apply(
        _ signed: SignedWrite,
        sequence: UInt64,
        covered: inout [RegisterKey: CausalContext]
    ) {
        guard !live.contains(where: { $0.signed.hash == signed.hash }) else { return }
        let dot = signed.write.dot
        var positions: [Int] = []
        for (position, register) in signed.write.registers.enumerated() {
            let isCovered =
                covers(register.key, dot)
                || covered[register.key].map { $0.contains(dot) } ?? false
            cover(register, &covered)
            if isCovered {
                keep(register, &covered)
            } else {
                positions.append(position)
            }
        }
        live.removeAll { $0.positions.isEmpty }
        guard !positions.isEmpty else { return }
        let entry = LiveWrite(signed: signed, sequence: sequence, positions: positions)
        let place = live.firstIndex { signed.hash < $0.signed.hash } ?? live.count
        live.insert(entry, at: place)
        type = live[0].signed.write.type
    }

    /// Takes one write in where no dot has been given twice.
    package mutating func apply(_ signed: SignedWrite, sequence: UInt64) {
        var covered: [RegisterKey: CausalContext] = [:]
        apply(signed, sequence: sequence, covered: &covered)
    }

    private func covers(_ key: RegisterKey, _ dot: Dot) -> Bool {
        live.contains { entry in
            entry.positions.contains {
                let register = entry.signed.write.registers[$0]
                return register.key == key && register.context.contains(dot)
            }
        }
    }

    /// Takes what a write covers in a register out of the live ones.
    private mutating func cover(
        _ register: RegisterWrite,
        _ covered: inout [RegisterKey: CausalContext]
    ) {
        guard !register.context.isEmpty else { return }
        for index in live.indices where register.context.contains(live[index].signed.write.dot) {
            let registers = live[index].signed.write.registers
            live[index].positions.removeAll { position in
                guard registers[position].key == register.key else { return false }
                let theirs = registers[position].context
                if !register.context.isSuperset(of: theirs) {
                    covered[register.key, default: CausalContext()].formUnion(theirs)
                }
                return true
            }
        }
    }

    /// Keeps in mind what a write covers that is itself covered, unless what covers it says the same.
    private func keep(
        _ register: RegisterWrite,
        _ covered: inout [RegisterKey: CausalContext]
    ) {
        let isKnown = live.contains { entry in
            entry.positions.contains {
                let other = entry.signed.write.registers[$0]
                return other.key == register.key
                    && other.context.isSuperset(of: register.context)
            }
        }
        if !isKnown { covered[register.key, default: CausalContext()].formUnion(register.context) }
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
