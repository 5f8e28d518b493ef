import ArgumentParser
import Foundation

/// A time of the day, as the machine's own time zone has it: `HH:MM`.
struct DailyTime: Hashable, Sendable {
    let hour: Int
    let minute: Int

    /// A time that there is.
    init(hour: Int, minute: Int) {
        self.hour = hour
        self.minute = minute
    }

    /// Reads `HH:MM`; nil if it is none.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(\d{1,2}):(\d{2})/), let hour = Int(match.1),
            let minute = Int(match.2), hour < 24, minute < 60
        else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// The next time that a clock shows this after `moment`.
    func next(after moment: Date, in zone: TimeZone = .current) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let next = calendar.nextDate(
            after: moment,
            matching: DateComponents(hour: hour, minute: minute, second: 0),
            matchingPolicy: .nextTime
        )
        return next ?? moment.addingTimeInterval(86_400)
    }
}

extension DailyTime: ExpressibleByArgument {
    /// Reads the argument of `--sync-at` or `--recount-at`.
    init?(argument: String) { self.init(argument) }

    /// As it is read.
    var defaultValueDescription: String { String(format: "%02d:%02d", hour, minute) }
}
