extension Replica {
    /// Helps a family to apply: the grant is begun if there is none, the application is written down
    /// where the grant waits for one, and a task to follow it is made unless one is open; all in one
    /// group.
    ///
    /// - Parameters:
    ///   - standing: The pupil and the policy.
    ///   - semester: The semester.
    ///   - day: The day of the application.
    ///   - note: What else there is to say; may be empty.
    ///   - author: Who helps.
    /// - Returns: The grant and the task, each nil if nothing was to be made of it.
    /// - Throws: What the store meets.
    public func helpWithAid(
        _ standing: AidStanding,
        in semester: Semester,
        on day: BusinessDay,
        note: String,
        author: String
    ) throws -> (grant: RecordID, task: RecordID?) {
        try write { writer in
            let view = try writer.view(standing.student, type: "student")
            let pupil = try AidBook(writer).pupil(view, in: semester, writer)
            var edits: [Edit] = []
            let grant = pupil.grants[standing.code]?.view.id ?? writer.newRecordID()
            if pupil.grants[standing.code] == nil {
                edits.append(Self.grant(grant, standing, semester, day))
            }
            let state = pupil.grants[standing.code]?.status.state
            if state.map(Self.beforeApplying.contains) ?? true {
                let details = ["way": "帮办", "note": note]
                edits.append(Edit.event("apply", on: grant, day: day, details: details))
            }
            if !pupil.tasks.contains(standing.code) {
                edits.append(
                    AidTask.edit(
                        standing,
                        in: semester,
                        on: day,
                        kind: AidTask.helping,
                        text: "帮办申请，跟进评议和发放"
                    )
                )
            }
            guard !edits.isEmpty else { return (grant, nil) }
            let results = try writer.edit(try BucketRule(writer).placed(edits), author: author)
            return (grant, results.first { $0.type == "task" }?.id)
        }
    }

    /// The states of a grant in which somebody may apply.
    private static let beforeApplying: Set<String> = ["eligible", "informed", "rejected"]

    private static func grant(
        _ id: RecordID,
        _ standing: AidStanding,
        _ semester: Semester,
        _ day: BusinessDay
    ) -> Edit {
        Edit(
            type: "aid_grant",
            id: id,
            changes: [
                .set("student", .text("\(standing.student)")), .set("policy", .text(standing.code)),
                .set("semester", .text("\(semester)")), .set("opened", day.value),
            ],
            isNew: true
        )
    }

    /// Tells a family what its child has received: each grant that was paid and not told becomes told,
    /// by letter B, all in one group.
    ///
    /// - Parameters:
    ///   - standings: Grants of one pupil that are paid and not told; at least one.
    ///   - student: The pupil.
    ///   - day: The day.
    ///   - author: Who tells.
    /// - Returns: The letter.
    /// - Throws: What the store meets.
    public func tellAid(
        _ standings: [AidStanding],
        to student: RecordID,
        on day: BusinessDay,
        author: String
    ) throws -> RecordID {
        try write { writer in
            var edits = standings.compactMap(\.grant).map {
                Edit.event("tell", on: $0.view.id, day: day, details: ["way": "B信"])
            }
            let letter = try writer.letter(.received, to: student, on: day)
            let id = letter ?? writer.newRecordID()
            if letter == nil { edits.append(Self.letter(id, .received, student, day)) }
            edits.append(Edit.event("print", on: id, day: day))
            _ = try writer.edit(try BucketRule(writer).placed(edits), author: author)
            return id
        }
    }

    /// Writes down that a letter to a pupil's family was printed; the letter of the semester is made if
    /// there is none.
    ///
    /// - Parameters:
    ///   - kind: Which letter.
    ///   - student: The pupil.
    ///   - day: The day.
    ///   - author: Who prints.
    /// - Returns: The letter.
    /// - Throws: What the store meets.
    public func printLetter(
        _ kind: LetterKind,
        to student: RecordID,
        on day: BusinessDay,
        author: String
    ) throws -> RecordID {
        try write { writer in
            let letter = try writer.letter(kind, to: student, on: day)
            let id = letter ?? writer.newRecordID()
            var edits = letter == nil ? [Self.letter(id, kind, student, day)] : []
            edits.append(Edit.event("print", on: id, day: day))
            _ = try writer.edit(try BucketRule(writer).placed(edits), author: author)
            return id
        }
    }

    private static func letter(
        _ id: RecordID,
        _ kind: LetterKind,
        _ student: RecordID,
        _ day: BusinessDay
    ) -> Edit {
        Edit(
            type: "notice",
            id: id,
            changes: [
                .set("subject", .text("\(student)")), .set("kind", .text(kind.rawValue)),
                .set("opened", day.value),
            ],
            isNew: true
        )
    }
}

extension ReplicaReader {
    /// The letter of a kind to a pupil's family in the semester of a day; nil if there is none.
    fileprivate func letter(
        _ kind: LetterKind,
        to student: RecordID,
        on day: BusinessDay
    ) throws -> RecordID? {
        try store.dependents(of: student).sorted().first { id in
            guard let state = try state(id), state.type == "notice", !state.isDeleted else {
                return false
            }
            let view = try self.view(state)
            let opened = view.values["opened"].flatMap { BusinessDay.read($0.text) }
            return view.values["kind"]?.text == kind.rawValue && opened?.semester == day.semester
        }
    }
}
