import FieldKit

/// What was begun before and may be the same thing.
enum Repeats {
    /// Days within which the same kind of issue of a unit is a repeat.
    private static let repeatDays = 365

    /// The open cases of a pupil, beside which another one is begun; none for what may be open twice.
    static func openCases(
        of type: String,
        about subject: RecordID,
        _ replica: Replica,
        _ today: BusinessDay
    ) throws -> [WorkRecord] {
        guard type == "dropout_case" else { return [] }
        return try replica.openDropoutCases(of: subject, today: today)
    }

    /// Says that a pupil has other open cases.
    static func note(_ open: [WorkRecord], _ workflow: Workflow) {
        guard let first = open.first else { return }
        let all = open.map { "\($0.view.id.end)（\(WorkWords.state($0.status, workflow))）" }
            .joined(separator: Language.current("、", ", "))
        let end = first.view.id.end
        Terminal.note(
            "这名学生已有未了结的个案：\(all)。若是同一件事，请用 field 撤销 收回这一件，在那一件上接着记，如 field 辍学 核查 \(end)。",
            "The pupil has an open case already: \(all). If it is the same, take this one back with `field undo` "
                + "and go on with that one, as in `field drop verify \(end)`."
        )
    }

    /// The latest issue of the same kind and unit within a year, which a new one repeats; nil for what is no
    /// issue, or names neither, or says itself what it repeats.
    static func earlier(
        than changes: [Edit.Change],
        of type: String,
        on day: BusinessDay,
        _ replica: Replica,
        _ today: BusinessDay
    ) throws -> RecordID? {
        guard type == "issue" else { return nil }
        var said: [String: String] = [:]
        for case .set(let name, let value) in changes { said[name] = value.text }
        guard let category = said["category"], let unit = said["unit"], said["repeat_of"] == nil
        else { return nil }
        return try replica.work(type, isOpenOnly: false, today: today).filter { record in
            let values = record.view.values
            guard values["category"]?.text == category, values["unit"]?.text == unit,
                let opened = values["opened"].flatMap({ BusinessDay.read($0.text) })
            else { return false }
            return opened <= day && day.dayNumber - opened.dayNumber <= repeatDays
        }.last?.view.id
    }
}
