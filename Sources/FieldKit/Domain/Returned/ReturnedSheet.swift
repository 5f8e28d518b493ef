public import Foundation

/// A sheet that was exported with its records and versions, and comes back edited.
public struct ReturnedSheet {
    /// The row of the headings, as the spreadsheet counts it.
    let headingLine: Int
    /// What stands above each column but the two hidden ones, by the column from 0.
    let headings: [(column: Int, text: String)]
    private let workbook: Workbook
    private let sheet: Sheet
    private let idColumn: Int
    private let versionColumn: Int

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - bytes: The workbook.
    ///   - fileName: For messages.
    ///   - name: The sheet that is meant; nil for the only one that was exported.
    /// - Throws: `sheet_not_exported`, `sheet_unclear`, `sheet_missing`, and what opening a
    ///   workbook throws.
    public init(bytes: Data, fileName: String, sheet name: String? = nil) throws(Problem) {
        let workbook: Workbook
        do {
            workbook = try Workbook(bytes: bytes, fileName: fileName)
        } catch  where error.code == .workbookIsText {
            // Under no name would it be one.
            throw Problem(.sheetNotExported, ["file": fileName])
        }
        let sheets =
            if let name { [try workbook.sheet(named: name)] } else {
                workbook.sheets.filter { !$0.isHidden }
            }
        var found: [(sheet: Sheet, row: SheetRow)] = []
        for sheet in sheets {
            if let row = try Self.headingRow(of: sheet, in: workbook) { found.append((sheet, row)) }
        }
        guard found.count < 2 else {
            let names = found.map(\.sheet.name).joined(separator: ", ")
            throw Problem(.sheetUnclear, ["file": fileName, "sheets": names])
        }
        guard let only = found.first,
            let idColumn = Self.column(ReturnedWords.id, in: only.row),
            let versionColumn = Self.column(ReturnedWords.version, in: only.row)
        else { throw Problem(.sheetNotExported, ["file": fileName]) }
        self.workbook = workbook
        sheet = only.sheet
        headingLine = only.row.number
        headings = only.row.cells.filter { ![idColumn, versionColumn].contains($0.column) }
            .map { ($0.column, $0.cell.text) }
        self.idColumn = idColumn
        self.versionColumn = versionColumn
    }

    /// Whether a file has a sheet that was exported so.
    ///
    /// - Throws: What opening a workbook throws.
    public static func isOne(
        bytes: Data,
        fileName: String,
        sheet: String? = nil
    ) throws(Problem) -> Bool {
        guard WorkbookKind.isWorkbook(bytes) else { return false }
        do {
            _ = try ReturnedSheet(bytes: bytes, fileName: fileName, sheet: sheet)
            return true
        } catch {
            guard [.sheetNotExported, .sheetUnclear].contains(error.code) else { throw error }
            return error.code == .sheetUnclear
        }
    }

    /// One row below the headings.
    struct Row {
        let line: Int
        /// What its two hidden cells say.
        let id: String
        let version: String
        /// The other cells that hold something, by their column.
        let cells: [Int: SheetCell]
        /// The columns that are merged with others and whose own content is gone.
        let merged: Set<Int>
    }

    /// Goes through the rows of records; titles, totals and lines to sign are passed over.
    func rows(_ takes: (Row) throws -> Void) throws {
        var merged = OpenRanges(try workbook.mergedCells(of: sheet))
        let rows = try workbook.rows(of: sheet)
        while let row = try rows.next() {
            let ranges = merged.reaching(row.number)
            guard row.number > headingLine, let read = read(row, ranges) else { continue }
            try takes(read)
        }
    }

    private func read(_ row: SheetRow, _ ranges: [MergedCells]) -> Row? {
        var cells: [Int: SheetCell] = [:]
        for (column, cell) in row.cells { cells[column] = cell }
        let id = Self.hidden(cells.removeValue(forKey: idColumn))
        let version = Self.hidden(cells.removeValue(forKey: versionColumn))
        if id.isEmpty, version.isEmpty {
            let texts = row.texts(row.width)
            if PrintedTable.isBlankOrTotal(texts) { return nil }
        }
        if id == ReturnedWords.id, version == ReturnedWords.version { return nil }
        var gone: Set<Int> = []
        for range in ranges {
            for column in range.columns
            where column != range.columns.lowerBound || row.number != range.rows.lowerBound {
                gone.insert(column)
            }
        }
        return Row(line: row.number, id: id, version: version, cells: cells, merged: gone)
    }

    private static func hidden(_ cell: SheetCell?) -> String {
        (cell?.text ?? "").filter { !$0.isWhitespace }
    }

    /// The first row with both hidden columns, among those in which titles stand.
    private static func headingRow(
        of sheet: Sheet,
        in workbook: Workbook
    ) throws(Problem) -> SheetRow? {
        let rows = try workbook.rows(of: sheet)
        var seen = 0
        while seen <= Limits.rosterTitleRowsMax, let row = try rows.next() {
            if column(ReturnedWords.id, in: row) != nil,
                column(ReturnedWords.version, in: row) != nil
            {
                return row
            }
            seen += 1
        }
        return nil
    }

    private static func column(_ heading: String, in row: SheetRow) -> Int? {
        row.cells.first { PrintedTable.heading($0.cell.text) == heading }?.column
    }
}

/// The headings of an export beside those of its fields.
public enum ReturnedWords {
    /// Above the records' ids.
    public static let id = "id"
    /// Above the versions.
    public static let version = "version"

    /// Above the names of the fields in conflict.
    public static func conflicts(_ language: Language) -> String {
        language == .chinese ? "有冲突的项" : "in conflict"
    }

    /// What parts the elements of a set in one cell.
    public static let elementSign = "、"

    /// Whether a sign parts elements when it comes back.
    static func isSign(_ character: Character) -> Bool { "、，,；;\n".contains(character) }

    /// The tidied headings of an export that are no answers to a form.
    static func headings(of type: String, _ policies: PolicyTable) -> Set<String> {
        let fields = policies.type(type)?.fields.flatMap { [$0.label, $0.name] } ?? []
        let own = Language.allCases.map(conflicts) + [id, version]
        return Set((fields + own).map(PrintedTable.heading))
    }
}
