import FieldKit

/// What people type, as the records call it.
enum WorkFields {
    /// The field that names whom a record of a type is about.
    static func subject(of type: String) -> String? {
        PolicyTable.county.subjectField(of: type)
            ?? (PolicyTable.county.field("subject", of: type) == nil ? nil : "subject")
    }

    /// The types of records that one of a type may be about.
    static func subjects(of type: String) -> Set<String> {
        switch subject(of: type) {
        case "student": ["student"]
        case "household": ["household"]
        default: ["student", "household"]
        }
    }

    /// The fields whose days are yet to come.
    private static let ahead: Set<String> = ["due", "deadline", "promised", "until"]

    /// What a person typed for a field of a type, as records hold it.
    ///
    /// A day is written out, words become their code; what is neither is left as it is.
    static func value(
        _ typed: String,
        field: FieldPolicy,
        of type: String,
        today: BusinessDay
    ) -> String {
        guard field.kind == .date else {
            return CodeList.value(typed, field: field.name, of: type)
        }
        let day =
            ahead.contains(field.name)
            ? BusinessDay.typedAhead(typed, today: today) : BusinessDay.typed(typed, today: today)
        return day.map { "\($0)" } ?? typed
    }

    /// The kind of event that a word means.
    static func event(_ typed: String, of workflow: Workflow) -> Workflow.Word? {
        let plain = typed.lowercased().replacing("-", with: "_")
        return workflow.events.first {
            $0.code == plain || $0.label(.chinese) == typed
                || $0.label(.english).lowercased() == typed.lowercased()
        }
    }

    /// `NAME=VALUE` arguments, whose names may be the labels that people see.
    static func assignments(_ typed: [String], of type: String) throws -> [Assignment] {
        let fields = PolicyTable.county.type(type)?.fields ?? []
        return try typed.enumerated().map { index, argument in
            let label = argument.prefix { !"=+-".contains($0) }
            guard let field = fields.first(where: { $0.label == label }) else {
                return try Assignment(argument, position: index + 1)
            }
            return try Assignment(
                field.name + argument.dropFirst(label.count),
                position: index + 1
            )
        }
    }
}
