import FieldKit

/// What is held here of families and pupils, as far as recording a visit needs it.
struct VisitPlaces {
    let folder: ReplicaFolder

    var replica: Replica { folder.replica }

    /// A household that is held here.
    ///
    /// - Throws: `record_not_held`, `invalid_identifier`.
    func household(_ id: String) throws -> RecordView {
        try replica.view("household", try RecordArgument.record(id))
    }

    /// The pupils of a household.
    func students(of household: RecordID) throws -> [RecordView] {
        try folder.records(of: "student", naming: household, in: "household")
    }

    /// Whether a visit to the household on that day is held already.
    func hasVisit(to household: String, on day: String) throws -> Bool {
        guard let id = RecordID(household) else { return false }
        return try folder.records(of: "visit", naming: id, in: "household")
            .contains { $0.values["date"]?.text == day }
    }
}
