/// A stretch of days that numbers are about.
public enum Period {
    /// The days of a semester or month that have come: from its first day to its last, or to today.
    ///
    /// - Parameters:
    ///   - typed: `2026-2027-1`, `2026秋`, `26秋`, `2027年春季`, `2026-11`, `2026年11月`, `本月`; nil is this
    ///     semester.
    ///   - today: Where days end.
    /// - Returns: From the first day to the last.
    /// - Throws: `wrong_usage` for anything else, and for what is yet to come.
    public static func days(_ typed: String?, today: BusinessDay) throws -> ClosedRange<BusinessDay>
    {
        let plain = PlainText.halfWidth(typed ?? "").filter { !$0.isWhitespace }
        let found = plain.isEmpty ? semester(today.semester) : read(plain, today)
        guard let found, found.lowerBound <= today else {
            throw Problem(.wrongUsage, ["what": "--period"])
        }
        return found.lowerBound...min(found.upperBound, today)
    }

    private static func read(_ typed: String, _ today: BusinessDay) -> ClosedRange<BusinessDay>? {
        if typed == "本月" { return month(today.year, today.month) }
        let numbers = typed.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.allSatisfy(Self.years.contains) else { return nil }
        let half = typed.contains("秋") ? 1 : typed.contains("春") ? 2 : nil
        if let half, let number = numbers.first, numbers.count == 1 {
            let year = number < 100 ? 2_000 + number : number
            return semester(Semester(schoolYear: half == 1 ? year : year - 1, half: half))
        }
        switch numbers.count {
        case 3 where numbers[1] == numbers[0] + 1 && (1...2).contains(numbers[2]):
            return semester(Semester(schoolYear: numbers[0], half: numbers[2]))
        case 2: return month(numbers[0], numbers[1])
        default: return nil
        }
    }

    /// Of four digits: whoever types more means something else.
    private static let years = 0...9_999

    private static func month(_ year: Int, _ month: Int) -> ClosedRange<BusinessDay>? {
        guard let first = BusinessDay(year: year, month: month, day: 1),
            let last = (28...31).reversed().lazy.compactMap({
                BusinessDay(year: year, month: month, day: $0)
            }).first
        else { return nil }
        return first...last
    }

    private static func semester(_ semester: Semester) -> ClosedRange<BusinessDay>? {
        let year = semester.schoolYear + 1
        let end =
            semester.half == 1
            ? BusinessDay(year: year, month: 1, day: 31)
            : BusinessDay(year: year, month: 8, day: 31)
        guard let end, semester.first <= end else { return nil }
        return semester.first...end
    }
}
