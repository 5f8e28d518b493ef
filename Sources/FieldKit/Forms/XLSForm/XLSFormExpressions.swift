/// What is wrong with the expressions of a form, with the place in its sheet.
struct XLSFormExpressions {
    private let sheet: XLSFormSheet
    private let settings: XLSFormSheet?
    /// What was found before: references are looked at once.
    private let known: Set<FormProblem>
    /// The names of all rows, those too that were refused.
    private let names: Set<String>

    init(
        _ sheet: XLSFormSheet,
        settings: XLSFormSheet?,
        names: [String],
        beside problems: [FormProblem]
    ) {
        self.sheet = sheet
        self.settings = settings
        self.names = Set(names)
        known = Set(problems.map(Self.withoutColumn))
    }

    /// Makes the form ready to be answered, and says what stands in the way.
    func problems(of form: FormDefinition) -> [FormProblem] {
        compiled(form).map(problem).filter { !known.contains(Self.withoutColumn($0)) }
    }

    /// What is wrong with the expressions of the sheet entities, computed where each entity stands.
    func problems(of entities: XLSFormSheet, in form: FormDefinition) -> [FormProblem] {
        let before = Set(compiled(form))
        let containers = EntityPlaces(form).containers
        return zip(form.entities, containers).flatMap { entity, container in
            let parts = [
                ("label", entity.label), ("entity_id", entity.id), ("create_if", entity.createIf),
                ("update_if", entity.updateIf),
            ]
            return parts.flatMap { column, expression -> [FormProblem] in
                guard let expression else { return [] }
                var row = FormNode(name: ".entity", kind: .question(.calculate), row: entity.row)
                row.calculation = expression
                var whole = form
                whole.add([row], at: container.steps.map(\.name))
                return compiled(whole).filter { found in
                    guard !before.contains(found) else { return false }
                    // A label may be a plain word, which as an expression is a path to nowhere.
                    if case .expression = found.code { return true }
                    return column != "label"
                }
                .map { found in
                    let (code, details) = words(found)
                    return FormProblem(
                        code,
                        sheet: entities.name,
                        row: entity.row,
                        column: entities.heading(column),
                        details: details,
                        severity: found.code == .emptyPath ? .warning : .error
                    )
                }
            }
        }
        .filter { !known.contains(Self.withoutColumn($0)) }
    }

    private func compiled(_ form: FormDefinition) -> [CompiledForm.Problem] {
        var found: [CompiledForm.Problem] = []
        _ = CompiledForm(form, problems: &found)
        return found.filter { problem in
            let name = problem.details["name"] ?? ""
            let isSaid = names.contains(name) || name.hasPrefix(FormReference.lastSavedMark)
            return problem.code != .unknownName || !isSaid
        }
    }

    /// Labels of choices are named by the row that shows them, references by their own.
    private static func withoutColumn(_ problem: FormProblem) -> FormProblem {
        var problem = problem
        problem.column = nil
        return problem
    }

    private func problem(_ found: CompiledForm.Problem) -> FormProblem {
        let (code, details) = words(found)
        // What belongs to no row of the survey belongs to the one row of the settings.
        let place = found.row == 0 ? settings : nil
        return FormProblem(
            code,
            sheet: (place ?? sheet).name,
            row: place?.rows.first?.number ?? found.row,
            column: Self.heading(found.column, in: place ?? sheet),
            details: details,
            severity: found.code == .emptyPath ? .warning : .error
        )
    }

    private func words(_ found: CompiledForm.Problem) -> (ProblemCode, [String: String]) {
        let name = ["name": found.details["name"] ?? found.details["path"] ?? ""]
        switch found.code {
        case .unknownName, .unknownPath: return (.formReferenceUnknown, name)
        case .emptyPath: return (.formPathEmpty, found.details)
        case .notRepeated: return (.formChoicesNotRepeated, name)
        case .unknownEscape:
            let value = found.details["escape"] ?? ""
            return (.formValueWrong, ["value": value, "expected": FormCalendar.escapes])
        case .ambiguousName: return (.formReferenceUnclear, name)
        case .cycle: return (.formCycle, found.details)
        case .noChoices:
            return (.formValueMissing, name.merging(["heading": "select_one"]) { $1 })
        case .expression(let code): return words(code, found)
        }
    }

    private func words(
        _ code: FormExpressionError.Code,
        _ found: CompiledForm.Problem
    ) -> (ProblemCode, [String: String]) {
        let offset = "\((found.offset ?? 0) + 1)"
        func invalid(_ reason: String) -> (ProblemCode, [String: String]) {
            // Who writes how many in words learns what can be read.
            let example = found.column == "repeat_count" ? " (repeat_count: 3; ${…}; ${…} + 1)" : ""
            return (.formExpressionInvalid, ["reason": reason + example, "offset": offset])
        }
        let function = found.details["function"] ?? ""
        switch code {
        case .syntax: return invalid("“\(found.details["found"] ?? "")”")
        case .unclosed: return invalid("'…, \"…, ${…")
        case .unknownFunction:
            let names = FormFunction.allCases.map(\.rawValue).joined(separator: ", ")
            return (.formFunctionUnknown, ["function": function, "known": names])
        case .wrongArgumentCount: return (.formFunctionArguments, found.details)
        case .unsupported:
            let construct = found.details["construct"] ?? ""
            return (.formFunctionUnsupported, ["function": construct, "instead": "${name}"])
        case .wrongArgument: return invalid("\(function)(\(found.details["argument"] ?? ""))")
        case .tooLarge:
            return invalid("> \(FormLimits.expressionDepth), \(FormLimits.expressionLength)")
        }
    }

    /// The heading of a column, as the sheet writes it.
    static func heading(_ column: String, in sheet: XLSFormSheet) -> String {
        let path = paths[column] ?? [column]
        return sheet.headings.values.filter { $0.path.starts(with: path) }
            .min { $0.written < $1.written }?.written ?? column
    }

    private static let paths = [
        "relevant": ["bind", "relevant"], "constraint": ["bind", "constraint"],
        "calculation": ["bind", "calculate"], "required": ["bind", "required"],
        "read_only": ["bind", "readonly"], "repeat_count": ["control", "jr:count"],
    ]
}
