/// Reads what has changed since a mark.
struct EveningReading {
    /// Writes that are read in one step.
    private static let stepWrites = 1_000
    /// What a program needs and no person counts.
    private static let unsaid: Set<String> = ["device", "demo_mark", "decision", "form"]

    private let reader: ReplicaReader
    private let since: EveningMark
    private let own: Set<ReplicaID>
    private let hand: OwnHand
    private var summary: EveningSummary
    private var sent = Tally()
    private var received = Tally()
    private var forms: Set<RecordID> = []
    private var touched: Set<RecordID> = []

    init(_ reader: ReplicaReader, since: EveningMark) throws {
        self.reader = reader
        self.since = since
        own = Set(try reader.ownReplicas())
        hand = try OwnHand(reader)
        summary = EveningSummary(at: reader.replica.clock.milliseconds())
    }

    /// How far a summary of now tells.
    func mark() throws -> EveningMark {
        var mark = since
        mark.sequence = try reader.store.head()
        mark.evictions = try reader.evictions()
        let lines = try OwnLineStandings(reader)
        var told = since.sentDots
        try reader.ownLines(notIn: told) { stored, signed in
            if lines.standing(of: signed.write, sequence: stored.sequence) != .waiting {
                told.insert(signed.write.dot)
            }
            return true
        }
        mark.sentDots = told
        return mark
    }

    /// What has changed.
    mutating func read() throws -> EveningSummary {
        try readSent()
        try readReceived()
        summary.sent = sent.counts
        summary.received = received.counts
        summary.forms = try forms.sorted().compactMap {
            try reader.state($0)?.shown(RegisterKey("title"), reader.policies)?.value.text
        }
        summary.conflicts = try touched.count { id in
            guard try reader.store.record(id)?.live.count ?? 0 > 1,
                let state = try reader.state(id)
            else { return false }
            return try !reader.conflicts(of: state, all: false).isEmpty
        }
        let evictions = try reader.evictions()
        summary.left = evictions > since.evictions ? evictions - since.evictions : 0
        return summary
    }

    // MARK: What went up

    private mutating func readSent() throws {
        let lines = try OwnLineStandings(reader)
        var sent = Tally()
        var passedOn = 0
        try reader.ownLines(notIn: since.sentDots) { stored, signed in
            let standing = lines.standing(of: signed.write, sequence: stored.sequence)
            guard standing != .waiting, hand.wroteHere(signed.write) else { return true }
            if standing == .offered { passedOn += 1 }
            sent.add(signed.write, isNew: signed.write.generation == 1)
            return true
        }
        self.sent = sent
        summary.passedOn = passedOn
    }

    // MARK: What came down

    private mutating func readReceived() throws {
        var after = since.sequence
        while true {
            let part = try reader.writes(after: after, limit: Self.stepWrites)
            guard let last = part.last?.sequence else { return }
            after = last
            for line in part where !line.isOwn && !own.contains(line.write.dot.replica) {
                try take(line.write)
            }
            // A first sync brings everything, and memory must not grow with it.
            reader.states = [:]
        }
    }

    private mutating func take(_ write: Write) throws {
        switch write.type {
        case "event": try takeEvent(write)
        case "decision":
            guard try reader.store.record(write.record) != nil else { return }
            if let overruling = try reader.overruling(write.record, against: hand) {
                summary.overruled.append(overruling)
            } else {
                summary.decided += 1
            }
        case "form" where try reader.store.record(write.record) != nil:
            forms.insert(write.record)
        case let type where Self.unsaid.contains(type): return
        default:
            // What has left again is nothing that came.
            guard try reader.store.record(write.record) != nil else { return }
            touched.insert(write.record)
            received.add(write, isNew: try isNew(write.record))
        }
    }

    /// Whether nothing of a record was here at the mark.
    private func isNew(_ record: RecordID) throws -> Bool {
        guard since.sequence > 0 else { return true }
        return try reader.store.writes(record: record).allSatisfy { $0.sequence > since.sequence }
    }

