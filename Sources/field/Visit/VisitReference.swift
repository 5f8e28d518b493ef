import FieldKit

/// A visit as people type it: its id, the end of it, or words that find the family.
enum VisitReference {
    /// Characters of the end of an id that somebody must type.
    private static let shortestEnd = 4

    /// The visit; of words the newest one to the family that stands.
    ///
    /// - Throws: `record_not_held`, `nothing_fits`, `several_fit`, `wrong_usage`.
    static func visit(
        _ typed: String,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> WorkRecord {
        let replica = folder.replica
        if let id = RecordID(typed) { return try replica.workRecord("visit", id, today: today) }
        let what = RecordText(.county).type("visit")
        let end = typed.lowercased()
        if end.count >= shortestEnd, end.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            let fitting = try replica.ids(of: "visit", endingIn: end)
            if let first = fitting.first {
                guard fitting.count == 1 else {
                    throw Problem(.severalFit, ["what": what, "count": "\(fitting.count)"])
                }
                return try replica.workRecord("visit", first, today: today)
            }
        }
        let household = try family(of: try WorkReference.subject(typed, folder, today), replica)
        guard let newest = try household.map({ try replica.visits(to: $0) })?.first else {
            throw Problem(.nothingFits, ["what": what])
        }
        return newest
    }

    /// The family that a record is, or belongs to.
    static func family(of id: RecordID, _ replica: Replica) throws -> RecordID? {
        guard let pupil = try? replica.view("student", id) else { return id }
        return pupil.values["household"].flatMap { RecordID($0.text) }
    }
}
