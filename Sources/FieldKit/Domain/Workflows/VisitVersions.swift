/// The visits to one family with what has taken their places: read once for all of them.
///
/// Where a visit stands depends on whether those are void that take its place, and where they stand on
/// those that take theirs. Such a chain is gone along in a loop, the newest version first and each one
/// once: a long chain, which a stranger may have made, costs what so many visits cost, and no stack.
/// Of versions that replace each other in a circle, which a stranger may have made, the one that was
/// written last is the newest: nothing of the circle takes its place, so that one of them stands and can
/// be corrected.
final class VisitVersions {
    private let reader: ReplicaReader
    private let today: BusinessDay
    /// The visits, ascending.
    let visits: [RecordID]
    /// By a visit, those that take its place, ascending; each takes the place of one.
    private var later: [RecordID: [RecordID]] = [:]
    private var statuses: [RecordID: WorkflowStatus] = [:]
    private lazy var own = Result { Set(try reader.ownReplicas()) }
    /// The own lines that the county has sealed.
    private lazy var sealed = Result { try reader.sealedDots() }

    /// Reads the visits to a family.
    ///
    /// - Parameters:
    ///   - reader: Of the replica.
    ///   - household: The family; nil for a visit to none, whose place nothing takes.
    ///   - today: Until when states pass by time alone.
    /// - Throws: What the store meets.
    init(_ reader: ReplicaReader, of household: RecordID?, today: BusinessDay) throws {
        self.reader = reader
        self.today = today
        var visits: [RecordID] = []
        var earlier: [RecordID: RecordID] = [:]
        var stamps: [RecordID: Int64] = [:]
        for state in try household.map({ try reader.dependents("visit", of: $0) }) ?? [] {
            let id = state.id
            visits.append(id)
            let named = state.shown(RegisterKey("supersedes"), reader.policies)?.value.text
            guard let old = named.flatMap({ RecordID($0) }), old != id else { continue }
            earlier[id] = old
            stamps[id] = state.live.first?.signed.write.stamp
        }
        self.visits = visits
        Self.openCircles(&earlier, stamps)
        for id in visits {
            if let old = earlier[id] { later[old, default: []].append(id) }
        }
    }

    /// Lets nothing of a circle take the place of what was written last in it.
    private static func openCircles(
        _ earlier: inout [RecordID: RecordID],
        _ stamps: [RecordID: Int64]
    ) {
        var left = circles(earlier)
        while let first = left.first {
            var newest = first
            var before = first
            var id = first
            // Once around: each takes the place of one, so whoever is in a circle is in one only.
            repeat {
                left.remove(id)
                guard let old = earlier[id] else { return }
                if old == newest { before = id }
                if (stamps[old] ?? 0, old) > (stamps[newest] ?? 0, newest) {
                    newest = old
                    before = id
                }
                id = old
            } while id != first
            earlier[before] = nil
        }
    }

    /// What is left once those are taken away, again and again, whose place nothing takes: the circles.
    private static func circles(_ earlier: [RecordID: RecordID]) -> Set<RecordID> {
        var counts: [RecordID: Int] = [:]
        for old in earlier.values { counts[old, default: 0] += 1 }
        var ready = earlier.keys.filter { counts[$0] == nil }
        var left = Set(earlier.keys)
        while let id = ready.popLast() {
            left.remove(id)
            guard let old = earlier[id], let count = counts[old] else { continue }
            counts[old] = count - 1
            if count == 1 { ready.append(old) }
        }
        return left
    }

    /// Whether some version says that it takes the place of a visit, be it void or not.
    func isReplaced(_ visit: RecordID) -> Bool { later[visit] != nil }

    /// A visit and where it stands; nil if it is not held here.
    func record(_ visit: RecordID) throws -> WorkRecord? {
        try reader.state(visit).map(reader.view).map(record)
    }

    /// A visit and where it stands.
    func record(_ view: RecordView) throws -> WorkRecord {
        WorkRecord(
            view: view,
            name: try reader.subjectName(of: view),
            status: try status(of: view)
        )
    }

    /// Where a visit stands.
    func status(of visit: RecordView) throws -> WorkflowStatus {
        if let known = statuses[visit.id] { return known }
        // The visit, what takes its place, what takes the place of that, and so on.
        var chain = [visit.id]
        var found: Set<RecordID> = [visit.id]
        var next = 0
        while next < chain.count {
            chain += (later[chain[next]] ?? []).filter {
                statuses[$0] == nil && found.insert($0).inserted
            }
            next += 1
        }
        for id in chain.dropFirst().reversed() {
            guard let view = try reader.state(id).map(reader.view) else { continue }
            statuses[id] = try fold(view)
        }
        let status = try fold(visit)
        statuses[visit.id] = status
        return status
    }

    /// Where a visit stands, once that is known of those that take its place.
    private func fold(_ view: RecordView) throws -> WorkflowStatus {
        let events = try reader.events(on: view.id) + unwritten(view)
        return reader.workStatus(of: view, by: .visit, events, today: today)
    }

    /// What happened to a visit without an event: the county has it, and a later version has taken its
    /// place.
    private func unwritten(_ view: RecordView) throws -> [WorkflowEvent] {
        guard let first = try reader.state(view.id)?.live.first?.signed.write,
            let day = view.values["date"].flatMap({ BusinessDay.read($0.text) })
        else { return [] }
        func event(_ kind: String, _ write: Write, _ id: RecordID) -> WorkflowEvent {
            WorkflowEvent(
                id: id,
                kind: kind,
                day: max(day, BusinessDay(milliseconds: write.stamp) ?? day),
                stamp: write.stamp,
                author: write.author
            )
        }
        var events: [WorkflowEvent] = []
        if try !own.get().contains(first.dot.replica) || sealed.get().contains(first.dot) {
            events.append(event("receive", first, view.id))
        }
        // One that is void has taken nobody's place.
        for id in later[view.id] ?? [] where statuses[id]?.state != "void" {
            guard let write = try reader.state(id)?.live.first?.signed.write else { continue }
            events.append(event("supersede", write, id))
        }
        return events
    }
}
