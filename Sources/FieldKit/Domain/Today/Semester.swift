/// Half a school year: from September to January, or from February to August.
public struct Semester: Hashable, Sendable, CustomStringConvertible {
    /// The year in which the school year began.
    public let schoolYear: Int
    /// 1 in autumn, 2 in spring.
    public let half: Int

    /// `2026-2027-1`, as records say it.
    public var description: String { "\(schoolYear)-\(schoolYear + 1)-\(half)" }

    /// The first day that counts as of it.
    public var first: BusinessDay {
        BusinessDay(
            year: half == 1 ? schoolYear : schoolYear + 1,
            month: half == 1 ? 9 : 2,
            day: 1
        ) ?? .epoch
    }
}

extension BusinessDay {
    /// The semester of this day; what comes before the lessons begin counts to the next one.
    public var semester: Semester {
        Semester(schoolYear: schoolYear, half: month >= 9 || month == 1 ? 1 : 2)
    }
}
