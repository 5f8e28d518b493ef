extension Problem {
    /// Text from a stranger made fit for a sentence: no control characters, which could drive a
    /// terminal, and at most ``Limits/problemDetailBytesMax`` bytes.
    package static func printable(_ text: String) -> String {
        var shown = ""
        for character in text {
            let clean = character.unicodeScalars.allSatisfy {
                switch $0.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate,
                    .privateUse, .unassigned:
                    false
                default: true
                }
            }
            guard shown.utf8.count + character.utf8.count <= Limits.problemDetailBytesMax else {
                break
            }
            shown.append(clean ? character : "?")
        }
        return shown
    }
}
