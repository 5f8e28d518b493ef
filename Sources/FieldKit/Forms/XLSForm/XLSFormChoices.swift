/// The sheet choices: lists of what may be chosen.
enum XLSFormChoices {
    /// Reads the lists, each in the order of the sheet.
    static func read(
        _ sheet: XLSFormSheet,
        allowsRepeated: Bool,
        problems: inout [FormProblem]
    ) -> [String: [FormChoice]] {
        var lists: [String: [FormChoice]] = [:]
        guard !sheet.rows.isEmpty else { return lists }
        for (path, severity) in [("name", FormProblem.Severity.error), ("list name", .warning)]
        where sheet.column(path) == nil {
            problems.append(
                FormProblem(
                    .formHeadingMissing,
                    sheet: sheet.name,
                    row: 1,
                    details: ["heading": path.replacing(" ", with: "_")],
                    severity: severity
                )
            )
        }
        let filters = filterColumns(sheet, &problems)
        var rows: [String: [String: Int]] = [:]
        for row in sheet.rows {
            guard let choice = choice(row, sheet, filters, &problems) else { continue }
            let list = choice.list
            if let line = rows[list]?[choice.choice.name], !allowsRepeated {
                problems.append(
                    FormProblem(
                        .formChoiceRepeated,
                        sheet: sheet.name,
                        row: row.number,
                        column: sheet.heading("name"),
                        details: ["list": list, "name": choice.choice.name, "line": "\(line)"]
                    )
                )
            }
            rows[list, default: [:]][choice.choice.name] = row.number
            lists[list, default: []].append(choice.choice)
        }
        return lists
    }

    private static func choice(
        _ row: XLSFormSheet.Row,
        _ sheet: XLSFormSheet,
        _ filters: [Int: String],
        _ problems: inout [FormProblem]
    ) -> (list: String, choice: FormChoice)? {
        func note(_ heading: String, _ severity: FormProblem.Severity) {
            problems.append(
                FormProblem(
                    .formChoiceIncomplete,
                    sheet: sheet.name,
                    row: row.number,
                    column: sheet.heading(heading),
                    details: ["heading": sheet.heading(heading)],
                    severity: severity
                )
            )
        }
        guard let list = sheet.cell(row, "list name") else {
            note("list name", .warning)
            return nil
        }
        guard let name = sheet.cell(row, "name") else {
            note("name", .error)
            return nil
        }
        var choice = FormChoice(name: name, label: [:], row: row.number)
        for (column, text) in row.cells.sorted(by: { $0.key < $1.key }) {
            guard let path = sheet.headings[column]?.path else { continue }
            switch path[0] {
            case "label": choice.label[XLSFormLanguages.language(path, after: 1)] = text
            case "media" where path.count > 1:
                choice.media[path[1], default: [:]][XLSFormLanguages.language(path, after: 2)] =
                    text
            default: if let filter = filters[column] { choice.columns[filter] = text }
            }
        }
        if choice.label.isEmpty, choice.media.isEmpty { note("label", .warning) }
        return (list, choice)
    }

    /// The columns for filters; those whose heading is no name are left out, with a warning.
    private static func filterColumns(
        _ sheet: XLSFormSheet,
        _ problems: inout [FormProblem]
    ) -> [Int: String] {
        var filters: [Int: String] = [:]
        for (column, heading) in sheet.headings.sorted(by: { $0.key < $1.key })
        where !heading.isKnown {
            if heading.path.count == 1, XMLName.isName(heading.path[0]) {
                filters[column] = heading.path[0]
            } else {
                problems.append(
                    FormProblem(
                        .formHeadingUnknown,
                        sheet: sheet.name,
                        row: 1,
                        column: heading.written,
                        details: ["heading": heading.written],
                        severity: .warning
                    )
                )
            }
        }
        return filters
    }
}
