import FieldKit
import TestSupport
import Testing

@Suite("Long random histories agree with the rule")
struct RandomHistoryTests {
    @Test(
        "single writes in any order, repeated, lost, from old pages: nothing differs from the rule",
        arguments: Seeds.first(8)
    )
    func agreesWithTheRule(seed: UInt64) throws {
        let history = try RandomHistory(seed: seed)
        for step in 1...70 {
            try history.step()
            let problems = try history.problems()
            try #require(problems == [], "SEED=\(seed) step \(step)")
        }
        try history.deliverAll()
        let digests = Set(try history.replicas.map { try $0.digest() })
        #expect(digests.count == 1, "SEED=\(seed)")
        #expect(Set(try history.replicas.map { try $0.text() }).count == 1, "SEED=\(seed)")
        #expect(try history.problems() == [], "SEED=\(seed)")
        #expect(try history.differencesFromTheTruth() == [], "SEED=\(seed)")
    }
}

/// Four replicas, one of them in a file, and a person at each who does what comes to mind.
private final class RandomHistory {
    let town: Town
    let replicas: [Resident]
    /// What each replica was given, judged by the rule.
    private var oracles: [RuleOracle]
    /// Every write that was ever made.
    private var truth = RuleOracle()
    /// For each replica and register, the dots that its person can have read.
    private var seen: [[RecordRegister: Set<Dot>]]
    private var drafts: [Draft] = []
    private var mail: [(to: Int, write: SignedWrite)] = []
    private var records: [RecordID] = []
    private var everyDot: [RecordRegister: Set<Dot>] = [:]
    private var changed: Set<Int> = []
    private var unreadClaims: [String] = []

    private struct RecordRegister: Hashable {
        var record: RecordID
        var key: RegisterKey
    }

    /// A page that somebody has open: what it showed, and all that had been read by then.
    private struct Draft {
        var replica: Int
        var record: RecordID
        var version: RecordVersion
        var seen: [RecordRegister: Set<Dot>]
    }

    private var random: SeededRandom { town.random }

    init(seed: UInt64) throws {
        town = try Town(seed: seed)
        replicas = [
            try town.laptop("An"), try town.laptop("Bo", in: .file), try town.relay("relay"),
            try town.county(),
        ]
        oracles = replicas.map { _ in RuleOracle() }
        seen = replicas.map { _ in [:] }
    }

    func step() throws {
        changed = []
        if random.percent(30) { town.clock.advance(seconds: Int64(random.below(9_000)) - 3_000) }
        let writer = random.below(replicas.count)
        switch random.below(100) {
        case 0..<45: try edit(writer)
        case 45..<53: try openPage(writer)
        case 53..<60: try answerPage()
        case 60..<64: try decide(writer)
        case 64..<80: try post(writer)
        default: try deliver()
        }
    }

    // MARK: What a person does

    private func edit(_ writer: Int) throws {
        let before = try replicas[writer].writes().count
        let held = try records.filter { try replicas[writer].state($0) != nil }
        try replicas[writer].replica.write { store in
            var edits: [Edit] = []
            for _ in 0...(random.percent(20) ? 2 : 0) {
                if held.isEmpty || random.percent(25) {
                    edits.append(made(from: held))
                } else if let state = try store.state(random.pick(held)) {
                    edits.append(
                        Edit(
                            type: state.type,
                            id: state.id,
                            changes: changes(of: state.type),
                            isRaw: true
                        )
                    )
                }
            }
            _ = try store.edit(edits, author: "x", authority: .county)
        }
        try note(writer, since: before, seen: seen[writer])
    }

    private func made(from held: [RecordID]) -> Edit {
        let types = ["household", "student", "a type of tomorrow", "visit"]
        let type = random.pick(types)
        var changes = changes(of: type)
        if type == "visit", !held.isEmpty {
            changes.append(.set("household", .text("\(random.pick(held))")))
        } else if random.percent(80) {
            changes.append(.enter(random.pick(["610", "611", "612"])))
        }
        return Edit(type: type, changes: changes, isRaw: true)
    }

    private func changes(of type: String) -> [Edit.Change] {
        (0...random.below(3)).map { _ in
            switch random.below(10) {
            case 0...3: .set("note", random.percent(10) ? .cleared : .text("\(random.below(4))"))
            case 4: .set("a field of tomorrow", .integer(Int64(random.below(3))))
            case 5: .add("phones of \(type)", "\(random.below(2))")
            case 6: .remove("phones of \(type)", "\(random.below(2))")
            case 7: .enter(random.pick(["610", "611", "612"]))
            case 8: .leave(random.pick(["610", "611", "612"]))
            default: .delete(random.percent(70))
            }
        }
    }

