import FieldKit
import Foundation
import TestSupport

/// Faults stop, everybody syncs, and then all must agree.
extension Simulation {
    func finish() throws {
        say("faults stop")
        let fate = faults.description
        if clockError != 0 || isClockStill { setCountyClock(toRight: true) }
        faults = Faults()
        partitions = []
        links = []
        let hops = relays.isEmpty ? 1 : 2
        for round in 1...(2 * hops + 1) {
            say("round \(round)")
            try proveSignatures()
            try decideHeld()
            for relay in random.shuffled(relays) { try sync(relay, with: county) }
            for laptop in random.shuffled(laptops) {
                try sync(laptop, with: try server(for: laptop))
            }
        }
        say("everybody has synced after \(fate)")
        for member in members { try look(member, deeply: true) }
        for member in relays + laptops where !revoked.contains(member.device) {
            try checkAgreement(member)
        }
        try checkNothingLost()
        try checkForks()
    }

    /// A person at the county decides what shut-out devices had still sent.
    private func decideHeld() throws {
        let waiting = try county.replica.read { try $0.heldItems() }
            .filter { $0.code == ProblemCode.deviceRevoked.rawValue && $0.place == "here" }
        for id in Set(waiting.compactMap(\.record)).sorted() {
            let isTaken = random.percent(50)
            say("the county \(isTaken ? "takes in" : "refuses") what is held of \(label(id))")
            _ =
                try isTaken
                ? county.replica.acceptHeld(of: id) : county.replica.refuseHeld(of: id)
        }
        if !waiting.isEmpty { try look(county) }
    }

    /// A relay, if it serves all that the laptop holds; else the county.
    private func server(for laptop: Member) throws -> Member {
        let serving = relays.filter { relay in
            laptop.scopes.allSatisfy { scope in
                relay.scopes.contains { scope.hasPrefix($0) }
            }
        }
        guard !serving.isEmpty, random.percent(60) else { return county }
        let scopes = laptop.scopes
        let isElsewhere = try laptop.replica.read { reader in
            try laptop.records.contains { id in
                let buckets = try reader.buckets(of: id)
                return !buckets.contains { code in
                    code == ReplicaReader.systemBucket || scopes.contains { code.hasPrefix($0) }
                }
            }
        }
        return isElsewhere ? county : random.pick(serving)
    }

    private func checkAgreement(_ member: Member) throws {
        let report = try sync(member, with: county)
        if report?.isVerified != true {
            oracle.object("\(member.name) is not verified at the end")
            try sayDifferences(member)
        }
        let unsealed = try member.replica.read { try $0.unsealedCount() }
        if member.kind == .laptop, unsealed > 0 {
            oracle.object("\(member.name) has \(unsealed) unsealed writes at the end")
        }
        let known = try county.replica.read { try $0.certificate(of: member.device)?.scopes }
        let scopes = known ?? member.scopes
        let aside = try county.replica.read { try $0.asideRecords(with: member.device) }
        var mine = try entries(member, scopes).filter { !aside.contains($0.key) }
        var due = try entries(county, scopes).filter { !aside.contains($0.key) }
        // What follows one of these lies where each side has that one: there, the writes count alone.
        for id in Set(mine.keys).symmetricDifference(due.keys)
        where try follows(id, anyOf: aside, at: member) || follows(id, anyOf: aside, at: county) {
            if try live(member, id) == live(county, id) { (mine[id], due[id]) = (nil, nil) }
        }
        for (id, numbers) in mine.sorted(by: { $0.key < $1.key }) where due[id] != numbers {
            let name = householdNumbers[id].map { "h\($0)" } ?? "\(id)"
            oracle.object("\(member.name) and the county differ about \(name) at the end")
        }
        for id in due.keys.sorted() where mine[id] == nil {
            oracle.object("\(member.name) lacks a record at the end")
        }
        if report?.isVerified == true, !oracle.violations.isEmpty { try sayDifferences(member) }
        let stray = try member.replica.read { reader in
            try member.records.contains { try reader.buckets(of: $0).isEmpty }
        }
        if stray, member.kind == .laptop {
            say("\(member.name) keeps a record without a bucket")
        }
    }

