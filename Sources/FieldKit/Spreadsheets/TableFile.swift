public import Foundation

/// One row of a table, whatever kind of file it came from.
public struct TableRow: Sendable {
    /// The line of the file, or the row of the sheet, from 1.
    public let line: Int
    /// The cells as texts; nil where they cannot be read, as with a quotation mark out of place.
    public let cells: [String]?
}

/// A file of rows: CSV, or a workbook.
public struct TableFile {
    /// One way to take a file apart.
    public enum Layout: Sendable, Hashable {
        /// Lines whose cells are parted by a sign.
        case lines(CSVSign)
        /// A sheet of a workbook.
        case sheet(Sheet)
    }

    /// What parts the cells of a line.
    public enum CSVSign: Sendable, Hashable {
        case comma, tab, semicolon
    }

    /// The ways to take this file apart; a workbook has one for each sheet that is shown.
    public let layouts: [Layout]

    private enum Content {
        case lines(CSVLines)
        case workbook(Workbook)
    }

    private let content: Content

    /// Opens a file, which is what its first bytes say; an empty or unclear one by its name.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - fileName: For messages, and its end.
    ///   - sheet: Which sheet is meant; nil for any that is shown.
    /// - Throws: `encoding_invalid`, `workbook_foreign`, and what ``Workbook/init(bytes:fileName:)`` and
    ///   ``Workbook/sheet(named:)`` throw.
    public init(bytes: Data, fileName: String, sheet: String? = nil) throws(Problem) {
        let isNamedWorkbook = [".xlsx", ".xlsm", ".xls", ".et"].contains {
            fileName.lowercased().hasSuffix($0)
        }
        guard isNamedWorkbook || WorkbookKind.isWorkbook(bytes) else {
            try WorkbookKind.requireNoOther(bytes, fileName: fileName)
            content = .lines(CSVLines(try TextEncoding.text(of: bytes, fileName: fileName)))
            layouts = [.lines(.comma), .lines(.tab), .lines(.semicolon)]
            return
        }
        let workbook = try Workbook(bytes: bytes, fileName: fileName)
        content = .workbook(workbook)
        if let sheet {
            layouts = [.sheet(try workbook.sheet(named: sheet))]
        } else {
            layouts = workbook.sheets.filter { !$0.isHidden }.map { .sheet($0) }
        }
    }

    /// Goes through the rows from the top until the caller has seen enough.
    ///
    /// - Parameters:
    ///   - layout: One of ``layouts``.
    ///   - takes: Gets each row; false ends it.
    /// - Throws: `workbook_damaged`, `workbook_too_large`, and what `takes` throws.
    public func rows(_ layout: Layout, takes: (TableRow) throws(Problem) -> Bool) throws(Problem) {
        switch (content, layout) {
        case (.lines(let lines), .lines(let sign)):
            var start = 0
            while start < lines.count {
                let record = lines.record(at: start, sign: sign)
                guard try takes(TableRow(line: start + 1, cells: record.cells)) else { return }
                start = record.next
            }
        case (.workbook(let workbook), .sheet(let sheet)):
            var merged = MergedRows(try workbook.mergedCells(of: sheet))
            let rows = try workbook.rows(of: sheet)
            while let row = try rows.next() {
                let cells = merged.fill(row)
                guard try takes(TableRow(line: row.number, cells: cells)) else { return }
            }
        default: return
        }
    }
}
