/// Checks that what the sheets refer to is there, and there once.
struct XLSFormReferences {
    /// What is wrong.
    private(set) var problems: [FormProblem] = []
    private var counts: [String: Int] = [:]
    /// The questions that stand in a repeat.
    private let repeated: Set<String>

    /// Takes the names of all rows of the sheet survey, one for each row.
    init(_ names: [String], in nodes: [FormNode], isOmittingInstance: Bool) {
        repeated = Self.repeated(nodes, isInRepeat: false)
        for name in names + (isOmittingInstance ? [] : ["instanceID"]) {
            counts[name, default: 0] += 1
        }
    }

    /// Checks the cells of a sheet in which references may stand.
    mutating func check(_ sheet: XLSFormSheet) {
        for row in sheet.rows {
            for (column, text) in row.cells.sorted(by: { $0.key < $1.key }) {
                guard let heading = sheet.headings[column], Self.mayRefer(heading, sheet.name)
                else { continue }
                do {
                    for reference in try FormReference.all(in: text) {
                        check(reference, heading, row.number, sheet.name)
                    }
                } catch {
                    note(.formReferenceMalformed, ["text": error.text], heading, row, sheet.name)
                }
            }
        }
    }

    private mutating func check(
        _ reference: FormReference,
        _ heading: XLSFormHeading,
        _ row: Int,
        _ sheet: String
    ) {
        let place = XLSFormSheet.Row(number: row, cells: [:])
        let details = ["name": reference.name]
        switch counts[reference.name] ?? 0 {
        case 0: note(.formReferenceUnknown, details, heading, place, sheet)
        case 1:
            guard reference.isOfLastSaved else { return }
            // What was answered the last time is one text a question, where an answer begins.
            if heading.path[0] != "default" || repeated.contains(reference.name) {
                let instead = "default: ${last-saved#…}; not of a question in a repeat"
                let details = ["function": "last-saved#", "instead": instead]
                note(.formFunctionUnsupported, details, heading, place, sheet)
            }
        default: note(.formReferenceUnclear, details, heading, place, sheet)
        }
    }

    private static func repeated(_ nodes: [FormNode], isInRepeat: Bool) -> Set<String> {
        var names: Set<String> = []
        for node in nodes {
            if isInRepeat { names.insert(node.name) }
            names.formUnion(
                repeated(node.children, isInRepeat: isInRepeat || node.kind == .repeat)
            )
        }
        return names
    }

    private mutating func note(
        _ code: ProblemCode,
        _ details: [String: String],
        _ heading: XLSFormHeading,
        _ row: XLSFormSheet.Row,
        _ sheet: String
    ) {
        problems.append(
            FormProblem(
                code,
                sheet: sheet,
                row: row.number,
                column: heading.written,
                details: details
            )
        )
    }

    private static func mayRefer(_ heading: XLSFormHeading, _ sheet: String) -> Bool {
        switch sheet {
        case "survey": !["type", "name", "trigger"].contains(heading.path[0])
        case "choices": ["label", "media"].contains(heading.path[0])
        case "entities": !["dataset", "repeat"].contains(heading.path[0])
        default: true
        }
    }
}
