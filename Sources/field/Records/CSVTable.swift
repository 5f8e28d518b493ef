import FieldKit

/// Records as a table for a spreadsheet: UTF-8 with a byte order mark, lines ended by CR LF.
struct CSVTable {
    /// The columns between `id` and `conflicts`: the type's fields, and in a type that the table
    /// of policies does not know whatever its records have.
    private let fields: [String]

    init(fields: [String]) { self.fields = fields }

    /// The byte order mark and the names of the columns.
    var header: String {
        "\u{FEFF}" + Self.line(["id", "generation", "buckets"] + fields + ["conflicts"])
    }

    /// One record.
    func row(_ view: RecordView) -> String {
        let cells = fields.map { name in
            if let elements = view.sets[name] { return Self.cell(elements.joined(separator: ";")) }
            guard let value = view.values[name] else { return "" }
            // A number that the program wrote as a number is none that somebody made up.
            if case .integer = value { return value.text }
            if case .decimal = value { return value.text }
            return Self.cell(value.text)
        }
        return Self.line(
            ["\(view.id)", "\(view.generation)", Self.cell(view.buckets.joined(separator: ";"))]
                + cells + [Self.cell(view.conflicts.joined(separator: ";"))]
        )
    }

    /// Text that a spreadsheet must neither run as a formula nor take for a number.
    ///
    /// An apostrophe before `=`, `+`, `-`, `@`, a tab or a line break at the beginning keeps it from
    /// being a formula; before twelve or more digits, or a zero in front, from losing digits.
    static func cell(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        let isFormula = "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }.count
        let isNumber = digits == text.utf8.count || (digits == 17 && text.hasSuffix("X"))
        let isLong = isNumber && (digits >= 12 || (digits > 1 && first == "0"))
        return isFormula || isLong ? "'" + text : text
    }

    private static func line(_ cells: [String]) -> String {
        cells.map { cell in
            let needsQuotes = cell.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
            return needsQuotes
                ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: ",") + "\r\n"
    }
}
