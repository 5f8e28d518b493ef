import FieldKit
import Foundation
import TestSupport

extension Simulation {
    /// Something goes wrong.
    func fault() throws {
        if random.percent(faults.replayPercent * 2) { try replay() }
        if random.percent(faults.partitionPercent * 10) { partition() }
        if faults.clocks, random.percent(30) {
            let laptop = random.pick(laptops)
            setClock(laptop)
            say("the clock of \(laptop.name) jumps")
        }
        if faults.countyClock, latest.percent(50) { setCountyClock(toRight: latest.percent(30)) }
        if faults.restarts, random.percent(30) {
            let server = random.pick([county] + relays)
            server.restart()
            say("\(server.name) is started anew")
        }
        if faults.revocations, random.percent(30) { try revoke() }
        guard faults.hasDisasters, random.percent(60) else { return }
        try disaster()
    }

    private func partition() {
        let partition = Partition(
            asker: random.pick(laptops + relays).name,
            server: random.pick([county] + relays).name,
            losesReplies: random.percent(50)
        )
        if let index = partitions.firstIndex(of: partition) {
            partitions.remove(at: index)
        } else {
            partitions.append(partition)
        }
        if random.percent(30) { partitions = [] }
        say("partitions: \(partitions.map { "\($0.asker)-\($0.server)" })")
    }

    /// The county shuts a device out.
    private func revoke() throws {
        let choices = laptops.filter { !revoked.contains($0.device) }
        guard choices.count > 1 else { return }
        let laptop = random.pick(choices)
        say("\(laptop.name) is shut out")
        try county.replica.write { try $0.revoke(laptop.device) }
        revoked.insert(laptop.device)
        try look(county)
    }

    private func disaster() throws {
        let isDetected = !faults.undetected || random.percent(50)
        var choices: [() throws -> Void] = []
        if faults.clones, laptops.count < Self.laptopsMax {
            choices.append { try self.clone(isDetected: isDetected) }
        }
        if faults.laptopRestores {
            choices.append { try self.restore(self.random.pick(self.laptops), isDetected) }
        }
        if faults.relayLosses, !relays.isEmpty { choices.append { try self.loseRelay() } }
        if faults.relayRestores, !relays.isEmpty {
            choices.append { try self.restore(self.random.pick(self.relays), isDetected) }
        }
        if faults.countyRestores { choices.append { try self.restore(self.county, isDetected) } }
        guard !choices.isEmpty else { return }
        try random.pick(choices)()
    }

    /// A laptop's disk is copied, and both go on.
    private func clone(isDetected: Bool) throws {
        let original = random.pick(laptops)
        names += 1
        let copy = try Member(
            name: "L\(names)",
            key: original.key,
            kind: .laptop,
            role: original.role,
            scopes: original.scopes,
            clock: FixedClock(original.clock.milliseconds()),
            random: random,
            medium: original.medium.copy(),
            isMoved: isDetected,
            isEarlier: original.isEarlier
        )
        copy.reached = original.reached
        copy.records = original.records
        copy.seenThrough = original.seenThrough
        laptops.append(copy)
        say("\(original.name) is copied to \(copy.name)\(isDetected ? "" : ", unseen")")
        if let unsure = original.unsure { try look(copy, wrote: unsure, isLate: true) }
    }

    /// A store goes back to an old copy of itself, or has one made.
    private func restore(_ member: Member, _ isDetected: Bool) throws {
        guard let backup = member.backups.last, random.percent(60) else {
            member.backUp()
            say("\(member.name) is backed up")
            return
        }
        links.removeAll { $0.asker === member || $0.server === member }
        if member === county {
            isCountyRolledBack = true
            lost = Set(oracle.known.indices)
        }
        try member.restore(backup, isDetected: isDetected, random: random)
        say("\(member.name) is restored\(isDetected ? "" : ", unseen")")
    }

    /// A relay is lost; another takes its place.
    private func loseRelay() throws {
        let index = random.below(relays.count)
        let old = relays.remove(at: index)
        links.removeAll { $0.asker === old || $0.server === old }
        say("\(old.name) is lost")
        try enrol(.relay, .township, scopes: old.scopes)
    }
}
