/// How many columns of a terminal a text takes.
public enum DisplayWidth {
    /// Two for Chinese and full-width characters, none for combining ones, one for all others.
    public static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    /// Two for a Chinese or full-width character, none for a combining one, one for all others.
    public static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    /// The text, cut at whole characters so that it takes at most so many columns.
    public static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        var taken = ""
        var width = 1
        for character in text {
            width += of(character)
            guard width <= columns else { break }
            taken.append(character)
        }
        return taken + "…"
    }

    /// The text, filled with blanks up to so many columns.
    public static func pad(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }

    /// The blocks of East Asian width W and F; `·` and other ambiguous ones count as narrow.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
