import FieldKit

/// Rows with aligned columns for a terminal.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []

    /// - Parameter header: One word a column.
    init(_ header: [String]) { self.header = header }

    /// Takes a row with as many cells as the header.
    mutating func add(_ row: [String]) { rows.append(row.map(Self.oneLine)) }

    /// The lines; a row that is too wide loses the ends of its last cells, never of the first.
    ///
    /// - Parameters:
    ///   - columns: The width of the terminal.
    ///   - hasHeader: Whether the words of the header are shown.
    /// - Returns: Text that ends with a line break; empty without any row.
    func lines(columns: Int, hasHeader: Bool = true) -> String {
        let all = (hasHeader ? [header] : []) + rows
        var room = columns
        var widths: [Int] = []
        for column in header.indices {
            let wanted = all.map { DisplayWidth.of($0[column]) }.max() ?? 0
            let width = column == 0 ? wanted : min(wanted, max(room, 4))
            widths.append(width)
            room -= width + 2
        }
        return all.map { row in
            let cells = zip(row, widths).map {
                DisplayWidth.pad(DisplayWidth.cut($0, to: $1), to: $1)
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
