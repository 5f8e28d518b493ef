import FieldKit
import Foundation
import TestSupport

/// What a person began to write and will finish later.
struct Draft {
    let member: Member
    let record: RecordID
    let version: RecordVersion
    let reading: Reading
}

extension Simulation {
    /// One thing happens.
    func step() throws {
        pass(seconds: Int64(random.below(120)))
        if faults.diskPercent > 0, random.percent(faults.diskPercent) { spoilDisk() }
        if faults.forgeryPercent > 0, random.percent(10) { try proveSignatures() }
        let person = random.percent(12) ? county : random.pick(laptops)
        switch random.below(100) {
        case 0..<12: try create(person)
        case 12..<34: try edit(person)
        case 34..<39: try draft(person)
        case 39..<43: try move(person)
        case 43..<48: try resolve(person)
        case 48..<51: try delete(person)
        case 51..<53: try join()
        case 53..<55: try regrant()
        case 55..<59: try fault()
        default: try exchange()
        }
        if random.percent(5) { for member in members { try look(member, deeply: true) } }
    }

    private func create(_ member: Member) throws {
        let scopes = member.scopes
        let inScope = Self.buckets.filter { code in scopes.contains { code.hasPrefix($0) } }
        guard !inScope.isEmpty else { return }
        pending = Reading()
        let number = households.count
        let isVisited = random.percent(50)
        var changes: [Edit.Change] = [
            .enter(random.pick(inScope)), .set("note", .text(Self.mark(number))),
        ]
        if random.percent(20) { changes.append(.enter(random.pick(inScope))) }
        let id = try member.replica.write { writer in
            let id = writer.newRecordID()
            var edits = [Edit(type: "household", id: id, changes: changes, isNew: true)]
            if isVisited {
                edits.append(
                    Edit(
                        type: "visit",
                        changes: [
                            .set("household", .text("\(id)")),
                            .set("note", .text("\(Self.mark(number)) visit")),
                        ]
                    )
                )
            }
            made += try writer.edit(edits, author: member.name).map(\.id)
            return id
        }
        households.append(id)
        householdNumbers[id] = number
        say("\(member.name) makes h\(number)\(isVisited ? " with a visit" : "")")
        try look(member, wrote: Reading())
    }

    /// Some record that a store holds.
    private func pick(_ member: Member, type: String? = nil) throws -> RecordView? {
        guard !made.isEmpty else { return nil }
        for _ in 0..<4 {
            let id = random.pick(made)
            let view = try member.replica.read { reader in
                try reader.state(id).map { _ in try reader.view(id) }
            }
            if let view, type.map({ $0 == view.type }) ?? true { return view }
        }
        return nil
    }

    /// What a person sees of a record, by the naive rule over what the store holds.
    func reading(_ member: Member, _ view: RecordView) throws -> Reading {
        var reading = Reading()
        for (key, numbers) in oracle.live(try held(member, view.id)) {
            reading.entries[key] = numbers.sorted().compactMap { number in
                oracle.known[number].write.register(key).map { (number, $0.value) }
            }
            reading.shown[key] = view.values[key.name] ?? .cleared
        }
        return reading
    }

    func label(_ id: RecordID) -> String {
        householdNumbers[id].map { "h\($0)" } ?? "r\(made.firstIndex(of: id) ?? -1)"
    }

    private func edit(_ person: Member) throws {
        var member = person
        guard var view = try pick(person) else { return }
        var reading = try reading(person, view)
        var base: RecordVersion?
        if !drafts.isEmpty, random.percent(30) {
            let draft = drafts.remove(at: random.below(drafts.count))
            let now = try draft.member.replica.read { reader in
                try reader.state(draft.record).map { _ in try reader.view(draft.record) }
            }
            if let now {
                (member, view, base, reading) = (draft.member, now, draft.version, draft.reading)
            }
        }
        if base == nil, faults.laterPercent > 0, random.percent(faults.laterPercent) {
            return try editLater(member, view, reading)
        }
        let mark = try mark(of: view)
        var changes: [Edit.Change] = []
        if random.percent(70) || view.type != "household" {
            changes.append(.set("note", .text("\(mark) \(random.below(6))")))
        }
        if view.type == "household" {
            if random.percent(40) {
                changes.append(.set("address", .text("\(mark) a\(random.below(4))")))
            }
            if random.percent(25) { changes.append(.add("phones", "\(mark)\(random.below(2))")) }
            if random.percent(15) { changes.append(.remove("phones", "\(mark)\(random.below(2))")) }
            changes = writable(changes, at: member)
            if changes.isEmpty { changes.append(.set("residence_status", .cleared)) }
        }
        let edit = Edit(type: view.type, id: view.id, changes: changes, base: base)
        try write(member, "edits \(label(view.id))\(base == nil ? "" : " from a draft")", reading) {
            _ = try $0.edit([edit], author: member.name)
        }
    }

