/// Long lines.
extension DisplayWidth {
    /// What begins no line: it belongs to what stands before it.
    private static let closing = Set("，。、；：？！）》〉”’】〕」』…—,.;:?!)]}%")
    /// What ends no line: it belongs to what comes after it.
    private static let opening = Set("（《〈“‘【〔「『([{")

    /// The lines of at most so many columns into which a line falls.
    ///
    /// It is broken at blanks, which are then left out, and between wide characters; never within a
    /// word, unless that alone is wider, nor before a closing mark or behind an opening one.
    ///
    /// - Parameters:
    ///   - line: The text, without ends of lines.
    ///   - columns: The widest that a line may be, at least 2.
    /// - Returns: The lines; one, and maybe empty, for what fits.
    public static func wrapped(_ line: String, to columns: Int) -> [String] {
        guard of(line) > columns else { return [line] }
        var lines: [String] = []
        var current = ""
        var width = 0
        for piece in pieces(of: line) {
            let own = of(piece)
            if width + own <= columns || piece.allSatisfy({ $0 == " " }) {
                current += piece
                width += own
                continue
            }
            let done = trimmed(current)
            if !done.isEmpty { lines.append(done) }
            (current, width) = ("", 0)
            for character in piece {
                // What is wider than a line by itself, such as an address of a page.
                if width + of(character) > columns {
                    lines.append(current)
                    (current, width) = ("", 0)
                }
                current.append(character)
                width += of(character)
            }
        }
        return lines + (current.isEmpty ? [] : [width > columns ? trimmed(current) : current])
    }

    /// What is not parted: blanks, words, and wide characters with the marks that belong to them.
    private static func pieces(of line: String) -> [String] {
        var pieces: [String] = []
        var last: Character?
        for character in line {
            if let last, !mayPart(last, character) {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
            last = character
        }
        return pieces
    }

    private static func mayPart(_ before: Character, _ after: Character) -> Bool {
        if before == " " || after == " " { return before != after }
        if closing.contains(after) || opening.contains(before) { return false }
        return of(before) == 2 || of(after) == 2
    }

    /// A line without the blanks at its end.
    public static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
