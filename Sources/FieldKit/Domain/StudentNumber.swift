/// A pupil's number in the national school register (全国学籍号): a letter and eighteen characters.
public struct StudentNumber: Hashable, Sendable {
    /// `G` (from the national number), `J` (without one) or `L` (temporary), then eighteen.
    public let text: String

    /// The national number inside a `G` number; it may differ from the pupil's after a change.
    public var nationalNumber: String? { text.hasPrefix("G") ? String(text.dropFirst()) : nil }

    /// Reads a number in any width and case.
    ///
    /// - Parameters:
    ///   - text: The number as typed or exported; its check character is not checked.
    ///   - field: The column's heading, for the problem.
    /// - Returns: The number in upper case.
    /// - Throws: `wrong_kind` for the column `field` if it is none; never with the number in it.
    public static func read(_ text: String, field: String) throws(Problem) -> StudentNumber {
        let plain = PlainText.code(text)
        let digits = plain.dropFirst()
        guard let letter = plain.first, "GJL".contains(letter), digits.utf8.count == 18,
            PlainText.isDigits(digits.dropLast()),
            digits.last == "X" || PlainText.isDigits(digits.suffix(1))
        else {
            throw Problem(.wrongKind, ["field": field, "label": field, "expected": "G, J, L + 18"])
        }
        return StudentNumber(text: plain)
    }
}
