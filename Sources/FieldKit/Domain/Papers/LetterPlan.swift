/// Letters of one kind on their way to paper, with the records that they are or will be.
///
/// The number of a letter's record stands on the letter: so the records are chosen before it is made, and
/// written once it is there.
public struct LetterPlan: Sendable {
    /// One letter.
    public struct Letter: Sendable {
        /// The pupil to whose family it goes.
        public let student: RecordID
        /// The record of the letter.
        public let notice: RecordID
        /// Whether the record is to be made: there was none in the semester.
        let isNew: Bool
    }

    /// Which letter.
    public let kind: LetterKind
    /// The day that stands on them.
    public let day: BusinessDay
    /// The letters, one a pupil.
    public let letters: [Letter]
    /// The grants of which the family is told by them.
    let grants: [RecordID]

    /// What is written down of them, for one group.
    ///
    /// - Parameter arePrinted: Whether they are on paper; a letter that is not stays a draft.
    /// - Returns: The edits.
    public func edits(arePrinted: Bool) -> [Edit] {
        let told = grants.map { Edit.event("tell", on: $0, day: day, details: ["way": "B信"]) }
        return told
            + letters.flatMap { letter in
                (letter.isNew ? [record(of: letter)] : [])
                    + (arePrinted ? [Edit.event("print", on: letter.notice, day: day)] : [])
            }
    }

    private func record(of letter: Letter) -> Edit {
        Edit(
            type: "notice",
            id: letter.notice,
            changes: [
                .set("subject", .text("\(letter.student)")), .set("kind", .text(kind.rawValue)),
                .set("opened", day.value),
            ],
            isNew: true
        )
    }
}

extension Replica {
    /// Chooses the records of letters to pupils' families: those of the semester, or new ones where there
    /// are none.
    ///
    /// Nothing is written.
    ///
    /// - Parameters:
    ///   - kind: Which letter.
    ///   - students: The pupils; who is named twice gets one.
    ///   - standings: Grants that are paid and of which the letters tell.
    ///   - day: The day.
    /// - Returns: The letters.
    /// - Throws: `record_not_held`, and what the store meets.
    public func letterPlan(
        _ kind: LetterKind,
        to students: [RecordID],
        telling standings: [AidStanding] = [],
        on day: BusinessDay
    ) throws -> LetterPlan {
        try read { reader in
            let letters = try students.uniqued.map { student in
                _ = try reader.heldState(student, type: "student")
                let held = try reader.letter(kind, to: student, on: day)
                return LetterPlan.Letter(
                    student: student,
                    notice: held ?? newRecordID(),
                    isNew: held == nil
                )
            }
            return LetterPlan(
                kind: kind,
                day: day,
                letters: letters,
                grants: standings.compactMap { $0.grant?.view.id }
            )
        }
    }
}

extension ReplicaReader {
    /// The letter of a kind to a pupil's family in the semester of a day; nil if there is none.
    func letter(
        _ kind: LetterKind,
        to student: RecordID,
        on day: BusinessDay
    ) throws -> RecordID? {
        try dependents("notice", of: student).first { state in
            let view = try view(state)
            let opened = view.values["opened"].flatMap { BusinessDay.read($0.text) }
            return view.values["kind"]?.text == kind.rawValue && opened?.semester == day.semester
        }?.id
    }
}
