import Foundation

/// A change that was taken back, or made again.
public struct UndoneChange: Sendable {
    /// One field of one record.
    public struct Part: Sendable {
        /// The record's type.
        public let type: String
        /// The record.
        public let id: RecordID
        /// The register that was set back; the mark of deletion for a record that was made.
        public let key: RegisterKey
        /// What the change had written.
        public let from: Value
        /// What stands there now.
        public let to: Value
    }

    /// When the change was made, in milliseconds since 1970.
    public let stamp: Int64
    /// What was set back, record by record in the order of the change.
    public let parts: [Part]
}

extension Replica {
    /// Takes the last change back that an author made here: one command, as a new write over it.
    ///
    /// Again, it goes further back.
    ///
    /// - Parameter author: Whose change.
    /// - Returns: What was set back.
    /// - Throws: `nothing_to_undo`; `changed_since` if somebody has written over it, into a record that
    ///   it made or about one; `decision_stays` for a decision; `immutable_field` for what is written
    ///   once; `earlier_not_held` if what it covered is not here.
    public func undo(author: String) throws -> UndoneChange {
        try write { writer in
            guard let change = try writer.changeToUndo(by: author) else {
                throw Problem(.nothingToUndo)
            }
            return try writer.revert(change, author: author)
        }
    }

    /// Makes the change again that was taken back last, if nothing was written since.
    ///
    /// - Parameter author: Who took it back.
    /// - Returns: What was set.
    /// - Throws: As ``undo(author:)``.
    public func redo(author: String) throws -> UndoneChange {
        try write { writer in
            guard let change = try writer.changeToRedo(by: author) else {
                throw Problem(.nothingToUndo)
            }
            return try writer.revert(change, author: author)
        }
    }
}

extension ReplicaWriter {
    // MARK: Which change

    /// The lines of a change, and those later ones that cancel each other out.
    fileprivate struct Change {
        var lines: [SignedWrite]
        var cancelled: Set<Dot>
    }

    /// The last change of an author that is not taken back.
    fileprivate func changeToUndo(by author: String) throws -> Change? {
        var passed: Set<Dot> = []
        let lines = try lastChange(by: author) { dot in
            if passed.contains(dot) { return .pass }
            let targets = try takenBack(by: dot)
            guard !targets.isEmpty else { return .choose }
            // What took something back, and what it took back, cancel each other out.
            passed.formUnion(targets + [dot])
            return .pass
        }
        return lines.isEmpty ? nil : Change(lines: lines, cancelled: passed)
    }

    /// The last taking back of an author, if no change has come since.
    fileprivate func changeToRedo(by author: String) throws -> Change? {
        var passed: Set<Dot> = []
        let lines = try lastChange(by: author) { dot in
            if passed.contains(dot) { return .pass }
            let targets = try takenBack(by: dot)
            guard let first = targets.first else { return .stop }
            guard try !takenBack(by: first).isEmpty else { return .choose }
            passed.formUnion(targets + [dot])
            return .pass
        }
        return lines.isEmpty ? nil : Change(lines: lines, cancelled: passed)
    }

    private enum Choice { case choose, pass, stop }

    /// The change to which the line belongs that is chosen first, from the latest on.
    private func lastChange(
        by author: String,
        _ choose: (Dot) throws -> Choice
    ) throws -> [SignedWrite] {
        var change: [SignedWrite] = []
        try ownLinesBackwards { line in
            if let last = change.last {
                guard let group = last.write.group, line.write.group == group else { return false }
                change.append(line.signed)
                return true
            }
            // That somebody looked is no change to be taken back.
            guard line.write.author == author, line.write.type != PolicyTable.auditEvent.name
            else { return true }
            switch try choose(line.write.dot) {
            case .choose: change.append(line.signed)
            case .pass: break
            case .stop: return false
            }
            return true
        }
        return change.reversed()
    }

