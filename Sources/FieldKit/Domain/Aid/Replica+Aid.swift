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
}
