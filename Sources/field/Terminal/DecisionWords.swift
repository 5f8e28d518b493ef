import FieldKit

/// What others decided, told to the teachers whose writes were in conflict.
enum DecisionWords {
    /// One sentence a decision: the field, the value, the reason and who decided.
    static func sentences(_ decisions: [RecordID], _ replica: Replica) throws -> [String] {
        try decisions.map { id in
            let decision = try replica.view("decision", id).values
            let decider = try replica.decider(of: id)
            return sentence(
                decision,
                by: decider.isCounty ? nil : decider.name,
                isAboutOwn: isAboutOwn(decision, replica)
            )
        }
    }

    /// Whether something of the decided field was written on this laptop.
    private static func isAboutOwn(_ decision: [String: Value], _ replica: Replica) -> Bool {
        guard let type = decision["subject_type"]?.text, let field = decision["field"]?.text,
            let record = decision["subject"].flatMap({ RecordID($0.text) })
        else { return false }
        // Of a record that is not here nothing was written here.
        let entries = (try? replica.entries(type, record)) ?? []
        return entries.contains { $0.key.name == field && $0.replica.device == replica.device }
    }

    /// What was decided, by whom and why; the colleague is who decided if that was nobody of the county's.
    private static func sentence(
        _ decision: [String: Value],
        by colleague: String?,
        isAboutOwn: Bool
    ) -> String {
        func text(_ name: String) -> String { decision[name]?.text ?? "" }
        let type = text("subject_type")
        let field = text("field")
        let label = PolicyTable.county.field(field, of: type)?.label ?? field
        let why = "field why \(type) \(text("subject"))"
        let decided = Language.current(
            "“\(label)”\(colleague ?? "县里")采用：\(text("value"))"
                + "（理由：\(text("reason"))，\(colleague ?? text("reviewer"))）。",
            "\"\(field)\": \(colleague ?? "the county") decided on \"\(text("value"))\" "
                + "(\(text("reason")), \(colleague ?? text("reviewer")))."
        )
        guard isAboutOwn else { return decided }
        return decided
            + Language.current("您的原记录保留在历史中，见 \(why)。", " What you wrote is kept: `\(why)`.")
    }
}
