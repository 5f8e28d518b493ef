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

    /// The visits to a household on a day that stand, newest first.
    func visits(to household: RecordID, on day: String) throws -> [WorkRecord] {
        try replica.visits(to: household).filter { $0.view.values["date"]?.text == day }
    }

    /// Who was there, and when it was written down.
    func notice(of visit: RecordView) throws -> String {
        let first = try replica.entries("visit", visit.id).min { $0.stamp < $1.stamp }
        let author = first?.author ?? "?"
        let moment = first.map { Moment.local($0.stamp) } ?? ""
        return Language.current(
            "这户当天已有 \(author) 的走访记录（\(moment)）。",
            "\(author) has recorded a visit to this family on that day (\(moment)). "
        )
    }

    /// By how many days a visit was entered later than it was made, where that is late.
    func lateDays(of visit: RecordID) throws -> Int? {
        try replica.lateDays(of: visit)
    }
}
