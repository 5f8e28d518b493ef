/// A day as people write it, without a time zone: the day of a visit, a birth date.
public struct BusinessDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year, 1800 to 2199.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// 1970-01-01, from which ``dayNumber`` counts.
    package static let epoch = BusinessDay(validYear: 1970, month: 1, day: 1)

    private init(validYear: Int, month: Int, day: Int) {
        year = validYear
        self.month = month
        self.day = day
    }

    /// Checks a date of the Gregorian calendar; nil if there is no such day, or outside 1800 to
    /// 2199, where only typing errors lie.
    public init?(year: Int, month: Int, day: Int) {
        guard (1800...2199).contains(year), (1...12).contains(month), day >= 1,
            day <= GregorianCalendar.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01; nil outside 1800 to 2199.
    public init?(dayNumber: Int) {
        let date = GregorianCalendar.date(dayNumber: dayNumber)
        self.init(year: date.year, month: date.month, day: date.day)
    }

    /// The day of a moment in China, where it is eight hours later than in UTC all the year; nil
    /// outside 1800 to 2199.
    ///
    /// - Parameter milliseconds: Since 1970 in UTC.
    package init?(milliseconds: Int64) {
        self.init(dayNumber: Int(((Double(milliseconds) / 3_600_000 + 8) / 24).rounded(.down)))
    }

    /// Days since 1970-01-01.
    public var dayNumber: Int {
        GregorianCalendar.dayNumber(year: year, month: month, day: day)
    }

    /// The year in which the school year of this day began; it begins on the first of September.
    public var schoolYear: Int { month >= 9 ? year : year - 1 }

    /// `YYYY-MM-DD`.
    public var description: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

    /// The day as a field's value.
    public var value: Value { .date(description) }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Reads a whole date in the forms found in files: `2026-9-3`, `2026/9/3`, `2026.9.3`,
    /// `20260903`, `2026年9月3日`, each also with a time after it, and a spreadsheet's serial
    /// number (`46268`); nil for anything else.
    public static func read(_ text: String) -> BusinessDay? {
        let plain = PlainText.halfWidth(text)
        let dateOnly = plain.split(whereSeparator: { $0 == " " || $0 == "T" }).first ?? ""
        let parts = dateOnly.split(
            omittingEmptySubsequences: true,
            whereSeparator: { "-/.年月日".contains($0) }
        )
        let numbers = parts.compactMap { $0.allSatisfy(\.isASCII) ? Int($0) : nil }
        guard numbers.count == parts.count else { return nil }
        switch (numbers.count, dateOnly.count) {
        case (3, _): return BusinessDay(year: numbers[0], month: numbers[1], day: numbers[2])
        case (1, 8):
            let digits = numbers[0]
            return BusinessDay(
                year: digits / 10_000,
                month: digits / 100 % 100,
                day: digits % 100
            )
        case (1, 5):
            // Spreadsheets count from 1899-12-30.
            return BusinessDay(dayNumber: numbers[0] - 25_569)
        default: return nil
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