    /// The lines that the command of a line took back; empty if it took nothing back.
    private func takenBack(by dot: Dot) throws -> [Dot] {
        guard let data = try store.value(Keys.undone(dot)) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let counter = UInt64(parts[1]),
                let replica = Data(hexadecimal: String(parts[0])).flatMap({ ReplicaID(bytes: $0) })
            else { return nil }
            return Dot(replica, counter)
        }
    }

    // MARK: Taking it back

    /// Sets each register of a change back to what the change had covered.
    fileprivate func revert(_ change: Change, author: String) throws -> UndoneChange {
        var parts: [UndoneChange.Part] = []
        var plans: [(id: RecordID, type: String, registers: [RegisterWrite])] = []
        var done: Set<RecordID> = []
        for signed in change.lines where done.insert(signed.write.record).inserted {
            let id = signed.write.record
            let own = change.lines.filter { $0.write.record == id }
            let registers = try reverting(own, of: id, change)
            guard !registers.isEmpty else { continue }
            plans.append((id, signed.write.type, registers.map(\.write)))
            parts += registers.map {
                UndoneChange.Part(
                    type: signed.write.type,
                    id: id,
                    key: $0.write.key,
                    from: $0.from,
                    to: $0.write.value
                )
            }
        }
        guard !plans.isEmpty else { throw Problem(.nothingToUndo) }
        let group =
            plans.count > 1
            ? WriteGroup(id: replica.randomIdentifier(), size: plans.count) : nil
        let targets = change.lines.map(\.write.dot).map {
            "\($0.replica.bytes.hexadecimal) \($0.counter)"
        }
        for plan in plans {
            let signed = try self.author(
                plan.id,
                type: plan.type,
                registers: plan.registers,
                author: author,
                group: group
            )
            try setValue(
                Keys.undone(signed.write.dot),
                Data(targets.joined(separator: "\n").utf8)
            )
        }
        return UndoneChange(stamp: change.lines.last?.write.stamp ?? 0, parts: parts)
    }

    /// The registers that take back what some writes of one record did.
    private func reverting(
        _ own: [SignedWrite],
        of id: RecordID,
        _ change: Change
    ) throws -> [(write: RegisterWrite, from: Value)] {
        let state = try heldState(id)
        guard !change.lines.contains(where: { $0.write.type == "decision" }) else {
            throw Problem(.decisionStays)
        }
        let all = try writes(of: id)
        if own.contains(where: { $0.write.generation == 1 }) {
            try checkUntouched(id, all, change.lines)
            let context = try ReadBase(state: state, version: nil, reader: self).contextOfAll()
            let deletion = RegisterWrite(key: .deleted, value: .boolean(true), context: context)
            return [(deletion, .boolean(false))]
        }
        let keys = Set(own.flatMap { $0.write.registers.map(\.key) }).sorted()
        return try keys.map { key in
            let entries = state.entries(key)
            guard let entry = entries.first, entries.count == 1,
                change.cancelled.contains(entry.dot)
                    || own.contains(where: { $0.hash == entry.signed.hash })
            else { throw changedSince(id, state.type) }
            if policies.authority(key, of: state.type) == .once {
                throw Problem(
                    .immutableField,
                    ["type": state.type, "field": Self.fieldName(key)]
                )
            }
            let context =
                key == .deleted
                ? try ReadBase(state: state, version: nil, reader: self).contextOfAll()
                : entry.covered
            let before = try value(before: own, in: key, all)
            return (RegisterWrite(key: key, value: before, context: context), entry.value)
        }
    }

    /// What a register held before some writes.
    private func value(
        before own: [SignedWrite],
        in key: RegisterKey,
        _ all: [NumberedWrite]
    ) throws -> Value {
        let read = own.compactMap { $0.write.register(key)?.context }
            .reduce(into: CausalContext()) { $0.formUnion($1) }
        let others = all.filter { line in !own.contains { $0.hash == line.signed.hash } }
        if let value = Self.value(of: key, read: read, among: others) { return value }
        let mine = Set(try ownReplicas())
        guard key == .deleted || read.runs.keys.allSatisfy(mine.contains) else {
            throw Problem(.earlierNotHeld, ["field": Self.fieldName(key)])
        }
        return key.element == nil && key != .deleted ? .cleared : .boolean(false)
    }

    /// Makes sure that nobody has written into a record since it was made, or about it.
    private func checkUntouched(
        _ id: RecordID,
        _ all: [NumberedWrite],
        _ change: [SignedWrite]
    ) throws {
        let made = Set(change.map(\.hash))
        let state = try heldState(id)
        // What its author wrote since is taken back already.
        let author = change.first?.write.author
        let isTouched = all.contains { !$0.isOwn || $0.write.author != author }
        let isNamed = try store.dependents(of: id).contains { other in
            guard let state = try self.state(other), !state.isDeleted else { return false }
            return !state.live.contains { made.contains($0.signed.hash) }
        }
        if isTouched || isNamed || state.isDeleted { throw changedSince(id, state.type) }
    }

    private func changedSince(_ id: RecordID, _ type: String) -> Problem {
        Problem(.changedSince, ["type": policies.type(type)?.label ?? type, "id": "\(id)"])
    }
}

extension Keys {
    /// The lines that a line took back.
    fileprivate static func undone(_ dot: Dot) -> String {
        "undone/\(dot.replica.bytes.hexadecimal)/\(dot.counter)"
    }
}
