import FieldKit

/// Lines for a terminal, before anybody knows how many of them fit on it.
struct Page {
    /// How a line stands out where there are colours; what it says does not depend on them.
    enum Style {
        case plain
        case heading
        case warning
    }

    /// One line, without its end.
    struct Line {
        let text: String
        var style = Style.plain
    }

    /// The width that tables fill; nil for as much as they take.
    let columns: Int?
    /// The lines so far.
    private(set) var lines: [Line] = []

    init(columns: Int?) { self.columns = columns }

    /// Adds text of one or more lines, in which strangers' words may stand; on a screen, lines that are wider
    /// are broken between words.
    mutating func add(_ text: String, _ style: Style = .plain) {
        var text = Problem.harmless(text)
        if let columns, Terminal.isSeen { text = Terminal.folded(text, to: columns) }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(Line(text: String(line), style: style))
        }
    }

    /// Adds one sentence in the language of the person.
    mutating func say(_ chinese: String, _ english: String) {
        add(Language.current(chinese, english))
    }

    /// Adds a table; nothing if it has no rows.
    mutating func add(_ table: Table, hasHeader: Bool = true) {
        for line in table.lines(columns: columns, hasHeader: hasHeader) {
            add(line.text, line.style)
        }
    }
}