    /// Tells which records a store and the county hold differently, for who reads the trace.
    private func sayDifferences(_ member: Member) throws {
        func lines(_ side: Member) throws -> [RecordID: String] {
            try side.records.reduce(into: [:]) { lines, id in
                let buckets = try side.replica.read { try $0.buckets(of: id) }
                let live = oracle.live(try held(side, id)).values.joined()
                let marks = try side.replica.read { try $0.state(id)?.marks.keys.sorted() ?? [] }
                lines[id] = "\(buckets) marks \(marks): \(Set(live).sorted().map(oracle.name))"
            }
        }
        for side in [member, county] {
            for item in try side.replica.read({ try $0.heldItems() }) {
                let number = oracle.number(of: item.body).map(oracle.name) ?? "what nobody wrote"
                let source = members.first { $0.device == item.source }?.name ?? "nobody known"
                say("held at \(side.name): \(item.code) \(item.place) from \(source): \(number)")
            }
        }
        let mine = try lines(member)
        let theirs = try lines(county)
        for id in member.records.union(county.records).sorted() where mine[id] != theirs[id] {
            let name = householdNumbers[id].map { "h\($0)" } ?? "\(id)"
            say("\(name) at \(member.name): \(mine[id] ?? "not held")")
            say("\(name) at the county: \(theirs[id] ?? "not held")")
        }
    }

    /// The live writes of each record within some scopes, by number.
    private func entries(_ member: Member, _ scopes: [String]) throws -> [RecordID: Set<Int>] {
        var entries: [RecordID: Set<Int>] = [:]
        for id in member.records {
            let buckets = try member.replica.read { try $0.buckets(of: id) }
            let isWithin = buckets.contains { code in
                code == ReplicaReader.systemBucket || scopes.contains { code.hasPrefix($0) }
            }
            guard isWithin else { continue }
            entries[id] = try live(member, id)
        }
        return entries
    }

    private func live(_ member: Member, _ id: RecordID) throws -> Set<Int> {
        Set(oracle.live(try held(member, id)).values.joined())
    }

    /// Whether a store says that a record lives where one of these lives.
    private func follows(
        _ id: RecordID,
        anyOf records: Set<RecordID>,
        at member: Member
    ) throws -> Bool {
        try member.replica.read { try $0.follows(id, anyOf: records) }
    }

    /// What anybody holds is at the county, and there live, covered by one who had read it, or held
    /// aside.
    private func checkNothingLost() throws {
        for member in relays + laptops where !revoked.contains(member.device) {
            for number in member.reached.sorted() where try !isAtCounty(number) {
                oracle.object("\(member.name): \(oracle.name(number)) never reached the county")
            }
        }
        var safe: Set<Int> = []
        var lines: [RecordID: Set<Int>] = [:]
        for id in county.records { lines[id] = Set(try held(county, id)) }
        for number in county.reached.sorted() {
            let write = oracle.known[number].write
            for register in write.registers {
                var path: Set<Int> = []
                guard !isSafe(number, register.key, lines, &safe, &path) else { continue }
                oracle.object("LOST: \(register.key) of \(oracle.name(number))")
            }
        }
    }

    private func isSafe(
        _ number: Int,
        _ key: RegisterKey,
        _ lines: [RecordID: Set<Int>],
        _ safe: inout Set<Int>,
        _ path: inout Set<Int>
    ) -> Bool {
        let item = oracle.known[number]
        guard path.insert(number).inserted else { return false }
        guard let here = lines[item.write.record], here.contains(number) else {
            return (try? isAtCounty(number)) ?? false
        }
        let covering = here.filter { other in
            other != number
                && oracle.known[other].write.register(key)?.context.contains(item.write.dot) == true
        }
        if covering.isEmpty || covering.contains(where: { oracle.hasRead($0, number, key) }) {
            return true
        }
        for again in oracle.reissues[item.hash] ?? [] where here.contains(again) {
            if isSafe(again, key, lines, &safe, &path) { return true }
        }
        return false
    }

    /// A dot that was given to two writes is known to the county as a fork.
    private func checkForks() throws {
        for (dot, numbers) in oracle.byDot.sorted(by: { $0.key < $1.key }) where numbers.count > 1 {
            let there = numbers.filter { county.reached.contains($0) }
            guard there.count > 1 else { continue }
            let log = try county.replica.read { try $0.log(dot.replica) }
            if log.forkedFrom == nil { oracle.object("a dot was given twice, and nobody saw") }
        }
    }
}
