import CXML

/// The rows of one sheet, one at a time.
public final class SheetRows {
    private let stream: XMLStream
    private let workbook: Workbook
    private let row: UnsafePointer<xmlChar>?
    private let cell: UnsafePointer<xmlChar>?
    private let value: UnsafePointer<xmlChar>?
    private let data: UnsafePointer<xmlChar>?
    private let merge: UnsafePointer<xmlChar>?
    private var number = 0

    init(_ part: ZipPart, of workbook: Workbook) throws(Problem) {
        stream = try XMLStream(part)
        self.workbook = workbook
        row = stream.name("row")
        cell = stream.name("c")
        value = stream.name("v")
        data = stream.name("sheetData")
        merge = stream.name("mergeCell")
    }

    /// The next row that the sheet has; rows without any cell may be left out by it.
    ///
    /// - Returns: The row; nil after the last one.
    /// - Throws: `workbook_damaged`, `workbook_too_large`.
    public func next() throws(Problem) -> SheetRow? {
        while true {
            switch try stream.next() {
            case .start where stream.element == row: return try readRow()
            case .end where stream.element == data: return nil
            case .finish: return nil
            default: continue
            }
        }
    }

    /// The ranges of merged cells, which a sheet names after its last row.
    func merges() throws(Problem) -> [MergedCells] {
        var ranges: [MergedCells] = []
        var event = try stream.next()
        while event != .finish {
            if event == .start, stream.element == merge,
                let range = stream.attribute("ref").flatMap(MergedCells.init)
            {
                guard ranges.count < Limits.sheetMergesMax else {
                    throw stream.damaged("> \(Limits.sheetMergesMax)")
                }
                ranges.append(range)
            }
            event = try stream.next()
        }
        return ranges
    }

    private func readRow() throws(Problem) -> SheetRow {
        let place = stream.attribute("r").flatMap { Int($0) } ?? number + 1
        guard place > number, place <= Limits.sheetRowsMax else {
            throw stream.damaged("row \(place)")
        }
        number = place
        var cells: [(column: Int, cell: SheetCell)] = []
        var column = -1
        while true {
            switch try stream.next() {
            case .start where stream.element == cell:
                column = stream.attribute("r").flatMap { CellPlace.read($0)?.column } ?? column + 1
                guard column > cells.last?.column ?? -1, column < Limits.sheetColumnsMax else {
                    throw stream.damaged("row \(place), column \(column + 1)")
                }
                if let read = try readCell() { cells.append((column, read)) }
            case .end where stream.element == row: return SheetRow(number: place, cells: cells)
            case .finish: return SheetRow(number: place, cells: cells)
            default: continue
            }
        }
    }

    /// The cell that the stream stands on; nil if it is empty.
    private func readCell() throws(Problem) -> SheetCell? {
        let type = stream.attribute("t") ?? "n"
        let style = stream.attribute("s").flatMap { Int($0) } ?? 0
        var inline = RichText(stream)
        var isInValue = false
        var written = ""
        loop: while true {
            switch try stream.next() {
            case .start:
                isInValue = stream.element == value
                inline.start()
            case .text:
                if isInValue { written += stream.text } else { try inline.add() }
                guard written.utf8.count <= Limits.cellBytesMax else {
                    throw stream.damaged("> \(Limits.cellBytesMax)")
                }
            case .end where stream.element == cell: break loop
            case .end:
                isInValue = false
                inline.end()
            case .finish: break loop
            }
        }
        return try understand(written, inline: inline.text, type: type, style: style)
    }

    private func understand(
        _ written: String,
        inline: String,
        type: String,
        style: Int
    ) throws(Problem) -> SheetCell? {
        switch type {
        case "inlineStr": return inline.isEmpty ? nil : .text(inline)
        case "s":
            guard let index = Int(written), let text = workbook.strings[index] else {
                throw stream.damaged("shared string \(written)")
            }
            return text.isEmpty ? nil : .text(text)
        case "str": return written.isEmpty ? nil : .text(RichText.plain(written))
        case "b": return written.isEmpty ? nil : .boolean(written == "1" || written == "true")
        case "e": return written.isEmpty ? nil : .error(written)
        case "d": return written.isEmpty ? nil : .date(Self.date(written))
        default:
            guard !written.isEmpty else { return nil }
            if workbook.formats.showsDate(style: style),
                let date = workbook.calendar.text(written)
            {
                return .date(date)
            }
            return .number(written)
        }
    }

    /// A date that is written as one, without the midnight that nobody meant.
    private static func date(_ written: String) -> String {
        let parts = written.split(separator: "T", maxSplits: 1)
        guard parts.count == 2 else { return written }
        let time = parts[1].prefix { $0 != "." && $0 != "Z" }
        return time == "00:00:00" ? String(parts[0]) : "\(parts[0]) \(time)"
    }
}

/// Cells that are shown as one; what it shows stands in the first.
public struct MergedCells: Sendable, Hashable {
    /// The rows as the spreadsheet counts them, from 1.
    public let rows: ClosedRange<Int>
    /// The columns, from 0.
    public let columns: ClosedRange<Int>

    /// Reads a range such as `A1:C3`; nil if it is none.
    init?(_ reference: String) {
        let ends = reference.split(separator: ":")
        guard let first = ends.first.flatMap({ CellPlace.read($0) }),
            let last = ends.last.flatMap({ CellPlace.read($0) }),
            ends.count <= 2, first.row <= last.row, first.column <= last.column
        else { return nil }
        rows = first.row...last.row
        columns = first.column...last.column
    }
}
