import FieldKit
import Foundation
import TestSupport

/// What the oracle looks at after each step.
extension Simulation {
    /// The writes of a record that a store holds and does not hold aside.
    func held(_ member: Member, _ record: RecordID) throws -> [Int] {
        try member.replica.read { reader in
            try reader.store.writes(record: record).compactMap { stored in
                guard let number = oracle.number(of: stored.body) else { return nil }
                let isAside = try reader.isHeld(oracle.known[number].hash)
                return isAside ? nil : number
            }
        }
    }

    /// Looks at what is new in a store.
    ///
    /// - Parameters:
    ///   - member: The store.
    ///   - reading: What the person had been shown who has just written there.
    ///   - deeply: Whether everything is looked at, also what has not changed.
    ///   - isLate: Whether time has passed since the person wrote.
    /// - Throws: What the store meets.
    func look(
        _ member: Member,
        wrote reading: Reading? = nil,
        deeply: Bool = false,
        isLate: Bool = false
    ) throws {
        try member.medium.spared {
            try lookNow(member, wrote: reading, deeply: deeply, isLate: isLate)
        }
    }

    private func lookNow(
        _ member: Member,
        wrote reading: Reading?,
        deeply: Bool,
        isLate: Bool
    ) throws {
        let before = oracle.violations.count
        defer { for text in oracle.violations.dropFirst(before) { say("VIOLATION: \(text)") } }
        let new = try member.replica.read {
            try $0.store.writes(after: member.seenThrough, limit: .max)
        }
        var changed: Set<RecordID> = []
        var arrived: [(number: Int, source: DeviceID)] = []
        for stored in new {
            let number = try oracle.learn(
                body: stored.body,
                signature: stored.signature,
                reading: stored.source == nil ? reading : nil
            )
            if let source = stored.source {
                arrived.append((number, source))
            } else if reading != nil, !isLate {
                try checkStamp(member, number)
            }
            member.reached.insert(number)
            member.seenThrough = max(member.seenThrough, stored.sequence)
            changed.insert(oracle.known[number].write.record)
        }
        if !new.isEmpty {
            let numbers = new.compactMap { oracle.number(of: $0.body) }
            say("  \(member.name) holds \(numbers.map { "#\($0)" }.joined(separator: " "))")
        }
        try noteEvictions(member)
        if deeply { changed = member.records }
        for id in changed.sorted() { try checkRule(member, id) }
        for (number, source) in arrived { try checkGroup(member, number, from: source) }
        guard deeply else { return }
        try checkKept(member)
        for broken in try member.replica.read({ try $0.checkInvariants() }) {
            oracle.object("\(member.name): \(broken)")
        }
    }

    /// A person's write bears the person's time, whatever others' clocks say.
    private func checkStamp(_ member: Member, _ number: Int) throws {
        let offset = try member.replica.read { try $0.clockOffset() } ?? 0
        if oracle.known[number].write.stamp != member.clock.milliseconds() + offset {
            oracle.object("\(member.name): \(oracle.name(number)) does not bear its author's time")
        }
    }

    /// What the store has forgotten of others' writes, with the records that it evicted.
    private func noteEvictions(_ member: Member) throws {
        let now = Set(
            try member.store.read { try $0.records(type: nil, after: nil, limit: .max) }
        )
        let gone = member.records.subtracting(now)
        member.records = now
        guard !gone.isEmpty else { return }
        say("  \(member.name) forgets \(gone.sorted().map(label).joined(separator: " "))")
        if member === county { oracle.object("the county has forgotten a record") }
        let own = Set(try member.replica.read { try $0.ownReplicas() })
        member.reached = member.reached.filter { number in
            let write = oracle.known[number].write
            return !gone.contains(write.record) || own.contains(write.dot.replica)
        }
    }

    /// The store's state of a record is what the rule says of the writes that it holds.
    private func checkRule(_ member: Member, _ id: RecordID) throws {
        guard let state = try member.replica.read({ try $0.state(id) }) else { return }
        let live = oracle.live(try held(member, id))
        let due = live.mapValues { numbers in Set(numbers.map { oracle.known[$0].hash }) }
        let shown = state.entriesByRegister.mapValues { Set($0.map(\.signed.hash)) }
        if due != shown {
            oracle.object("\(member.name): a record's state is not what the rule says")
            sayState(id, due, shown)
        }
        let told = try member.replica.read { try $0.conflicts(of: state, all: true).map(\.key) }
        if oracle.conflicts(live) != Set(told) {
            oracle.object("\(member.name): the conflicts told are not those that are there")
        }
    }

    /// Tells where the rule and a store differ, for who reads the trace.
    private func sayState(
        _ id: RecordID,
        _ due: [RegisterKey: Set<WriteHash>],
        _ shown: [RegisterKey: Set<WriteHash>]
    ) {
        for key in Set(due.keys).union(shown.keys).sorted() where due[key] != shown[key] {
            let names = [due, shown].map { side in
                (side[key] ?? []).compactMap(oracle.number(of:)).sorted().map { "#\($0)" }
            }
            say("\(label(id)) \(key): by the rule \(names[0]), in the store \(names[1])")
        }
    }

    /// Nothing that has reached a store is gone from it.
    private func checkKept(_ member: Member) throws {
        let present = try member.replica.read { reader in
            try Set(
                reader.store.writes(after: 0, limit: .max).compactMap {
                    oracle.number(of: $0.body)
                }
            )
        }
        for number in member.reached.subtracting(present).sorted() {
            oracle.object("\(member.name) has lost \(oracle.name(number))")
        }
    }

    /// The other writes of a command that the giver had are here too, unless they are covered or held
    /// aside, or their record is none of this store's.
    ///
    /// A relay is left out: it declines what the author may not write there, so that a command can
    /// come in parts, by different ways. So may what came from one that changes writes: it could as
    /// well leave one out.
    private func checkGroup(_ member: Member, _ number: Int, from source: DeviceID) throws {
        guard let group = oracle.known[number].write.group, member.kind != .relay else { return }
        let givers = members.filter { $0.device == source }
        // A giver that is no longer there was a relay.
        if hasForgers, givers.allSatisfy({ $0.kind == .relay }) { return }
        for sibling in oracle.groups[group.id] ?? [] where !member.reached.contains(sibling) {
            let write = oracle.known[sibling].write
            guard member.records.contains(write.record),
                givers.allSatisfy({ $0.reached.contains(sibling) })
            else { continue }
            let here = try held(member, write.record)
            let isMissing = write.registers.contains { register in
                !here.contains { other in
                    oracle.known[other].write.register(register.key)?
                        .context.contains(write.dot) == true
                }
            }
            let isAside = try member.replica.read { try $0.isHeld(oracle.known[sibling].hash) }
            if isMissing, !isAside {
                oracle.object("\(member.name) has \(oracle.name(number)) without its group")
            }
        }
    }

    /// What counts as synced is really at the county.
    func checkSeals(_ member: Member, against server: Member) throws {
        guard member.kind == .laptop else { return }
        let sealed = try member.replica.read { try $0.sealedDots() }
        let own = try member.store.read { try $0.writes(after: 0, limit: .max) }
            .filter { $0.source == nil }.compactMap { oracle.number(of: $0.body) }
        for number in own where sealed.contains(oracle.known[number].write.dot) {
            let isThere = try isAtCounty(number)
            let isExcused = isCountyRolledBack && (server !== county || lost.contains(number))
            if !isThere, !isExcused {
                oracle.object(
                    "\(member.name): a seal for \(oracle.name(number)), not at the county"
                )
            }
        }
    }

    func isAtCounty(_ number: Int) throws -> Bool {
        if county.reached.contains(number) { return true }
        return try county.replica.read { try $0.isHeld(oracle.known[number].hash) }
    }
}
