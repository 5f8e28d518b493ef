/// The visits to one family that count: neither void nor sent back nor replaced by a later version.
struct FamilyVisits {
    /// One of them.
    struct Visit {
        let day: BusinessDay
        let kind: VisitKind
        /// The ids of the pupils whom it was about; empty for the family as a whole.
        let pupils: Set<String>
        /// Whether it was written here and the county has not sealed it yet.
        let isUnsealed: Bool
    }

    /// States in which a visit counts.
    private static let counting: Set<String> = ["submitted", "received", "accepted"]

    let visits: [Visit]

    /// Reads the visits between two days.
    ///
    /// - Parameters:
    ///   - reader: Of the replica.
    ///   - household: The family.
    ///   - days: From the first to the last.
    ///   - unsealed: Whether a write was made here and is not sealed by the county yet.
    /// - Throws: What the store meets.
    init(
        _ reader: ReplicaReader,
        to household: RecordID,
        in days: ClosedRange<BusinessDay>,
        unsealed: (Dot) -> Bool
    ) throws {
        var found: [(id: RecordID, visit: Visit)] = []
        let versions = try VisitVersions(reader, of: household, today: days.upperBound)
        for id in versions.visits {
            guard let (day, kind) = try Self.dayAndKind(id, reader), days.contains(day),
                let state = try reader.state(id)
            else { continue }
            let visit = Visit(
                day: day,
                kind: kind,
                pupils: Set(state.sets(reader.policies)["students"] ?? []),
                isUnsealed: state.live.contains { unsealed($0.signed.write.dot) }
            )
            found.append((id, visit))
        }
        visits = try found.filter { id, _ in
            // Where a visit stands costs more reading: it is asked for where something happened to it.
            if try !versions.isReplaced(id) && !Self.hasEvents(id, reader) { return true }
            return Self.counting.contains(try versions.status(of: reader.view(id)).state)
        }.map(\.visit)
    }

    /// Whether there is a visit of a kind between two days that counts.
    ///
    /// Most families show it by a visit to which nothing has happened: the others are not read.
    static func contains(
        _ kind: VisitKind,
        _ reader: ReplicaReader,
        _ source: TermSource,
        to household: RecordID,
        in days: ClosedRange<BusinessDay>
    ) throws -> Bool {
        var isInDoubt = false
        for id in try reader.store.dependents(of: household, type: "visit").reversed() {
            guard let found = try dayAndKind(id, reader), found.kind == kind,
                days.contains(found.day)
            else { continue }
            let later = try source.records(term: FindRule.naming(id), isWhole: true, limit: 1)
            if try later.isEmpty && !hasEvents(id, reader) { return true }
            isInDoubt = true
        }
        guard isInDoubt else { return false }
        let visits = try FamilyVisits(reader, to: household, in: days) { _ in false }
        return visits.last { $0.kind == kind } != nil
    }

    /// When and how a visit was made; nil for one that says neither, and for a deleted one.
    private static func dayAndKind(
        _ id: RecordID,
        _ reader: ReplicaReader
    ) throws -> (day: BusinessDay, kind: VisitKind)? {
        guard let state = try reader.state(id), !state.isDeleted else { return nil }
        func shown(_ field: String) -> String? {
            state.shown(RegisterKey(field), reader.policies)?.value.text
        }
        guard let day = shown("date").flatMap(BusinessDay.read),
            let kind = shown("kind").flatMap(VisitKind.init)
        else { return nil }
        return (day, kind)
    }

    private static func hasEvents(_ id: RecordID, _ reader: ReplicaReader) throws -> Bool {
        try !reader.store.dependents(of: id, type: "event").isEmpty
    }

    /// The last day of a kind that a rule takes.
    func last(where takes: (Visit) -> Bool) -> BusinessDay? {
        visits.filter(takes).map(\.day).max()
    }
}

extension VisitKind {
    /// Whether the family was spoken with: the county's list, in which a message, what neighbours say, a
    /// meeting of parents and a closed door are none.
    var isContact: Bool {
        switch self {
        case .atHome, .byPhone, .byVideo, .atSchool, .atWork, .homeTeaching: true
        case .byMessage, .fromNeighbours, .meeting, .nobodyIn: false
        }
    }
}
