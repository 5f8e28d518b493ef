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
    /// A day is written out, words become their code; what is neither is left as it is. A day that is yet
    /// to come is so from the day on which it happened, not from the one on which it is typed.
    ///
    /// - Throws: `wrong_usage` for such a day without a year that has just passed by then.
    static func value(
        _ typed: String,
        field: FieldPolicy,
        of type: String,
        on day: BusinessDay,
        today: BusinessDay
    ) throws -> String {
        guard field.kind == .date else {
            return CodeList.value(typed, field: field.name, of: type)
        }
        guard ahead.contains(field.name) else {
            return BusinessDay.typed(typed, today: today).map { "\($0)" } ?? typed
        }
        let found = BusinessDay.typedAhead(typed, today: today, from: day)
        if let found, let passed = BusinessDay.justPassed(typed, before: day) {
            let label = RecordText(.county).field(field.name, of: type)
            throw Problem(
                .wrongUsage,
                [
                    "what": Language.current(
                        "“\(label)”没有写年份，而 \(passed) 在 \(day) 之前；请写上年份，如 \(passed) 或 \(found)",
                        "\(label) has no year, and \(passed) is before \(day); give the year, such as \(passed) or \(found)"
                    )
                ]
            )
        }
        return found.map { "\($0)" } ?? typed
    }

    /// Whether a type has a field.
    ///
    /// - Throws: `unknown_field` with what may be written there: of these commands none writes what is not in
    ///   the table.
    static func check(_ name: String, of type: String) throws {
        let fields = PolicyTable.county.type(type)?.fields ?? []
        guard !fields.contains(where: { $0.name == name }) else { return }
        let own: Set<String> = ["subject", "student", "household", "kind", "date", "opened"]
        let text = RecordText(.county)
        let known = fields.map(\.name).filter { !own.contains($0) }
            .map { text.field($0, of: type) }.joined(separator: Language.current("、", ", "))
        Terminal.note("这里可以写：\(known)。", "What may be said here: \(known).")
        throw Problem(.unknownField, ["type": text.type(type), "field": label(name)])
    }

    /// What people call a field of whatever type has it.
    private static func label(_ name: String) -> String {
        RecordText(.county).language == .chinese
            ? PolicyTable.county.types.lazy.flatMap(\.fields).first { $0.name == name }?.label
                ?? name
            : name
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
