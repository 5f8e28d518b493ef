import SwiftCSV

/// The lines of a file, read as rows one at a time, so that one bad row does not cost the others.
struct CSVLines {
    private let text: String
    private let lines: [Substring]

    init(_ text: String) {
        self.text = text
        lines = Self.split(text)
    }

    var count: Int { lines.count }

    /// The row that begins on a line.
    ///
    /// A row goes on over the next lines while a quotation mark is open. If it never closes, or
    /// what it encloses is no row, only its first line is given up.
    ///
    /// - Returns: The cells, nil if they cannot be read, and the line on which to go on.
    func record(at start: Int, sign: TableFile.CSVSign) -> (cells: [String]?, next: Int) {
        var end = start
        var quotes = Self.quotes(lines[start])
        while !quotes.isMultiple(of: 2) && end + 1 < lines.count
            && end - start + 1 < Limits.rosterRowLinesMax
        {
            end += 1
            quotes += Self.quotes(lines[end])
        }
        guard quotes.isMultiple(of: 2) else { return (nil, start + 1) }
        let row = text[lines[start].startIndex..<lines[end].endIndex]
        guard
            let table = try? EnumeratedCSV(
                string: String(row),
                delimiter: Self.delimiter(sign),
                loadColumns: false
            ), table.rows.isEmpty
        else { return (nil, start + 1) }
        return (table.header, end + 1)
    }

    private static func delimiter(_ sign: TableFile.CSVSign) -> CSVDelimiter {
        switch sign {
        case .comma: .comma
        case .tab: .tab
        case .semicolon: .semicolon
        }
    }

    private static func quotes(_ line: Substring) -> Int {
        line.utf8.reduce(0) { $0 + ($1 == 0x22 ? 1 : 0) }
    }

    /// Splits at CR LF, LF and CR.
    private static func split(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.utf8.startIndex
        var index = start
        let bytes = text.utf8
        while index < bytes.endIndex {
            let byte = bytes[index]
            var after = bytes.index(after: index)
            if byte == 0x0A || byte == 0x0D {
                lines.append(text[start..<index])
                if byte == 0x0D, after < bytes.endIndex, bytes[after] == 0x0A {
                    after = bytes.index(after: after)
                }
                start = after
            }
            index = after
        }
        if start < bytes.endIndex { lines.append(text[start...]) }
        return lines
    }
}
