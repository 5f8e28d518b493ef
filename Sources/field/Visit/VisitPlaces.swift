import FieldKit

/// What is held here of families and pupils, as far as recording a visit needs it.
struct VisitPlaces {
    let replica: Replica

    /// A household that is held here.
    ///
    /// - Throws: `record_not_held`, `invalid_identifier`.
    func household(_ id: String) throws -> RecordView {
        try replica.view("household", try RecordArgument.record(id))
    }

    /// The pupils of a household.
    func students(of household: RecordID) throws -> [RecordView] {
        var found: [RecordView] = []
        try replica.list("student", matching: [("household", "\(household)")]) { found.append($0) }
        return found
    }

    /// Whether a visit to the household on that day is held already.
    func hasVisit(to household: String, on day: String) throws -> Bool {
        var isFound = false
        try replica.list("visit", matching: [("household", household), ("date", day)]) { _ in
            isFound = true
        }
        return isFound
    }
}
