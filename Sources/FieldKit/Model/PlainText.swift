import Foundation

/// Brings text from files and keyboards into the one form in which it is stored.
public enum PlainText {
    /// Tidies text: trimmed, blanks single, digits and letters half-width, NFC.
    ///
    /// Punctuation stays as it was typed; characters that nobody sees are dropped.
    public static func clean(_ text: String) -> String {
        if isPlainASCII(text) || isPlainChinese(text) { return text }
        var scalars = String.UnicodeScalarView()
        var blankBefore = true
        for scalar in text.unicodeScalars where !isInvisible(scalar) {
            if scalar.properties.isWhitespace {
                if !blankBefore { scalars.append(" ") }
                blankBefore = true
            } else {
                scalars.append(isWideAlphanumeric(scalar) ? narrow(scalar) : scalar)
                blankBefore = false
            }
        }
        if scalars.last == " " { scalars.removeLast() }
        return String(scalars).precomposedStringWithCanonicalMapping
    }

    /// Tidies a text of several lines: each line by itself, with one kind of line break between them
    /// and no empty line at either end.
    public static func cleanLines(_ text: String) -> String {
        guard text.contains(where: \.isNewline) else { return clean(text) }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { clean(String($0)) }
        let kept = lines.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
        return kept.joined(separator: "\n")
    }

    /// Every full-width ASCII character as its half-width one, for numbers, codes and dates.
    public static func halfWidth(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !$0.isASCII }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(narrow)))
    }

    /// A code as it was meant: half-width, upper case, without blanks and without what keeps a
    /// spreadsheet from taking it for a number (`'123`, `="123"`).
    public static func code(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x2D...0x3A).contains($0) || (0x41...0x5A).contains($0) }) {
            return text
        }
        var plain = halfWidth(text)
        if plain.hasPrefix("=\"") && plain.hasSuffix("\"") && plain.count > 3 {
            plain = String(plain.dropFirst(2).dropLast())
        }
        let kept = plain.unicodeScalars.filter {
            !$0.properties.isWhitespace && !isInvisible($0) && $0 != "'" && $0 != "\u{2019}"
        }
        return String(String.UnicodeScalarView(kept)).uppercased()
    }

    /// Tidies a person's name: no blanks inside a Chinese one (`张  三`), one kind of middle dot.
    ///
    /// Traditional and rare characters are never replaced.
    public static func name(_ text: String) -> String {
        let plain = clean(text)
        let scalars = Array(plain.unicodeScalars)
        let chinese = scalars.allSatisfy {
            $0 == " " || dots.contains($0) || $0.properties.isIdeographic
        }
        guard chinese else { return plain }
        return String(
            String.UnicodeScalarView(
                scalars.filter { $0 != " " }.map { dots.contains($0) ? "\u{B7}" : $0 }
            )
        )
    }

    /// True for a number that a spreadsheet turned into powers of ten, such as `6.10399E+17`.
    public static func isScientific(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].first, first.isASCII, first.isNumber,
            parts[0].allSatisfy({ $0 == "." || ($0.isASCII && $0.isNumber) })
        else { return false }
        let exponent = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
        return isDigits(exponent) && exponent.count <= 3
    }

    /// True if there is at least one character and all are `0` to `9`.
    public static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static let dots: Set<Unicode.Scalar> = [
        "\u{B7}", "\u{2022}", "\u{30FB}", "\u{FF0E}", ".", "\u{2027}", "\u{FF65}",
    ]

    private static func isPlainASCII(_ text: String) -> Bool {
        var before: UInt8 = 0x20
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, !(byte == 0x20 && before == 0x20) else { return false }
            before = byte
        }
        return before != 0x20 || text.isEmpty
    }

    /// The common ideographs, which no rule here changes.
    private static func isPlainChinese(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xAD: true
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F: true
        default: false
        }
    }

    private static func isWideAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
        default: false
        }
    }

    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }
}
