/// Who should have aid and has not.
public struct MissedAid: Sendable {
    /// A pupil with what is missed.
    public struct Item: Sendable {
        /// The pupil.
        public let pupil: RecordView
        /// The policy, and why it is missed.
        public let standing: AidStanding
    }

    /// What is missed, pupil by pupil.
    public internal(set) var items: [Item] = []
    /// Policies that are due to somebody and of which no grant of the semester is recorded for anybody
    /// here: nothing can be said of them yet.
    public internal(set) var silent: [AidPolicy] = []
    /// How many pupils were looked at.
    public internal(set) var pupils = 0
}

extension ReplicaFolder {
    /// Who should have aid in a semester and has not: due, neither paid nor agreed, not declined.
    ///
    /// - Parameters:
    ///   - semester: The semester.
    ///   - day: The day by which policies are valid.
    ///   - isOwnOnly: Whether only the pupils of the teacher's own villages, or else of the own school,
    ///     are looked at; where the teacher's record names neither, all are.
    /// - Returns: What is missed.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func missedAid(
        in semester: Semester,
        on day: BusinessDay,
        isOwnOnly: Bool
    ) throws -> MissedAid {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                let own = try OwnPlaces(reader, source)
                let buckets = own.villages.isEmpty ? own.schools : own.villages
                var missed = MissedAid()
                var book = try AidBook(reader)
                try book.readRecorded(in: semester, reader, source)
                var silent: Set<String> = []
                var seen: Set<RecordID> = []
                func look(_ pupil: RecordView) throws {
                    // Who moves lies in two places until that is decided.
                    guard seen.insert(pupil.id).inserted else { return }
                    // A county has many pupils, and memory must not grow with them.
                    defer { reader.states = [:] }
                    missed.pupils += 1
                    for standing in try book.standings(of: pupil, in: semester, on: day, reader) {
                        if standing.isSilent { silent.insert(standing.code) }
                        if standing.gap != nil {
                            missed.items.append(MissedAid.Item(pupil: pupil, standing: standing))
                        }
                    }
                }
                if isOwnOnly, !buckets.isEmpty {
                    for bucket in buckets.sorted() {
                        try reader.list("student", in: bucket, visit: look)
                    }
                } else {
                    try reader.list("student", visit: look)
                }
                missed.silent = book.policies.filter { silent.contains($0.code) }
                return missed
            }
        }
    }
}
