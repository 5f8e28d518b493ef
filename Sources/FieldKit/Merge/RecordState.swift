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
    /// - Returns: False if something is covered here whose own context is not: of two writes with one
    ///   dot, who covers one need not know what the other covered. What is forgotten with it may
    ///   still be needed, and the state has to be that of all writes, ``init(id:type:marks:of:)``.
    @discardableResult
    package mutating func apply(_ signed: SignedWrite, sequence: UInt64) -> Bool {
        guard !live.contains(where: { $0.signed.hash == signed.hash }) else { return true }
        let dot = signed.write.dot
        var positions: [Int] = []
        var isClosed = true
        for (position, register) in signed.write.registers.enumerated() {
            if let other = covering(register.key, dot) {
                isClosed = isClosed && other.isSuperset(of: register.context)
                continue
            }
            isClosed = cover(register) && isClosed
            positions.append(position)
        }
        live.removeAll { $0.positions.isEmpty }
        guard !positions.isEmpty else { return isClosed }
        let entry = LiveWrite(signed: signed, sequence: sequence, positions: positions)
        let place = live.firstIndex { signed.hash < $0.signed.hash } ?? live.count
        live.insert(entry, at: place)
        type = live[0].signed.write.type
        return isClosed
    }

    /// The context of a live entry that covers a dot in a register.
    private func covering(_ key: RegisterKey, _ dot: Dot) -> CausalContext? {
        for entry in live {
            for position in entry.positions {
                let register = entry.signed.write.registers[position]
                if register.key == key, register.context.contains(dot) { return register.context }
            }
        }
        return nil
    }

    /// - Returns: Whether all that is covered now has its context covered too.
    private mutating func cover(_ register: RegisterWrite) -> Bool {
        guard !register.context.isEmpty else { return true }
        var isClosed = true
        for index in live.indices where register.context.contains(live[index].signed.write.dot) {
            let registers = live[index].signed.write.registers
            live[index].positions.removeAll { position in
                guard registers[position].key == register.key else { return false }
                let theirs = registers[position].context
                isClosed = isClosed && register.context.isSuperset(of: theirs)
                return true
            }
        }
        return isClosed
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
