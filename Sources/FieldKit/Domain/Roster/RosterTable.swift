public import Foundation

/// A list as a table: its headings, and the rows below them with their line numbers.
///
/// Title rows above the headings, blank rows, repeated headings and the totals below are gone.
public struct RosterTable: Sendable {
    /// One row.
    public struct Row: Sendable {
        /// The number of its first line in the file, from 1.
        public let line: Int
        /// The cells as they were written, at most one for each heading.
        public let cells: [String]
    }

    /// The headings, tidied: no blanks, no stars, nothing in brackets.
    public let headings: [String]
    /// The rows in the order of the file.
    public let rows: [Row]
    /// The lines that cannot be read, such as those with a quotation mark out of place.
    public let unreadable: [Int]

    /// Reads a file of a kind of list.
    ///
    /// - Parameters:
    ///   - kind: Which headings to look for.
    ///   - bytes: A workbook, or text: UTF-8 with or without its mark, or GB18030; columns parted by
    ///     commas, tabs or semicolons.
    ///   - fileName: For messages, and its end.
    ///   - sheet: The sheet of a workbook; nil for the only one that holds such a list.
    /// - Returns: The headings and the rows below them.
    /// - Throws: `encoding_invalid`, `header_missing`, `sheet_unclear`, what opening a workbook
    ///   throws, or `file_unreadable` above ``Limits/rosterBytesMax``.
    public static func read(
        kind: RosterKind,
        bytes: Data,
        fileName: String,
        sheet: String? = nil
    ) throws(Problem) -> RosterTable {
        guard bytes.count <= Limits.rosterBytesMax else {
            throw Problem(
                .fileUnreadable,
                ["path": fileName, "reason": "> \(Limits.rosterBytesMax)"]
            )
        }
        let file = try TableFile(bytes: bytes, fileName: fileName, sheet: sheet)
        let known = Set(kind.columns.flatMap(\.headings))
        var candidates: [HeadingRow] = []
        for layout in file.layouts {
            candidates.append(try headingRow(file, layout, known: known))
        }
        try requireOneSheet(candidates, of: kind, fileName: fileName)
        guard let first = candidates.first else {
            throw Problem(.headerMissing, ["file": fileName, "column": ""])
        }
        let best = candidates.reduce(first) { $1.matches > $0.matches ? $1 : $0 }
        try requireColumns(of: kind, in: best.headings, fileName: fileName)
        return try body(of: file, below: best)
    }

    private struct HeadingRow {
        var layout: TableFile.Layout
        var line = 0
        var headings: [String] = []
        var matches = 0
    }

    /// The row among the first with the most known headings.
    private static func headingRow(
        _ file: TableFile,
        _ layout: TableFile.Layout,
        known: Set<String>
    ) throws(Problem) -> HeadingRow {
        var best = HeadingRow(layout: layout)
        var seen = 0
        try file.rows(layout) { row in
            let headings = (row.cells ?? []).map(PrintedTable.heading)
            let matches = Set(headings).intersection(known).count
            if matches > best.matches {
                best = HeadingRow(
                    layout: layout,
                    line: row.line,
                    headings: headings,
                    matches: matches
                )
            }
            seen += 1
            return seen <= Limits.rosterTitleRowsMax
        }
        return best
    }

    /// Of several sheets that hold such a list none is preferred in silence.
    private static func requireOneSheet(
        _ candidates: [HeadingRow],
        of kind: RosterKind,
        fileName: String
    ) throws(Problem) {
        let fitting = candidates.compactMap { candidate -> String? in
            guard case .sheet(let sheet) = candidate.layout,
                (try? requireColumns(of: kind, in: candidate.headings, fileName: fileName)) != nil
            else { return nil }
            return sheet.name
        }
        if fitting.count > 1 {
            throw Problem(
                .sheetUnclear,
                ["file": fileName, "sheets": fitting.joined(separator: ", ")]
            )
        }
    }

    private static func requireColumns(
        of kind: RosterKind,
        in headings: [String],
        fileName: String
    ) throws(Problem) {
        for group in kind.neededColumns {
            let columns = kind.columns.filter { group.contains($0.field) }
            let found = columns.contains { !Set($0.headings).isDisjoint(with: headings) }
            guard found else {
                throw Problem(
                    .headerMissing,
                    ["file": fileName, "column": columns.first?.heading ?? ""]
                )
            }
        }
    }

    private static func body(
        of file: TableFile,
        below top: HeadingRow
    ) throws(Problem) -> RosterTable {
        var rows: [Row] = []
        var unreadable: [Int] = []
        try file.rows(top.layout) { row in
            guard row.line > top.line else { return true }
            if let cells = row.cells {
                if !PrintedTable.isBlankOrTotal(cells, below: top.headings)
                    && !repeats(top, cells)
                {
                    rows.append(
                        Row(line: row.line, cells: Array(cells.prefix(top.headings.count)))
                    )
                }
            } else {
                unreadable.append(row.line)
            }
            return true
        }
        return RosterTable(headings: top.headings, rows: rows, unreadable: unreadable)
    }

    /// Files of several printed pages have the headings on each.
    private static func repeats(_ top: HeadingRow, _ cells: [String]) -> Bool {
        zip(cells, top.headings).allSatisfy { PrintedTable.heading($0) == $1 }
    }
}
