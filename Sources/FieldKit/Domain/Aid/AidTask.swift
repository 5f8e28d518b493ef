/// A task about aid that a pupil should have.
enum AidTask {
    /// To find out why it has not come.
    static let checking = "核实"
    /// To help with the application.
    static let helping = "帮办申请"

    static func edit(
        _ standing: AidStanding,
        in semester: Semester,
        on day: BusinessDay,
        kind: String,
        text: String,
        source: RecordID? = nil
    ) -> Edit {
        var changes: [Edit.Change] = [
            .set("subject", .text("\(standing.student)")), .set("kind", .text(kind)),
            .set("opened", day.value), .set("policy", .text(standing.code)),
            .set("semester", .text("\(semester)")),
            .set("text", .text("\(standing.name)：\(text)")),
        ]
        if let source { changes.append(.set("source", .text("\(source)"))) }
        return Edit(type: "task", changes: changes)
    }
}
