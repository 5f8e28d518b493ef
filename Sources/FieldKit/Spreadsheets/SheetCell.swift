/// What stands in one cell of a sheet.
public enum SheetCell: Sendable, Hashable {
    /// A text; the runs of a rich text are put together.
    case text(String)
    /// A number with the digits that the file has.
    case number(String)
    /// A number that is shown as a date or time: `2026-09-01`, `2026-09-01 08:30:00`, `08:30:00`.
    case date(String)
    /// Yes or no.
    case boolean(Bool)
    /// What a formula that failed shows, such as `#N/A`.
    case error(String)

    /// The cell as text.
    public var text: String {
        switch self {
        case .text(let text), .number(let text), .date(let text), .error(let text): text
        case .boolean(let flag): flag ? "TRUE" : "FALSE"
        }
    }
}

/// One row of a sheet, with the cells that hold something.
public struct SheetRow: Sendable {
    /// The row as the spreadsheet counts it, from 1.
    public let number: Int
    /// The cells from left to right, each with its column from 0.
    public let cells: [(column: Int, cell: SheetCell)]

    /// The cells of the first columns as texts; an empty one is an empty text.
    public func texts(_ count: Int) -> [String] {
        var texts = [String](repeating: "", count: count)
        for (column, cell) in cells where column < count { texts[column] = cell.text }
        return texts
    }

    /// How many columns the row reaches.
    public var width: Int { (cells.last?.column ?? -1) + 1 }
}
