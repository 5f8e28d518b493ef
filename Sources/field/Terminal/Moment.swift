import FieldKit
import Foundation

/// Points in time, as programs and as people read them.
enum Moment {
    /// ISO 8601 in UTC with milliseconds.
    ///
    /// By hand: a formatter would load the calendars of the world for it.
    static func iso(_ milliseconds: Int64) -> String {
        let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
        let rest = Int(milliseconds - Int64(days) * 86_400_000)
        let day = BusinessDay(dayNumber: days).map { "\($0)" } ?? "1970-01-01"
        let seconds = rest / 1_000
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return "\(day)T\(time.joined(separator: ":")).\(padded(rest % 1_000, 3))Z"
    }

    /// The same for people: their own time zone, without seconds.
    static func local(_ milliseconds: Int64) -> String {
        let parts = parts(milliseconds)
        return "\(day(parts)) \(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2))"
    }

    /// Today, where the laptop is.
    static func today(_ clock: any FieldKit.Clock = SystemClock()) -> BusinessDay? {
        let parts = parts(clock.milliseconds())
        return BusinessDay(
            year: Int(parts.tm_year) + 1900,
            month: Int(parts.tm_mon) + 1,
            day: Int(parts.tm_mday)
        )
    }

    private static func day(_ parts: tm) -> String {
        "\(parts.tm_year + 1900)-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
    }

    private static func parts(_ milliseconds: Int64) -> tm {
        var time = time_t(milliseconds / 1_000)
        var parts = tm()
        localtime_r(&time, &parts)
        return parts
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
