public import Foundation

/// Times as the county's people read them: China has one time zone, eight hours before UTC, and
/// no summer time, wherever a computer thinks that it stands.
public enum CountyTime {
    /// Eight hours before UTC all the year.
    public static let zone = TimeZone(secondsFromGMT: 8 * 3_600) ?? .gmt

    /// `2026-09-01 19:05`, of milliseconds since 1970.
    ///
    /// By hand: a formatter would load the calendars of the world for it.
    public static func text(_ milliseconds: Int64) -> String {
        let minutes = Int((Double(milliseconds) / 60_000).rounded(.down)) + 8 * 60
        let minute = (minutes % 1_440 + 1_440) % 1_440
        let day = BusinessDay(milliseconds: milliseconds) ?? .epoch
        return "\(day) \(two(minute / 60)):\(two(minute % 60))"
    }

    /// The day of a moment, in milliseconds since 1970; nil outside 1800 to 2199.
    public static func day(_ milliseconds: Int64) -> BusinessDay? {
        BusinessDay(milliseconds: milliseconds)
    }

    /// When a day begins, in milliseconds since 1970.
    public static func start(of day: BusinessDay) -> Int64 {
        (Int64(day.dayNumber) * 24 - 8) * 3_600_000
    }

    /// Today in the county, by a clock.
    ///
    /// - Throws: `internal_error` where the clock is centuries off.
    public static func today(_ clock: any Clock = SystemClock()) throws -> BusinessDay {
        guard let day = day(clock.milliseconds()) else {
            throw Problem(.internalError, ["reason": "the machine's clock"])
        }
        return day
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
