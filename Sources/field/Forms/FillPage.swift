import FieldKit

/// Lays text out for a terminal that is narrow and has no colours.
enum FillPage {
    /// The text in lines of at most so many columns, broken between words.
    static func wrap(_ text: String, columns: Int, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { DisplayWidth.wrapped(String($0), to: max(columns - indent, 10)) }
            .map { margin + $0 + "\n" }.joined()
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
