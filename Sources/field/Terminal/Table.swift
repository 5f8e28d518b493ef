import FieldKit

/// Rows with aligned columns for a terminal.
struct Table {
    private let header: [String]
    private var rows: [(cells: [String], style: Page.Style)] = []

    /// The blanks between two columns.
    private static let gap = 2
    /// What is left of a column that has to give way, if it had more.
    private static let narrowest = 6

    /// - Parameter header: One word a column.
    init(_ header: [String]) { self.header = header }

    /// Takes a row with as many cells as the header.
    mutating func add(_ row: [String], _ style: Page.Style = .plain) {
        rows.append((row.map(Self.oneLine), style))
    }

    /// The lines.
    ///
    /// A column in which nothing stands is left out. Where they are too wide, the widest columns but the first lose their ends; where even that is not
    /// enough, each row is folded.
    ///
    /// - Parameters:
    ///   - columns: The width of the terminal; nil for as much as they take.
    ///   - hasHeader: Whether the words of the header are shown.
    /// - Returns: The lines; none without any row.
    func lines(columns: Int?, hasHeader: Bool = true) -> [Page.Line] {
        guard !rows.isEmpty else { return [] }
        let filled = header.indices.filter { column in
            column == 0 || rows.contains { !$0.cells[column].isEmpty }
        }
        let all = ((hasHeader ? [(cells: header, style: Page.Style.heading)] : []) + rows).map {
            row in (cells: filled.map { row.cells[$0] }, style: row.style)
        }
        let wanted = filled.indices.map { column in
            all.map { DisplayWidth.of($0.cells[column]) }.max() ?? 0
        }
        guard let widths = Self.narrowed(wanted, to: columns) else {
            return all.flatMap { row in
                Self.folded(row.cells, to: columns ?? .max).map {
                    Page.Line(text: $0, style: row.style)
                }
            }
        }
        return all.map { row in
            let cells = zip(row.cells, widths).map {
                DisplayWidth.pad(DisplayWidth.cut($0, to: $1), to: $1)
            }
            return Page.Line(
                text: DisplayWidth.trimmed(cells.joined(separator: Self.blanks)),
                style: row.style
            )
        }
    }

    private static let blanks = String(repeating: " ", count: gap)

    /// The widths that fit; nil if none do.
    private static func narrowed(_ wanted: [Int], to columns: Int?) -> [Int]? {
        guard let columns else { return wanted }
        var widths = wanted
        var excess = widths.reduce(gap * (widths.count - 1), +) - columns
        while excess > 0 {
            let widest = widths.indices.dropFirst().max { widths[$0] < widths[$1] }
            guard let widest, widths[widest] > narrowest else { return nil }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// The cells one after the other, on as many lines as they take; those after the first are indented.
    private static func folded(_ cells: [String], to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for cell in cells where !cell.isEmpty {
            let width = DisplayWidth.of(cell)
            if !line.isEmpty, DisplayWidth.of(line) + gap + width > columns {
                lines.append(line)
                line = ""
            }
            let start = line.isEmpty ? (lines.isEmpty ? "" : blanks) : line + blanks
            line = start + DisplayWidth.cut(cell, to: columns - DisplayWidth.of(start))
        }
        return (lines + [line]).map(DisplayWidth.trimmed)
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
