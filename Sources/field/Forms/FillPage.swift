import FieldKit

/// Lays text out for a terminal that is narrow and has no colours.
enum FillPage {
    /// The text in lines of at most so many columns, broken at blanks where there are any.
    static func wrap(_ text: String, columns: Int, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { lines(of: String($0), columns: max(columns - indent, 10)) }
            .map { margin + $0 + "\n" }.joined()
    }

    private static func lines(of text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for character in text {
            let own = DisplayWidth.of(character)
            if width + own > columns {
                let isWord = character.isASCII && character != " "
                if isWord, let blank = line.lastIndex(of: " ") {
                    let word = String(line[line.index(after: blank)...])
                    lines.append(String(line[..<blank]))
                    line = word
                } else {
                    lines.append(line)
                    line = ""
                }
                width = DisplayWidth.of(line)
                if line.isEmpty, character == " " { continue }
            }
            line.append(character)
            width += own
        }
        return lines + [line]
    }

    /// The columns between two cells of a menu.
    private static let gap = 3

    /// Items in as many columns as fit, row by row.
    static func menu(_ items: [String], columns: Int) -> String {
        let room = columns - 2
        let widest = items.map { DisplayWidth.of($0) }.max() ?? 0
        let count = max(1, min(items.count, (room + gap) / (widest + gap)))
        guard count > 1 else {
            return items.map { "  " + DisplayWidth.cut($0, to: room) + "\n" }.joined()
        }
        return stride(from: 0, to: items.count, by: count).map { start in
            let row = items[start..<min(start + count, items.count)]
            let padded = row.dropLast().map { DisplayWidth.pad($0, to: widest + gap) }
            return "  " + padded.joined() + (row.last ?? "") + "\n"
        }.joined()
    }
}
