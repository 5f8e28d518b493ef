/// A table as CSV for a spreadsheet: UTF-8 with a byte order mark, lines ended by CR LF; nothing in it drives
/// what shows it.
public enum CSVText {
    /// The mark by which a spreadsheet knows UTF-8; before the first line.
    public static let mark = "\u{FEFF}"

    /// One line.
    public static func line(_ cells: [TableCell]) -> String {
        cells.map { cell in
            switch cell {
            // A number that the program wrote as a number is none that somebody made up.
            case .number(let digits): quoted(digits)
            case .text(let text): quoted(Problem.harmless(protected(text), isLaidOut: true))
            }
        }.joined(separator: ",") + "\r\n"
    }

    /// Text that a spreadsheet must neither run as a formula nor take for a number.
    ///
    /// An apostrophe before `=`, `+`, `-`, `@`, a tab or a line break at the beginning keeps it from
    /// being a formula; before twelve or more digits, or a zero in front, from losing digits.
    static func protected(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        let isFormula = "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }.count
        let isNumber = digits == text.utf8.count || (digits == 17 && text.hasSuffix("X"))
        let isLong = isNumber && (digits >= 12 || (digits > 1 && first == "0"))
        return isFormula || isLong ? "'" + text : text
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
}