    private func openPage(_ writer: Int) throws {
        guard let id = random.shuffled(try replicas[writer].records()).first else { return }
        drafts.append(
            Draft(
                replica: writer,
                record: id,
                version: try replicas[writer].version(id),
                seen: seen[writer]
            )
        )
    }

    private func answerPage() throws {
        guard !drafts.isEmpty else { return }
        let draft = drafts.remove(at: random.below(drafts.count))
        let writer = draft.replica
        let before = try replicas[writer].writes().count
        let type = try replicas[writer].view(draft.record).type
        try replicas[writer].edit(
            Edit(
                type: type,
                id: draft.record,
                changes: changes(of: type),
                base: draft.version,
                isRaw: true
            ),
            authority: .county
        )
        try note(writer, since: before, seen: draft.seen)
    }

    private func decide(_ writer: Int) throws {
        let before = try replicas[writer].writes().count
        let open = try replicas[writer].replica.read { try $0.conflicts(all: true) }
        guard !open.isEmpty else { return }
        let conflict = random.pick(open)
        let value: Value =
            conflict.key == .deleted ? .boolean(random.percent(50)) : .text("decided")
        try replicas[writer].resolve(conflict.id, ReplicaReader.fieldName(conflict.key), value)
        try note(writer, since: before, seen: seen[writer])
    }

    // MARK: What travels

    private func post(_ sender: Int) throws {
        for write in try replicas[sender].liveWrites() where random.percent(50) {
            mail.append((random.below(replicas.count), write))
        }
    }

    private func deliver() throws {
        for _ in 0...random.below(6) where !mail.isEmpty {
            let place = random.below(mail.count)
            let (taker, write) = mail[place]
            if random.percent(70) { mail.remove(at: place) }
            try give(write, to: taker)
        }
    }

    private func give(_ write: SignedWrite, to taker: Int) throws {
        try replicas[taker].take(write)
        read(write, by: taker)
        changed.insert(taker)
    }

    private func read(_ write: SignedWrite, by reader: Int) {
        oracles[reader].insert(write)
        for (key, context) in tracked(write.write) {
            let known = everyDot[key, default: []].filter { context.contains($0) }
            seen[reader][key, default: []].formUnion(known.union([write.write.dot]))
        }
    }

    /// The registers of a write and what it claims to have read of each.
    ///
    /// A deletion claims to have read the whole record, so every write counts among what can be
    /// read of that register.
    private func tracked(_ write: Write) -> [(RecordRegister, CausalContext)] {
        var registers = write.registers.map { ($0.key, $0.context) }
        if write.register(.deleted) == nil { registers.append((.deleted, CausalContext())) }
        return registers.map { (RecordRegister(record: write.record, key: $0.0), $0.1) }
    }

    func deliverAll() throws {
        try town.mix()
        for (index, replica) in replicas.enumerated() {
            for write in try replica.writes() where !oracles[index].contains(write) {
                read(write, by: index)
            }
            changed.insert(index)
        }
    }

    /// Takes note of what a person wrote, and of claims to have read what that person had not.
    private func note(
        _ writer: Int,
        since count: Int,
        seen: [RecordRegister: Set<Dot>]
    ) throws {
        changed.insert(writer)
        var seen = seen
        for write in try replicas[writer].writes().dropFirst(count) {
            for (key, context) in tracked(write.write) {
                let claimed = everyDot[key, default: []].filter { context.contains($0) }
                if !claimed.isSubset(of: seen[key, default: []]) {
                    unreadClaims.append("\(write.write.dot) covers unread \(key.key)")
                }
                seen[key, default: []].insert(write.write.dot)
                everyDot[key, default: []].insert(write.write.dot)
            }
            truth.insert(write)
            read(write, by: writer)
            if !records.contains(write.write.record) { records.append(write.write.record) }
        }
    }

    // MARK: Judging

    /// What is wrong with the replicas that the last step changed.
    func problems() throws -> [String] {
        var problems = unreadClaims
        for index in changed.sorted() {
            let replica = replicas[index]
            problems += try replica.checkInvariants()
            problems += try differences(replica, from: oracles[index])
        }
        return problems
    }

    func differencesFromTheTruth() throws -> [String] {
        try replicas.flatMap { try differences($0, from: truth) }
    }

    private func differences(_ replica: Resident, from oracle: RuleOracle) throws -> [String] {
        try oracle.records.sorted().compactMap { id in
            try replica.state(id)?.liveHashes == oracle.live(id)
                ? nil : "\(replica.name): \(try replica.text(of: id)) differs from the rule"
        }
    }
}
