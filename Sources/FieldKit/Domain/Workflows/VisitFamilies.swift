/// The visits to several families: those to each are read once, when one of them is first asked for.
final class VisitFamilies {
    private let reader: ReplicaReader
    private let today: BusinessDay
    private var families: [RecordID: VisitVersions] = [:]

    /// - Parameters:
    ///   - reader: Of the replica.
    ///   - today: Until when states pass by time alone.
    init(_ reader: ReplicaReader, today: BusinessDay) {
        self.reader = reader
        self.today = today
    }

    /// A visit and where it stands.
    func record(_ visit: RecordView) throws -> WorkRecord { try versions(of: visit).record(visit) }

    private func versions(of visit: RecordView) throws -> VisitVersions {
        let family = visit.values["household"].flatMap { RecordID($0.text) }
        if let family, let known = families[family] { return known }
        let read = try VisitVersions(reader, of: family, today: today)
        if let family { families[family] = read }
        return read
    }
}

extension Replica {
    /// Visits, and where each of them stands.
    ///
    /// - Parameters:
    ///   - visits: The visits; those to one family cost no more than its visits, however many they are.
    ///   - today: Until when states pass by time alone.
    /// - Returns: As many, in the same order.
    /// - Throws: What the store meets.
    public func records(of visits: [RecordView], today: BusinessDay) throws -> [WorkRecord] {
        try read { reader in
            let families = VisitFamilies(reader, today: today)
            return try visits.map { try families.record($0) }
        }
    }
}
