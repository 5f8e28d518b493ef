/// The special groups of the county's list that a child belongs to.
enum SpecialGroups {
    /// Those whose children the county wants to be asked after every month: monitored families (A2 to A5,
    /// A7), those on a minimum allowance or in destitute support (B1, B2, B5, B6), orphans and children whom
    /// nobody cares for (C1 to C4), disabled pupils (D1), broken families (E3 to E5), those who learn
    /// elsewhere or may stop (F3 to F7).
    static let focus: Set<String> = [
        "A2", "A3", "A4", "A5", "A7", "B1", "B2", "B5", "B6", "C1", "C2", "C3", "C4", "D1", "E3",
        "E4", "E5", "F3", "F4", "F5", "F6", "F7",
    ]
}

extension ReplicaReader {
    /// The codes of the groups that a pupil belongs to: the pupil's own, those of the family, and those that
    /// stand with the identity where it is held here.
    func specialGroups(of pupil: RecordView) throws -> Set<String> {
        var codes = Set(pupil.sets["groups"] ?? [])
        let household = pupil.values["household"].flatMap { RecordID($0.text) }
        if let household, let state = try state(household), !state.isDeleted {
            codes.formUnion(try view(state).sets["tags"] ?? [])
        }
        for state in try dependents("identity", of: pupil.id) {
            codes.formUnion(try view(state).sets["tags"] ?? [])
        }
        return codes
    }
}
