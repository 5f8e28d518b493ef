extension Problem {
    /// Text from a stranger made fit for a sentence: no control characters, which could drive a
    /// terminal, and at most ``Limits/problemDetailBytesMax`` bytes.
    package static func printable(_ text: String) -> String {
        var shown = ""
        for character in text {
            guard shown.utf8.count + character.utf8.count <= Limits.problemDetailBytesMax else {
                break
            }
            shown.append(isHarmless(character) ? character : "?")
        }
        return shown
    }

    /// Text of any length without what could drive a terminal or turn about what stands beside it, on a
    /// screen, on paper, in a spreadsheet: it is shown as `?`; line breaks stay.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - isLaidOut: Whether it is for a cell or for paper, which nothing drives: there tabs stay, signs
    ///     that join characters, and characters that only some fonts know, as rare names have them.
    /// - Returns: The text as it may be shown.
    package static func harmless(_ text: String, isLaidOut: Bool = false) -> String {
        if text.unicodeScalars.allSatisfy(isCommon) { return text }
        return String(
            text.map { character in
                if character.isNewline { return character }
                return isLaidOut ? laidOut(character) : isHarmless(character) ? character : "?"
            }
        )
    }

    private static func laidOut(_ character: Character) -> Character {
        let isRefused = character.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar != "\t"
            case .lineSeparator, .paragraphSeparator: true
            case .format: scalar.properties.isBidiControl
            // Of which no XML may hold any.
            default: scalar.properties.isNoncharacterCodePoint
            }
        }
        return isRefused ? "?" : character
    }

    /// Whether a character is one of those of which nearly all texts are made.
    private static func isCommon(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0x0A, 0x4E00...0x9FFF, 0x3001...0x3002, 0xFF01...0xFF5E: true
        default: false
        }
    }

    private static func isHarmless(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                .unassigned:
                false
            default: true
            }
        }
    }
}