    func mark(of view: RecordView) throws -> String {
        if let number = householdNumbers[view.id] { return Self.mark(number) }
        let subject = view.values["household"].flatMap { RecordID($0.text) }
        return subject.flatMap { householdNumbers[$0] }.map(Self.mark) ?? ""
    }

    /// A person's write; what the product refuses to take from a person is no fault.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    func write(
        _ member: Member,
        _ what: String,
        _ reading: Reading,
        _ body: (ReplicaWriter) throws -> Void
    ) throws -> Bool {
        pending = reading
        var isTaken = true
        do {
            try member.replica.write { try body($0) }
            say("\(member.name) \(what)")
        } catch let problem as Problem {
            let expected: Set<ProblemCode> = [
                .invalidVersion, .formStale, .notInConflict, .nothingToWrite, .immutableField,
                .recordNotHeld, .authorityNeeded,
            ]
            guard expected.contains(problem.code) else { throw problem }
            say("\(member.name) \(what): \(problem.code.rawValue)")
            isTaken = false
        }
        try look(member, wrote: reading)
        return isTaken
    }

    private func draft(_ member: Member) throws {
        guard let view = try pick(member) else { return }
        drafts.append(
            Draft(
                member: member,
                record: view.id,
                version: view.version,
                reading: try reading(member, view)
            )
        )
        say("\(member.name) opens a draft of \(label(view.id))")
    }

    private func move(_ member: Member) throws {
        guard let view = try pick(member, type: "household") else { return }
        let target = random.pick(Self.buckets)
        var changes: [Edit.Change] = [.enter(target)]
        if random.percent(80) {
            changes += view.buckets.filter { $0 != target }.map { .leave($0) }
        }
        let edit = Edit(type: view.type, id: view.id, changes: changes)
        try write(member, "moves \(label(view.id)) to \(target)", try reading(member, view)) {
            _ = try $0.edit([edit], author: member.name)
        }
    }

    private func resolve(_ member: Member) throws {
        let open = try member.replica.read { try $0.conflicts(all: false) }
        guard !open.isEmpty else { return }
        let conflict = random.pick(open)
        guard let value = conflict.entries.first?.value else { return }
        let view = try member.replica.read { try $0.view(conflict.id) }
        var reading = try reading(member, view)
        reading.decides = true
        let isDeletion = conflict.key == .deleted
        let decided: Value = isDeletion ? .boolean(random.percent(50)) : value
        let isDecided = try write(
            member,
            "resolves \(conflict.key) of \(label(conflict.id))",
            reading
        ) { writer in
            _ = try writer.resolve(
                conflict.id,
                type: conflict.type,
                field: ReplicaReader.fieldName(conflict.key),
                value: decided,
                reason: "asked",
                reviewer: member.name
            )
        }
        guard isDecided else { return }
        let isOpen = try member.replica.read { try $0.conflicts(all: true) }
            .contains { $0.id == conflict.id && $0.key == conflict.key }
        if isOpen { oracle.object("\(member.name): a conflict is still open after the decision") }
    }

    private func delete(_ member: Member) throws {
        guard let view = try pick(member) else { return }
        let edit = Edit(type: view.type, id: view.id, changes: [.delete(random.percent(70))])
        try write(member, "deletes \(label(view.id))", try reading(member, view)) {
            _ = try $0.edit([edit], author: member.name)
        }
    }

    /// The county joins two households that are one.
    private func join() throws {
        guard let view = try pick(county, type: "household"), !households.isEmpty else { return }
        let root = random.pick(households)
        guard root != view.id else { return }
        let edit = Edit(
            type: view.type,
            id: view.id,
            changes: [.set("merged_into", .text("\(root)"))]
        )
        try write(county, "joins \(label(view.id))", try reading(county, view)) {
            _ = try $0.edit([edit], author: "county", authority: .county)
        }
    }

    /// A device gets other scopes.
    private func regrant() throws {
        guard isScoped else { return }
        let member = random.pick(laptops)
        let scopes = scopes()
        guard scopes != member.scopes else { return }
        try certify(member, scopes)
        say("\(member.name) is granted \(scopes)")
    }
}
