import FieldKit
import Foundation
import TestSupport

/// A random history of one county, and what must be true at its end.
final class CountyStory {
    private static let buckets = ["610326101901", "610326101902", "610326102901"]
    private let town: SimulatedCounty
    private let features: Set<String>
    private var records: [RecordID] = []
    private var drafts: [(SimulatedCounty.Member, RecordID, RecordVersion)] = []
    private var written: [WriteHash: (author: SimulatedCounty.Member, Dot)] = [:]

    init(seed: UInt64, features: Set<String>) throws {
        self.features = features
        town = try SimulatedCounty(seed: seed)
        if features.contains("relay") {
            try town.enrolRelay("R1", scopes: ["610326101"])
            try town.enrolRelay("R2", scopes: ["610326"])
        }
        for index in 0..<3 {
            let scopes = features.contains("scope") ? [Self.buckets[index]] : ["610326"]
            try town.enrolLaptop("L\(index)", scopes: scopes)
        }
    }

    private func dice(_ sides: Int) -> Int { Int(town.random.next() % UInt64(sides)) }

    func run() throws -> [String] {
        if features.contains("cut") { town.faults.cutPercent = 12 }
        for _ in 0..<(20 + dice(40)) {
            try step()
            guard dice(12) == 0 else { continue }
            let broken = try town.checkInvariants()
            if !broken.isEmpty { return broken }
        }
        return try finish()
    }

    private func step() throws {
        let member = dice(7) == 0 ? town.county : town.laptops[dice(town.laptops.count)]
        switch dice(100) {
        case 0..<15: try create(member)
        case 15..<45: try edit(member)
        case 45..<50: try draft(member)
        case 50..<56: try move(member)
        case 56..<62: try resolve(member)
        case 62..<65: try delete(member)
        default: try exchange()
        }
    }

    private func exchange() throws {
        if !town.relays.isEmpty, dice(3) == 0 {
            try town.sync(town.relays[dice(town.relays.count)], with: town.county)
            return
        }
        let laptop = town.laptops[dice(town.laptops.count)]
        let servers = [town.county] + town.relays
        try town.sync(laptop, with: servers[dice(servers.count)])
    }

    private func create(_ member: SimulatedCounty.Member) throws {
        let inScope = Self.buckets.filter { code in
            member.scopes.contains { code.hasPrefix($0) }
        }
        guard let bucket = inScope.randomElement(using: &generator) else { return }
        let edit = Edit(
            type: "household",
            changes: [.enter(bucket), .set("note", .text("n\(dice(9))"))]
        )
        let visit = dice(2) == 0
        try member.replica.write { writer in
            let id = writer.newRecordID()
            var edits = [edit]
            edits[0].id = id
            edits[0].isNew = true
            if visit {
                edits.append(
                    Edit(
                        type: "visit",
                        changes: [
                            .set("household", .text("\(id)")), .set("note", .text("v\(dice(9))")),
                        ]
                    )
                )
            }
            records += try writer.edit(edits, author: member.name).map(\.id)
        }
    }

    private var generator: Generator {
        get { Generator(story: self) }
        set { _ = newValue }
    }

    private struct Generator: RandomNumberGenerator {
        let story: CountyStory
        mutating func next() -> UInt64 { story.town.random.next() }
    }

    private func held(_ member: SimulatedCounty.Member) throws -> RecordView? {
        guard !records.isEmpty else { return nil }
        let id = records[dice(records.count)]
        return try member.replica.read { reader in
            guard try reader.state(id) != nil else { return nil }
            return try reader.view(id)
        }
    }

