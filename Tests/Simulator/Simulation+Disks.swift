import FieldKit
import TestSupport

/// Disks refuse calls, and the power fails, in the midst of whatever is done.
extension Simulation {
    /// A disk will fail, soon.
    func spoilDisk() {
        let member = random.pick(members)
        guard let disk = member.medium.disk else { return }
        let wait = Int64(1 + random.below(random.percent(50) ? 12 : 120))
        switch random.below(4) {
        case 0:
            disk.fail(atCall: wait)
            say("the disk of \(member.name) will refuse call \(wait)")
        case 1:
            disk.fail(atCall: wait, isLasting: true)
            say("the disk of \(member.name) will refuse calls from \(wait) on")
        default:
            disk.stop(atChange: wait)
            say("the power of \(member.name) will fail at change \(wait)")
        }
    }

    /// Does something; where a disk fails in the midst of it, what was under way is given up.
    func bear(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let problem as Problem {
            guard members.contains(where: \.hasFailed) else { throw problem }
            say("  given up: \(problem.code.rawValue)")
        }
        for member in members where member.hasFailed { try recover(member) }
        pending = nil
    }

    /// No disk fails any more.
    func mend() throws {
        for member in members where member.medium.disk != nil {
            member.medium.disk?.stop(atChange: 0)
            member.medium.disk?.fail(atCall: 0)
            if member.hasFailed { try recover(member) }
        }
    }

    /// The power returns, or the program goes on or is started anew.
    private func recover(_ member: Member) throws {
        links.removeAll { $0.asker === member || $0.server === member }
        let isDead = member.medium.disk?.isDead == true
        if !isDead, random.percent(50) {
            member.medium.disk?.fail(atCall: 0)
            member.unsure = pending
            say("\(member.name) goes on")
        } else {
            let losesPower = isDead || random.percent(30)
            say("\(member.name) is started anew\(losesPower ? " after its power failed" : "")")
            try member.crash(losesPower: losesPower, random: random)
        }
        try look(member, wrote: pending, deeply: true)
    }
}
