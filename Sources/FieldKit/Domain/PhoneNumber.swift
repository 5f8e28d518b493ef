/// A telephone number of mainland China, stored as digits only.
public struct PhoneNumber: Hashable, Sendable {
    /// The digits, with the area code and without the country's; an extension follows after `-`.
    public let text: String

    /// True for numbers that cannot be dialled and stand in the invented county.
    public var isDemo: Bool { text.hasPrefix("0917000") || text.hasPrefix("1540000") }

    /// Reads one number as people write it.
    ///
    /// - Parameter text: The number in any width, with blanks, hyphens and brackets, `+86` or
    ///   `0086`, and an extension after `转`.
    /// - Returns: Nil if it is neither a mobile number of 11 digits nor a landline of 10 to 12 with
    ///   its area code.
    public static func read(_ text: String) -> PhoneNumber? {
        var plain = PlainText.code(text)
        var tail = ""
        if let mark = plain.firstIndex(of: "转") {
            tail = String(plain[plain.index(after: mark)...])
            plain = String(plain[..<mark])
        }
        for prefix in ["+86", "0086"] where plain.hasPrefix(prefix) {
            plain.removeFirst(prefix.count)
        }
        let digits = plain.filter { !"-()".contains($0) }
        guard PlainText.isDigits(digits), tail.isEmpty || PlainText.isDigits(tail),
            isMobile(digits) || isLandline(digits)
        else { return nil }
        return PhoneNumber(text: tail.isEmpty ? digits : digits + "-" + tail)
    }

    private static func isMobile(_ digits: String) -> Bool {
        digits.utf8.count == 11 && digits.hasPrefix("1")
            && digits.dropFirst().first.map { "3456789".contains($0) } == true
    }

    private static func isLandline(_ digits: String) -> Bool {
        digits.hasPrefix("0") && !digits.hasPrefix("00") && (10...12).contains(digits.utf8.count)
    }
}
