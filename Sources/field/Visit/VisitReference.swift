import FieldKit

/// A visit as people type it: its id, the end of it, or words that find the family.
enum VisitReference {
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
        // So few letters as an id may end in are somebody's initials rather.
        if typed.count > RecordID.endLengthMin {
            let fitting = try replica.ids(of: "visit", endingAs: typed)
            if !fitting.isEmpty {
                let id = try WorkReference.one(of: "visit", among: fitting)
                return try replica.workRecord("visit", id, today: today)
            }
        }
        let household = try family(of: try WorkReference.subject(typed, folder, today), replica)
        guard let newest = try household.map({ try replica.visits(to: $0) })?.first else {
            throw Problem(.nothingFits, ["what": RecordText(.county).type("visit")])
        }
        return newest
    }

    /// The family that a record is, or belongs to.
    static func family(of id: RecordID, _ replica: Replica) throws -> RecordID? {
        guard let pupil = try? replica.view("student", id) else { return id }
        return pupil.values["household"].flatMap { RecordID($0.text) }
    }
}
