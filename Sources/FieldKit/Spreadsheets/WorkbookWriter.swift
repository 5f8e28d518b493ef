import CXLSXWriter
import Foundation

/// Writes a table as a workbook (.xlsx) that can be printed and stamped.
///
/// Rows go to the disk as they come. All text is text for the spreadsheet too: it neither loses
/// digits nor runs as a formula.
public final class WorkbookWriter {
    private let path: String
    private let head: TableHead
    private let book: UnsafeMutablePointer<lxw_workbook>
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let text: UnsafeMutablePointer<lxw_format>
    private let number: UnsafeMutablePointer<lxw_format>
    private var isOpen = true
    private var nextRow: UInt32 = 0
    private var widths: [Int]

    /// Begins a workbook.
    ///
    /// - Parameters:
    ///   - path: The file; what was there is lost.
    ///   - head: Title, columns and who signs.
    /// - Throws: `file_unwritable`.
    public init(path: String, head: TableHead) throws(Problem) {
        var options = lxw_workbook_options()
        options.constant_memory = 1
        options.use_zip64 = 1
        let made = Self.quietly { () -> Made? in
            guard let book = workbook_new_opt(path, &options),
                let sheet = workbook_add_worksheet(book, Self.sheetName(head.title))
            else { return nil }
            return (book, sheet)
        }
        guard let (book, sheet) = made,
            let text = workbook_add_format(book), let number = workbook_add_format(book)
        else { throw Problem(.fileUnwritable, ["path": path, "reason": "libxlsxwriter"]) }
        self.path = path
        self.head = head
        self.book = book
        self.sheet = sheet
        self.text = text
        self.number = number
        widths = head.columns.map { DisplayWidth.of($0.heading) }
        for format in [text, number] {
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        }
        format_set_num_format(text, "@")
        try writeHead()
    }

    private typealias Made = (
        book: UnsafeMutablePointer<lxw_workbook>, sheet: UnsafeMutablePointer<lxw_worksheet>
    )

    /// Does something with standard error closed: the library writes lines of its own there about what it
    /// also returns, which is said in the words of the catalogue.
    ///
    /// One after the other: of two at once, the second would keep what the first has closed.
    private static func quietly<Result>(_ body: () -> Result) -> Result {
        silence.lock()
        defer { silence.unlock() }
        let kept = dup(2)
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { for file in [kept, nothing] where file >= 0 { close(file) } }
        guard kept >= 0, nothing >= 0, dup2(nothing, 2) >= 0 else { return body() }
        defer { dup2(kept, 2) }
        return body()
    }

    private static let silence = NSLock()

    deinit {
        // A workbook that was not finished still holds memory and temporary files.
        if isOpen { _ = Self.quietly { workbook_close(book) } }
    }

    /// Adds a row below the last one; an empty cell is an empty text.
    ///
    /// - Throws: `value_too_long` for a text that no cell holds, `file_unwritable` below the last
    ///   row of a sheet.
    public func row(_ cells: [TableCell]) throws(Problem) {
        for (index, cell) in cells.enumerated() {
            let column = UInt16(index)
            if case .number(let digits) = cell, let value = Self.exact(digits) {
                try check(worksheet_write_number(sheet, nextRow, column, value, number), cell.text)
            } else if cell.text.isEmpty {
                try check(worksheet_write_blank(sheet, nextRow, column, text), "")
            } else {
                let content = Self.sound(cell.text)
                try check(worksheet_write_string(sheet, nextRow, column, content, text), content)
            }
            if index < widths.count {
                widths[index] = max(widths[index], DisplayWidth.of(cell.text))
            }
        }
        nextRow += 1
    }

    /// Adds the line for those who sign and completes the file.
    ///
    /// - Throws: `file_unwritable`.
    public func finish() throws(Problem) {
        let shown = head.columns.indices.filter { !head.columns[$0].isHidden }
        for (place, signature) in head.signatures.enumerated() where !shown.isEmpty {
            let column = shown[min(place * shown.count / head.signatures.count, shown.count - 1)]
            try check(
                worksheet_write_string(sheet, nextRow + 1, UInt16(column), signature, nil),
                signature
            )
        }
        setColumns()
        isOpen = false
        let result = Self.quietly { workbook_close(book) }
        guard result == LXW_NO_ERROR else { throw problem(result) }
    }