    private func edit(_ member: SimulatedCounty.Member) throws {
        var member = member
        var base: RecordVersion?
        guard var view = try held(member) else { return }
        if !drafts.isEmpty, dice(4) == 0 {
            let draft = drafts.remove(at: dice(drafts.count))
            let known = try draft.0.replica.read { reader in
                try reader.state(draft.1).map { _ in try reader.view(draft.1) }
            }
            if let known {
                member = draft.0
                view = known
                base = draft.2
            }
        }
        var changes: [Edit.Change] = [.set("note", .text("e\(dice(20))"))]
        if view.type == "household" {
            if dice(2) == 0 { changes.append(.set("address", .text("a\(dice(5))"))) }
            if dice(3) == 0 { changes.append(.add("phones", "p\(dice(3))")) }
            if dice(4) == 0 { changes.append(.remove("phones", "p\(dice(3))")) }
        }
        if changes.count > 2 { changes.removeLast() }
        do {
            try member.replica.write {
                _ = try $0.edit(
                    [Edit(type: view.type, id: view.id, changes: changes, base: base)],
                    author: member.name
                )
            }
        } catch let problem as Problem where problem.code == .invalidVersion {
            // The draft was read before the record left and came back: it is refused, not lost.
        }
    }

    private func draft(_ member: SimulatedCounty.Member) throws {
        guard let view = try held(member) else { return }
        drafts.append((member, view.id, view.version))
    }

    private func move(_ member: SimulatedCounty.Member) throws {
        guard features.contains("scope"), let view = try held(member), view.type == "household"
        else { return }
        let target = Self.buckets[dice(Self.buckets.count)]
        var changes: [Edit.Change] = view.buckets.filter { $0 != target }.map { .leave($0) }
        changes.append(.enter(target))
        try member.replica.write {
            _ = try $0.edit(
                [Edit(type: view.type, id: view.id, changes: changes)],
                author: member.name
            )
        }
    }

    private func resolve(_ member: SimulatedCounty.Member) throws {
        let open = try member.replica.read { try $0.conflicts(all: false) }
        guard let conflict = open.first, let value = conflict.entries.first?.value else { return }
        try member.replica.write {
            _ = try $0.resolve(
                conflict.id,
                type: conflict.type,
                field: ReplicaReader.fieldName(conflict.key),
                value: conflict.key == .deleted ? .boolean(dice(2) == 0) : value,
                reason: "r",
                reviewer: member.name
            )
        }
    }

    private func delete(_ member: SimulatedCounty.Member) throws {
        guard let view = try held(member) else { return }
        try member.replica.write {
            _ = try $0.edit(
                [Edit(type: view.type, id: view.id, changes: [.delete(true)])],
                author: member.name
            )
        }
    }

    // MARK: The end

    /// Faults stop, everybody syncs, then all must agree.
    private func finish() throws -> [String] {
        town.faults.cutPercent = 0
        for _ in 0..<5 {
            for relay in town.relays { try town.sync(relay, with: town.county) }
            for laptop in town.laptops { try town.sync(laptop, with: town.county) }
        }
        var broken = try town.checkInvariants()
        for member in town.laptops + town.relays {
            let report = try town.sync(member, with: town.county)
            if report?.isVerified != true { broken.append("\(member.name) is not verified") }
            if member.replica.kind == .laptop, let unsealed = report?.unsealed, unsealed > 0 {
                broken.append("\(member.name) has \(unsealed) unsealed writes")
            }
            let mine = try town.sums(member, member.scopes)
            let theirs = try town.sums(town.county, member.scopes)
            if mine != theirs { broken.append("\(member.name) and the county differ") }
            broken += try missing(from: town.county, of: member)
        }
        let held = try town.county.replica.read { try $0.heldItems() }
        if !held.isEmpty { broken.append("held: \(held.map(\.code))") }
        return broken
    }

    /// Every line of a member's own logs must have reached the county.
    private func missing(
        from county: SimulatedCounty.Member,
        of member: SimulatedCounty.Member
    ) throws -> [String] {
        try member.replica.read { reader in
            var missing: [String] = []
            try reader.ownLines(notIn: CausalContext()) { _, signed in
                let isThere = try county.replica.read {
                    try $0.store.writes(dot: signed.write.dot)
                        .contains { $0.body == signed.body }
                }
                if !isThere { missing.append("\(member.name): \(signed.write.dot) is lost") }
                return true
            }
            return missing
        }
    }
}
