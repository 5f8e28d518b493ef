/// A resident identity number by GB 11643-1999: area, birth date, sequence, check character.
///
/// It has no description on purpose: it must not slip into a message.
public struct NationalNumber: Hashable, Sendable {
    /// Seventeen digits and the check character, `X` in upper case.
    public let text: String
    /// The birth date in it.
    public let birth: BusinessDay

    /// The sex in it: `1` male, `2` female.
    public var sex: String {
        let seventeenth = text.utf8.dropFirst(16).first ?? 0
        return seventeenth.isMultiple(of: 2) ? "2" : "1"
    }

    /// The first six digits: where it was first issued.
    ///
    /// Abolished codes are legal.
    public var area: String { String(text.prefix(6)) }

    /// True in the area that no real number can have, which the invented county uses.
    public var isDemo: Bool { area == Self.demoArea }

    /// The area code of invented people; not assigned in GB/T 2260.
    public static let demoArea = "610399"

    /// What reading had to put right, or found odd; none of it refuses the number.
    public enum Notice: String, Hashable, Sendable {
        /// The last character was a small, full-width or replaced X.
        case checkCharacterReplaced
        /// A number of fifteen digits was brought into the form of eighteen.
        case upgradedFromFifteen
        /// No province has the first two digits.
        case provinceUnknown
        /// The number belongs to an invented person.
        case demo
    }

    /// A number and what was odd about it.
    public struct Reading: Hashable, Sendable {
        /// The number in its stored form.
        public let number: NationalNumber
        /// In the order in which they were met.
        public let notices: [Notice]
    }

    /// Reads a number as typed or exported.
    ///
    /// - Parameters:
    ///   - text: In any width, with blanks, with `x`, `Ｘ`, `*` or `χ` for `X`, of 15 or 18.
    ///   - today: The latest birth date that can be.
    /// - Returns: The number in its stored form, and what was odd.
    /// - Throws: `number_destroyed`, `number_format`, `number_birth_date` or
    ///   `number_check_digit`; never with the number in its details.
    public static func read(_ text: String, today: BusinessDay) throws(Problem) -> Reading {
        let plain = PlainText.code(text)
        if PlainText.isScientific(plain) { throw destroyed("E+17") }
        var notices: [Notice] = []
        var number = plain
        if number.count == 18, let last = number.last, "*\u{3A7}\u{3C7}\u{D7}".contains(last) {
            number = number.dropLast() + "X"
        }
        if number.count == 18, number.last == "X", lastScalar(text) != "X" {
            notices.append(.checkCharacterReplaced)
        }
        if number.count == 15 && PlainText.isDigits(number) {
            let longer = number.prefix(6) + "19" + number.dropFirst(6)
            number = longer + String(checkCharacter(of: longer))
            notices.append(.upgradedFromFifteen)
        }
        let digits = number.prefix(17)
        guard number.utf8.count == 18, PlainText.isDigits(digits), let check = number.last,
            check == "X" || PlainText.isDigits(String(check)), number.first != "0"
        else { throw Problem(.numberFormat) }
        let agrees = check == checkCharacter(of: digits)
        // Spreadsheets keep fifteen digits and fill up with zeros.
        if !agrees && number.hasSuffix("000") { throw destroyed("…000") }
        guard let birth = birthDate(digits), birth <= today else {
            throw Problem(.numberBirthDate)
        }
        guard agrees else { throw Problem(.numberCheckDigit) }
        if !provinces.contains(String(number.prefix(2))) { notices.append(.provinceUnknown) }
        let read = NationalNumber(text: number, birth: birth)
        if read.isDemo { notices.append(.demo) }
        return Reading(number: read, notices: notices)
    }

    /// Puts a number of the demo area together.
    ///
    /// - Parameters:
    ///   - birth: The birth date in it.
    ///   - sequence: The three digits after it; odd for a boy, even for a girl.
    /// - Returns: The number with its check character; nil unless `sequence` is 1 to 999.
    public static func demo(birth: BusinessDay, sequence: Int) -> NationalNumber? {
        guard (1...999).contains(sequence) else { return nil }
        let digits =
            demoArea + birth.description.filter { $0 != "-" }
            + String(String(sequence + 1000).dropFirst())
        return NationalNumber(text: digits + String(checkCharacter(of: digits)), birth: birth)
    }

    /// The check character for seventeen digits, by the standard's weights modulo eleven.
    package static func checkCharacter(of digits: some StringProtocol) -> Character {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits.utf8, weights).reduce(0) { $0 + (Int($1.0) - 0x30) * $1.1 }
        return Array("10X98765432")[sum % 11]
    }

    private static func destroyed(_ form: String) -> Problem {
        Problem(.numberDestroyed, ["form": form])
    }

    private static func birthDate(_ digits: Substring) -> BusinessDay? {
        let date = digits.dropFirst(6).prefix(8)
        guard let year = Int(date.prefix(4)), let month = Int(date.dropFirst(4).prefix(2)),
            let day = Int(date.suffix(2))
        else { return nil }
        return BusinessDay(year: year, month: month, day: day)
    }

    private static func lastScalar(_ text: String) -> Unicode.Scalar? {
        text.unicodeScalars.last { !$0.properties.isWhitespace && $0 != "\"" && $0 != "'" }
    }

    private static let provinces: Set<String> = [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
        "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
        "65", "71", "81", "82", "83",
    ]
}
