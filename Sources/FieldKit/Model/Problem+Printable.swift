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

    /// Text of any length without what could drive a terminal; line breaks stay.
    package static func harmless(_ text: String) -> String {
        String(text.map { isHarmless($0) || $0.isNewline ? $0 : "?" })
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
