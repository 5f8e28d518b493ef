import FieldKit
import Foundation
import TestSupport

/// One county under one seed.
package final class Simulation {
    /// What came of a seed.
    package struct Outcome: Sendable {
        package let seed: UInt64
        package let violations: [String]
        /// SHA-256 over the trace, in hexadecimal.
        package let hash: String
        package let faults: String
        package let trace: [String]
        package let writes: Int
        package let messages: Int
    }

    static let buckets = ["610326101901", "610326101902", "610326102901", "610326102902"]
    static let scopeChoices = [
        ["610326101901"], ["610326101902"], ["610326102901"], ["610326101"], ["610326102"],
        ["610326101901", "610326102901"], ["610326"],
    ]
    static let laptopsMax = 12
    private static let latestMark: UInt64 = 0x5EED

    let seed: UInt64
    let medium: MediumKind
    let random: SeededRandom
    /// For the faults that came last, apart, so that seeds without them tell the same story.
    let latest: SeededRandom
    /// The time that the county's servers show.
    let clock = FixedClock()
    /// By how much that is wrong, in milliseconds.
    var clockError: Int64 = 0
    var isClockStill = false
    var faults: Faults
    var trace: Trace
    var county: Member
    var relays: [Member] = []
    var laptops: [Member] = []
    let oracle: Oracle
    /// Whether a clone or a backup may have given one dot to two writes.
    var isCountyRolledBack = false
    /// What the county has ever held, and may have lost with a restore.
    var lost: Set<Int> = []
    var links: [Link] = []
    var partitions: [Partition] = []
    var sentRequests: [SentRequest] = []
    var drafts: [Draft] = []
    var households: [RecordID] = []
    var householdNumbers: [RecordID: Int] = [:]
    var made: [RecordID] = []
    var messages = 0
    var isScoped = false
    /// Whether relays change what they pass on, also after faults have stopped: what they did lasts.
    let hasForgers: Bool
    /// The devices that the county has shut out.
    var revoked: Set<DeviceID> = []
    /// What the person had been shown who is writing now.
    var pending: Reading?
    var names = 0

    package init(seed: UInt64, on medium: MediumKind = .memory, isTraced: Bool = false) throws {
        self.seed = seed
        self.medium = medium
        random = SeededRandom(seed: seed)
        trace = Trace(isKept: isTraced)
        faults = Faults(random, on: medium)
        faults.addLater(SeededRandom(seed: ~seed))
        latest = SeededRandom(seed: seed ^ Self.latestMark)
        faults.addLatest(latest)
        hasForgers = faults.forgeryPercent > 0
        let key = try Self.key(random)
        county = try Member(
            name: "county",
            key: key,
            kind: .county,
            role: .county,
            scopes: [""],
            clock: clock,
            random: random,
            medium: Medium(medium)
        )
        oracle = Oracle(county: key.device)
        try EnrolmentDesk.found(county.replica, name: "眉县")
        isScoped = random.percent(60)
        if random.percent(50) {
            try enrol(.relay, .township, scopes: isScoped ? ["610326101"] : ["610326"])
            if random.percent(50) {
                try enrol(.relay, .township, scopes: isScoped ? ["610326102"] : ["610326"])
            }
        }
        let count = random.percent(85) ? 2 + random.below(3) : 2 + random.below(9)
        for _ in 0..<count { try enrol(.laptop, .teacher, scopes: scopes()) }
        try look(county)
    }

    /// Runs the seed to its end.
    package static func run(
        seed: UInt64,
        on medium: MediumKind = .memory,
        isTraced: Bool = false
    ) -> Outcome {
        do {
            let simulation = try Simulation(seed: seed, on: medium, isTraced: isTraced)
            simulation.live()
            return simulation.outcome
        } catch {
            return Outcome(
                seed: seed,
                violations: ["\(error)"],
                hash: "",
                faults: "",
                trace: [],
                writes: 0,
                messages: 0
            )
        }
    }

    private var outcome: Outcome {
        Outcome(
            seed: seed,
            violations: oracle.violations,
            hash: trace.digest,
            faults: faults.description,
            trace: trace.lines,
            writes: oracle.known.count,
            messages: messages
        )
    }

    private func live() {
        say("faults: \(faults.description)")
        do {
            for _ in 0..<(25 + random.below(20 + 15 * laptops.count)) {
                try bear { try step() }
                if !oracle.violations.isEmpty { return }
            }
            try mend()
            try finish()
        } catch {
            oracle.object("thrown: \(error)")
        }
    }

    func say(_ line: @autoclosure () -> String) { trace.add(line()) }

    var members: [Member] { [county] + relays + laptops }

    func scopes() -> [String] {
        isScoped ? random.pick(Self.scopeChoices) : ["610326"]
    }

    static func key(_ random: SeededRandom) throws -> DeviceKey {
        guard let key = DeviceKey(secret: random.bytes(32)) else { throw Problem(.internalError) }
        return key
    }

    // MARK: Devices

    @discardableResult
    func enrol(_ kind: ReplicaKind, _ role: DeviceRole, scopes: [String]) throws -> Member {
        names += 1
        let member = try Member(
            name: (kind == .relay ? "R" : "L") + "\(names)",
            key: Self.key(random),
            kind: kind,
            role: role,
            scopes: scopes,
            clock: kind == .relay ? clock : FixedClock(clock.milliseconds()),
            random: random,
            medium: Medium(medium),
            isEarlier: faults.earlierPercent > 0 && latest.percent(faults.earlierPercent)
        )
        let certificate = try certify(member, scopes)
        guard let root = try county.replica.read({ try $0.countyCertificate() }) else {
            throw Problem(.internalError)
        }
        try member.replica.write { try $0.setTrust(county: root, own: certificate) }
        if faults.clocks, kind == .laptop { setClock(member) }
        if kind == .relay { relays.append(member) } else { laptops.append(member) }
        say("enrol \(member.name) for \(scopes)\(member.isEarlier ? ", an earlier version" : "")")
        return member
    }

    /// The county grants a device these scopes from now on.
    @discardableResult
    func certify(_ member: Member, _ scopes: [String]) throws -> DeviceCertificate {
        pass(seconds: 1)
        let certificate = try county.replica.write {
            try $0.grant(
                publicKey: member.key.publicKey,
                name: member.name,
                role: member.role,
                scopes: scopes
            )
        }
        for other in members where other.device == member.device && other !== member {
            other.granted.append(scopes)
        }
        member.granted.append(scopes)
        try look(county)
        return certificate
    }

    func pass(seconds: Int64) {
        if isClockStill {
            clockError -= seconds * 1_000
        } else {
            clock.advance(seconds: seconds)
        }
        for laptop in laptops where !laptop.isClockStill { laptop.clock.advance(seconds: seconds) }
    }

    func setClock(_ member: Member) {
        let years = Int64(random.below(101)) - 50
        member.isClockStill = random.percent(30)
        member.clock.set(clock.milliseconds() - clockError + years * Self.year)
    }

    /// The clock of the county's servers jumps, stands still, or is put right.
    func setCountyClock(toRight: Bool = false) {
        let truth = clock.milliseconds() - clockError
        isClockStill = !toRight && latest.percent(30)
        clockError = toRight ? 0 : (Int64(latest.below(101)) - 50) * Self.year
        clock.set(truth + clockError)
        say("the county's clock is \(clockError / Self.year) years off")
    }

    private static let year: Int64 = 365 * 86_400_000
}