    private mutating func takeEvent(_ write: Write) throws {
        func text(_ name: String) -> String { write.register(RegisterKey(name))?.value.text ?? "" }
        guard let subject = RecordID(text("subject")), let state = try reader.state(subject) else {
            return
        }
        let isOwnVisit = state.live.contains { hand.wroteHere($0.signed.write) }
        let isRaised = reader.maker(of: state).map(hand.wrote) == true
        let view = try reader.view(state)
        switch (text("kind"), state.type) {
        case ("return", "visit") where isOwnVisit:
            summary.returned.append(try sentBack(view, text("reason"), write.author))
        case ("void", "visit") where isOwnVisit:
            let voided = try sentBack(view, text("reason"), write.author)
            summary.voided?.append(voided)
        case ("decline", "assignment") where try isGiver(of: subject):
            let declined = try declined(view, text("reason"), write.author)
            summary.declined?.append(declined)
        case ("uphold", "objection") where isRaised, ("change", "objection") where isRaised:
            summary.answers.append(
                EveningSummary.Answer(
                    objection: subject,
                    kind: text("kind"),
                    name: try reader.subjectName(of: view),
                    reason: text("reason"),
                    author: write.author
                )
            )
        case ("hand_over", "assignment") where text("addressee") == hand.name:
            summary.handovers += 1
        default: received.add(write, isNew: true)
        }
    }

    private func sentBack(
        _ visit: RecordView,
        _ reason: String,
        _ author: String
    ) throws -> EveningSummary.Returned {
        EveningSummary.Returned(
            visit: visit.id,
            name: try reader.subjectName(of: visit),
            day: visit.values["date"]?.text ?? "",
            reason: reason,
            author: author
        )
    }

    /// Whether who works here was the last to hand an assignment over.
    private func isGiver(of assignment: RecordID) throws -> Bool {
        let given = try reader.events(on: assignment).filter { $0.kind == "hand_over" }.max()
        guard let given, let dot = given.dot else { return false }
        return hand.wroteHere(dot.replica, as: given.author) || given.author == hand.name
    }

    private func declined(
        _ assignment: RecordView,
        _ reason: String,
        _ author: String
    ) throws -> EveningSummary.Declined {
        let subject = assignment.values["subject"]?.text ?? ""
        let isVillage = RecordID(subject) == nil
        var name = isVillage ? subject : try reader.subjectName(of: assignment)
        if isVillage {
            try reader.list("division") { place in
                if place.values["code"]?.text == subject { name = FindRule.name(of: place) }
            }
        }
        return EveningSummary.Declined(
            assignment: assignment.id,
            name: name,
            isVillage: isVillage,
            reason: reason,
            author: author
        )
    }
}

/// Counts records by type.
private struct Tally {
    private var made: [String: Set<RecordID>] = [:]
    private var changed: [String: Set<RecordID>] = [:]
    private var calls: Set<RecordID> = []

    mutating func add(_ write: Write, isNew: Bool) {
        if write.type == "visit",
            write.register(RegisterKey("kind"))?.value.text == VisitKind.byPhone.rawValue
        {
            calls.insert(write.record)
        }
        if isNew {
            made[write.type, default: []].insert(write.record)
        } else {
            changed[write.type, default: []].insert(write.record)
        }
    }

    /// By type, in the order of the table, others after it by name.
    var counts: [EveningSummary.Count] {
        let known = PolicyTable.county.types.map(\.name)
        let held = Set(made.keys).union(changed.keys)
        let types = known.filter(held.contains) + held.subtracting(known).sorted()
        return types.map { type in
            let new = made[type] ?? []
            let called = calls.intersection(new).count
            return EveningSummary.Count(
                type: type,
                made: new.count,
                changed: (changed[type] ?? []).subtracting(new).count,
                calls: called == 0 ? nil : called
            )
        }
    }
}