    private func writeHead() throws(Problem) {
        let last = UInt16(max(head.columns.count - 1, 0))
        let title = workbook_add_format(book)
        format_set_bold(title)
        format_set_font_size(title, 16)
        format_set_align(title, UInt8(LXW_ALIGN_CENTER.rawValue))
        format_set_align(title, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        worksheet_set_row(sheet, 0, 28, nil)
        try span(0, last, Self.sound(head.title), title)
        try span(1, last, Self.sound(head.subtitle), workbook_add_format(book))
        let heading = workbook_add_format(book)
        format_set_bold(heading)
        format_set_num_format(heading, "@")
        format_set_border(heading, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_align(heading, UInt8(LXW_ALIGN_CENTER.rawValue))
        for (index, column) in head.columns.enumerated() {
            let words = Self.sound(column.heading)
            try check(worksheet_write_string(sheet, 2, UInt16(index), words, heading), words)
        }
        nextRow = 3
        worksheet_freeze_panes(sheet, 3, 0)
        worksheet_repeat_rows(sheet, 0, 2)
        worksheet_set_paper(sheet, Self.paperA4)
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_center_horizontally(sheet)
        worksheet_set_footer(sheet, "&C&P / &N")
    }

    /// A text over all columns of a row.
    private func span(
        _ row: UInt32,
        _ last: UInt16,
        _ words: String,
        _ format: UnsafeMutablePointer<lxw_format>?
    ) throws(Problem) {
        let result =
            last > 0
            ? worksheet_merge_range(sheet, row, 0, row, last, words, format)
            : worksheet_write_string(sheet, row, 0, words, format)
        try check(result, words)
    }

    private func setColumns() {
        var total = 0
        for (index, column) in head.columns.enumerated() {
            let width = min(max(widths[index] + 2, Self.widthMin), Self.widthMax)
            var options = lxw_row_col_options()
            options.hidden = column.isHidden ? 1 : 0
            worksheet_set_column_opt(
                sheet,
                UInt16(index),
                UInt16(index),
                Double(width),
                text,
                &options
            )
            if !column.isHidden { total += width }
        }
        if total > Self.portraitWidthMax { worksheet_set_landscape(sheet) }
    }

    private func check(_ result: lxw_error, _ content: String) throws(Problem) {
        guard result != LXW_NO_ERROR else { return }
        if result == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED {
            throw Problem(
                .valueTooLong,
                [
                    "field": head.title, "bytes": "\(content.utf8.count)",
                    "limit": "\(Self.cellCharactersMax)",
                ]
            )
        }
        throw problem(result)
    }

    private func problem(_ result: lxw_error) -> Problem {
        let reason = lxw_strerror(result).map { String(cString: $0) } ?? "?"
        return Problem(.fileUnwritable, ["path": path, "reason": reason])
    }

    /// A number that a spreadsheet keeps to its last digit; nil for any other.
    private static func exact(_ digits: String) -> Double? {
        digits.utf8.count <= exactDigitsMax ? Double(digits) : nil
    }

    /// The text as a cell can hold it: without what no XML may hold or what would turn text about, and
    /// with `_x0041_` written so that no reader takes it for an `A`.
    private static func sound(_ text: String) -> String {
        let sound = shown(text)
        guard sound.contains("_x") else { return sound }
        return sound.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_")
    }

    /// The text as a cell shows it.
    static func shown(_ text: String) -> String { Problem.harmless(text, isLaidOut: true) }

    /// A title as the name of a sheet, which is short and has no signs of paths and formulas.
    private static func sheetName(_ title: String) -> String {
        let kept = title.filter { !"[]:*?/\\'".contains($0) }
        return kept.isEmpty ? "1" : String(kept.prefix(sheetNameCharactersMax))
    }

    /// What the format allows in one cell.
    private static let cellCharactersMax = 32_767
    private static let paperA4: UInt8 = 9
    private static let exactDigitsMax = 15
    private static let sheetNameCharactersMax = 31
    private static let widthMin = 6
    private static let widthMax = 60
    /// Columns of half-width signs that an upright A4 page shows in a readable size.
    private static let portraitWidthMax = 90
}
