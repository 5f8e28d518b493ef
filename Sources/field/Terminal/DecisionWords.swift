import FieldKit

/// What reviewers decided, told to the teachers whose writes were in conflict.
enum DecisionWords {
    /// One sentence a decision: the field, the value, the reason and who decided.
    static func sentences(_ decisions: [RecordID], _ replica: Replica) throws -> [String] {
        try decisions.map { sentence(try replica.view("decision", $0).values) }
    }

    private static func sentence(_ decision: [String: Value]) -> String {
        func text(_ name: String) -> String { decision[name]?.text ?? "" }
        let type = text("subject_type")
        let field = text("field")
        let label = PolicyTable.county.field(field, of: type)?.label ?? field
        let why = "field why \(type) \(text("subject"))"
        return Language.current(
            "“\(label)”县里采用：\(text("value"))（理由：\(text("reason"))，\(text("reviewer"))）。"
                + "您的原记录保留在历史中，见 \(why)。",
            "\"\(field)\": the county decided on \"\(text("value"))\" (\(text("reason")), "
                + "\(text("reviewer"))). What you wrote is kept: `\(why)`."
        )
    }
}
