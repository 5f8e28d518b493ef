/// The sheet settings: one row that says what the form is.
enum XLSFormSettings {
    /// Reads the sheet into a form.
    static func read(
        _ sheet: XLSFormSheet,
        into form: inout FormDefinition,
        problems: inout [FormProblem]
    ) {
        guard let row = sheet.rows.first else { return }
        for later in sheet.rows.dropFirst() {
            problems.append(
                FormProblem(
                    .formSettingUnknown,
                    sheet: sheet.name,
                    row: later.number,
                    details: ["heading": "\(later.number)"],
                    severity: .warning
                )
            )
        }
        for (column, text) in row.cells.sorted(by: { $0.key < $1.key }) {
            guard let heading = sheet.headings[column] else { continue }
            switch heading.path {
            case ["id_string"]: form.id = text
            case ["version"]: form.version = text
            case ["title"]: form.title = ["": text]
            case ["default_language"]: form.defaultLanguage = text
            default:
                form.settings[heading.path.joined(separator: "::")] = text
                check(heading, text, row, sheet, &problems)
            }
        }
    }

    /// Whether a cell says yes.
    static func isYes(_ text: String?) -> Bool {
        ["yes", "true", "true()"].contains(text?.lowercased() ?? "")
    }

    /// Whether a cell says no.
    static func isNo(_ text: String?) -> Bool {
        ["no", "false", "false()"].contains(text?.lowercased() ?? "")
    }

    private static func check(
        _ heading: XLSFormHeading,
        _ text: String,
        _ row: XLSFormSheet.Row,
        _ sheet: XLSFormSheet,
        _ problems: inout [FormProblem]
    ) {
        func note(
            _ code: ProblemCode,
            _ details: [String: String],
            _ severity: FormProblem.Severity = .error
        ) {
            problems.append(
                FormProblem(
                    code,
                    sheet: sheet.name,
                    row: row.number,
                    column: heading.written,
                    details: details,
                    severity: severity
                )
            )
        }
        switch heading.path[0] {
        case "name" where !XMLName.isName(text): note(.formNameInvalid, ["name": text])
        case "add_none_option", "flat":
            if isYes(text) {
                note(.formColumnUnsupported, ["heading": heading.written, "instead": "choices"])
            }
        case "public_key" where isYes(sheet.cell(row, "omit_instanceID")):
            note(.formValueWrong, ["value": text, "expected": "omit_instanceID = no"])
        default:
            if !heading.isKnown {
                note(.formSettingUnknown, ["heading": heading.written], .warning)
            }
        }
    }
}
