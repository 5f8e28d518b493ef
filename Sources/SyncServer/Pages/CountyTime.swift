import FieldKit
import Foundation

/// Times as the county's people read them: China has one time zone, eight hours before UTC, and
/// no summer time.
enum CountyTime {
    /// `2026-09-01 19:05`, of milliseconds since 1970.
    static func text(_ milliseconds: Int64) -> String {
        let style = Date.VerbatimFormatStyle(
            format: """
                \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
                \(minute: .twoDigits)
                """,
            timeZone: TimeZone(secondsFromGMT: 8 * 3_600) ?? .gmt,
            calendar: .init(identifier: .gregorian)
        )
        return Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(style)
    }

    /// Today in the county.
    static func today() throws -> BusinessDay {
        let moment = SystemClock().milliseconds() + 8 * 3_600_000
        guard let day = BusinessDay(dayNumber: Int(moment / 86_400_000)) else {
            throw Problem(.internalError, ["reason": "the machine's clock"])
        }
        return day
    }
}
