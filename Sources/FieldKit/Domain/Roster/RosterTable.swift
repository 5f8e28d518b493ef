public import Foundation
import SwiftCSV

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
    ///   - bytes: UTF-8 with or without its mark, or GB18030; columns parted by commas, tabs or
    ///     semicolons.
    ///   - fileName: Only for messages.
    /// - Returns: The headings and the rows below them.
    /// - Throws: `encoding_invalid`, `header_missing`, or `file_unreadable` above
    ///   ``Limits/rosterBytesMax``.
    public static func read(
        kind: RosterKind,
        bytes: Data,
        fileName: String
    ) throws(Problem) -> RosterTable {
        guard bytes.count <= Limits.rosterBytesMax else {
            throw Problem(
                .fileUnreadable,
                ["path": fileName, "reason": "> \(Limits.rosterBytesMax)"]
            )
        }
        let text = try RosterEncoding.text(of: bytes, fileName: fileName)
        let lines = RosterLines(text)
        let known = Set(kind.columns.flatMap(\.headings))
        let candidates = [CSVDelimiter.comma, .tab, .semicolon].map {
            headingRow(lines, delimiter: $0, known: known)
        }
        let best = candidates.reduce(candidates[0]) { $1.matches > $0.matches ? $1 : $0 }
        try requireColumns(of: kind, in: best.headings, fileName: fileName)
        return body(of: lines, below: best)
    }

    private struct HeadingRow {
        var delimiter: CSVDelimiter
        var next = 0
        var headings: [String] = []
        var matches = 0
    }

    /// The row among the first with the most known headings.
    private static func headingRow(
        _ lines: RosterLines,
        delimiter: CSVDelimiter,
        known: Set<String>
    ) -> HeadingRow {
        var best = HeadingRow(delimiter: delimiter)
        var start = 0
        for _ in 0...Limits.rosterTitleRowsMax where start < lines.count {
            let record = lines.record(at: start, delimiter: delimiter)
            let headings = (record.cells ?? []).map(heading)
            let matches = Set(headings).intersection(known).count
            start = record.next
            if matches > best.matches {
                best = HeadingRow(
                    delimiter: delimiter,
                    next: start,
                    headings: headings,
                    matches: matches
                )
            }
        }
        return best
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

    private static func body(of lines: RosterLines, below top: HeadingRow) -> RosterTable {
        var rows: [Row] = []
        var unreadable: [Int] = []
        var start = top.next
        while start < lines.count {
            let record = lines.record(at: start, delimiter: top.delimiter)
            if let cells = record.cells {
                if !isBlankOrTotal(cells) && !repeats(top, cells) {
                    rows.append(
                        Row(line: start + 1, cells: Array(cells.prefix(top.headings.count)))
                    )
                }
            } else {
                unreadable.append(start + 1)
            }
            start = record.next
        }
        return RosterTable(headings: top.headings, rows: rows, unreadable: unreadable)
    }

    /// Files of several printed pages have the headings on each.
    private static func repeats(_ top: HeadingRow, _ cells: [String]) -> Bool {
        zip(cells, top.headings).allSatisfy { heading($0) == $1 }
    }

    /// What stays of a heading such as `*姓  名（必填）`.
    private static func heading(_ cell: String) -> String {
        var depth = 0
        let kept = PlainText.halfWidth(PlainText.clean(cell)).filter { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth = max(0, depth - 1) }
            return depth == 0 && !character.isWhitespace && !"*:)".contains(character)
        }
        return kept
    }

    private static func isBlankOrTotal(_ cells: [String]) -> Bool {
        guard let first = cells.lazy.map(heading).first(where: { !$0.isEmpty }) else { return true }
        if ["合计", "总计", "共计", "小计"].contains(first) { return true }
        return ["合计", "总计", "制表人", "填表人", "审核人", "校长签字"].contains {
            first.hasPrefix($0) && cells.filter { !$0.allSatisfy(\.isWhitespace) }.count <= 3
        }
    }
}
