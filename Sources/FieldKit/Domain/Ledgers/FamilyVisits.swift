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
        var found: [(view: RecordView, visit: Visit)] = []
        let versions = try VisitVersions(reader, of: household, today: days.upperBound)
        for id in versions.visits {
            guard let state = try reader.state(id) else { continue }
            func shown(_ field: String) -> String? {
                state.shown(RegisterKey(field), reader.policies)?.value.text
            }
            guard let day = shown("date").flatMap(BusinessDay.read), days.contains(day),
                let kind = shown("kind").flatMap(VisitKind.init)
            else { continue }
            let view = try reader.view(state)
            let visit = Visit(
                day: day,
                kind: kind,
                pupils: Set(view.sets["students"] ?? []),
                isUnsealed: state.live.contains { unsealed($0.signed.write.dot) }
            )
            found.append((view, visit))
        }
        visits = try found.filter { view, _ in
            // Where a visit stands costs more reading: it is asked for where something happened to it.
            let isUntouched =
                try !versions.isReplaced(view.id)
                && reader.store.dependents(of: view.id, type: "event").isEmpty
            if isUntouched { return true }
            return Self.counting.contains(try versions.status(of: view).state)
        }.map(\.visit)
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
