import Foundation

/// One sheet of a form, whole: its headings, and what each row says under them.
struct XLSFormSheet {
    /// One row with something in it.
    struct Row {
        /// The row as the spreadsheet counts it.
        let number: Int
        /// What stands under a heading, by the heading's index.
        let cells: [Int: String]
    }

    /// The name as the form has it, such as `survey`.
    let name: String
    /// The headings by column; nil where there is none.
    private(set) var headings: [Int: XLSFormHeading] = [:]
    /// The rows below the headings.
    private(set) var rows: [Row] = []

    /// Reads a sheet, in whose cells several blanks may count as one.
    ///
    /// - Throws: `workbook_damaged`, `workbook_too_large`, the latter also above
    ///   ``Limits/formRowsMax``.
    init(
        _ sheet: Sheet,
        of workbook: Workbook,
        as name: String,
        _ vocabulary: XLSFormHeading.Vocabulary,
        isCollapsing: Bool,
        problems: inout [FormProblem]
    ) throws(Problem) {
        self.name = name
        let source = try workbook.rows(of: sheet)
        while let row = try source.next() {
            if row.number == 1 {
                readHeadings(row, vocabulary, &problems)
                continue
            }
            var cells: [Int: String] = [:]
            for (column, cell) in row.cells where headings[column] != nil {
                let text = Self.text(of: cell, isCollapsing: isCollapsing)
                if !text.isEmpty { cells[column] = text }
            }
            if !cells.isEmpty { rows.append(Row(number: row.number, cells: cells)) }
            guard rows.count <= Limits.formRowsMax else {
                throw Problem.tooLarge(workbook.fileName, name, above: Limits.formRowsMax, .rows)
            }
        }
    }

    /// The column of a heading that means this; nil if the sheet has none.
    func column(_ path: String...) -> Int? { headings.first { $0.value.path == path }?.key }

    /// The heading as it is written, for messages.
    func heading(_ path: String...) -> String {
        headings.values.first { $0.path == path }?.written ?? path.last ?? ""
    }

    /// What a row says under a heading; nil for nothing.
    func cell(_ row: Row, _ path: String...) -> String? {
        headings.first { $0.value.path == path }.flatMap { row.cells[$0.key] }
    }

    private mutating func readHeadings(
        _ row: SheetRow,
        _ vocabulary: XLSFormHeading.Vocabulary,
        _ problems: inout [FormProblem]
    ) {
        let written = row.cells.map { ($0.column, Self.text(of: $0.cell, isCollapsing: true)) }
        let hasDoubleColon = written.contains { $0.1.contains("::") }
        var seen: [[String]: XLSFormHeading] = [:]
        let hasBoth =
            name == "settings"
            && ["form_id", "id_string"].allSatisfy { wanted in
                written.contains { $0.1 == wanted }
            }
        for (column, text) in written where !text.isEmpty {
            if hasBoth, text == "id_string" {
                // As pyxform does: the newer name counts.
                note(.formHeadingRepeated, text, other: "form_id", .warning, &problems)
                continue
            }
            let heading = XLSFormHeading(text, vocabulary, hasDoubleColon: hasDoubleColon)
            if let other = seen[heading.path] {
                note(.formHeadingRepeated, text, other: other.written, .error, &problems)
                continue
            }
            seen[heading.path] = heading
            headings[column] = heading
        }
    }

    private func note(
        _ code: ProblemCode,
        _ heading: String,
        other: String,
        _ severity: FormProblem.Severity,
        _ problems: inout [FormProblem]
    ) {
        problems.append(
            FormProblem(
                code,
                sheet: name,
                row: 1,
                column: heading,
                details: ["heading": heading, "other": other],
                severity: severity
            )
        )
    }

    /// A cell as the form means it: trimmed, without curly quotation marks.
    static func text(of cell: SheetCell, isCollapsing: Bool) -> String {
        let plain: String
        if case .number(let digits) = cell { plain = number(digits) } else { plain = cell.text }
        var text = String(
            String.UnicodeScalarView(plain.unicodeScalars.map { straight[$0] ?? $0 })
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        if isCollapsing, text.contains("  ") { text = text.replacing(#/ +/#, with: " ") }
        return text
    }

    /// A number in the shortest form that means the same.
    private static func number(_ digits: String) -> String {
        guard let value = Double(digits) else { return digits }
        if value.rounded() == value, abs(value) < 1e15 { return String(Int64(value)) }
        return "\(value)"
    }

    private static let straight: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{A0}": " ", "\u{2018}": "'", "\u{2019}": "'", "\u{201C}": "\"", "\u{201D}": "\"",
    ]
}
