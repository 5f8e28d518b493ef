import Foundation

/// Days and times in one zone, by the Gregorian calendar without an end.
struct FormCalendar: Sendable {
    /// Milliseconds of a day.
    static let day: Int64 = 86_400_000

    let zone: TimeZone

    /// A moment as people tell it.
    struct Fields: Sendable, Hashable {
        var year = 1970
        var month = 1
        var day = 1
        var hour = 0
        var minute = 0
        var second = 0
        var milliseconds = 0

        var isValid: Bool {
            (1...12).contains(month) && day >= 1
                && day <= GregorianCalendar.days(in: month, of: year)
                && (0...23).contains(hour) && (0...59).contains(minute)
                && (0...59).contains(second) && (0...999).contains(milliseconds)
        }

        /// Days since 1970-01-01.
        var dayNumber: Int {
            GregorianCalendar.dayNumber(year: year, month: month, day: day)
        }

        /// Milliseconds since midnight.
        var timeOfDay: Int64 {
            Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(milliseconds)
        }
    }

    /// Milliseconds by which the zone is ahead of UTC.
    func offset(at milliseconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000)))
            * 1000
    }

    func fields(of milliseconds: Int64) -> Fields {
        Self.fields(local: milliseconds + offset(at: milliseconds))
    }

    private static func fields(local: Int64) -> Fields {
        let number = Int(local.flooredQuotient(day))
        let rest = Int(local - Int64(number) * day)
        var fields = Fields()
        (fields.year, fields.month, fields.day) = GregorianCalendar.date(dayNumber: number)
        fields.milliseconds = rest % 1000
        fields.second = rest / 1000 % 60
        fields.minute = rest / 60_000 % 60
        fields.hour = rest / 3_600_000
        return fields
    }

    func milliseconds(of fields: Fields) -> Int64 {
        let local = Int64(fields.dayNumber) * Self.day + fields.timeOfDay
        let first = local - offset(at: local)
        return local - offset(at: first)
    }

    /// The midnight with which the day of a moment begins.
    func startOfDay(_ milliseconds: Int64) -> Int64 {
        var fields = fields(of: milliseconds)
        (fields.hour, fields.minute, fields.second, fields.milliseconds) = (0, 0, 0, 0)
        return self.milliseconds(of: fields)
    }

    /// Whole days from 1970-01-01 to the day of a moment.
    func dayNumber(_ milliseconds: Int64) -> Int { fields(of: milliseconds).dayNumber }

    /// The midnight of a day counted from 1970-01-01; half a day is added on the way, as summer
    /// time shifts midnights.
    func midnight(dayNumber: Int) -> Int64 {
        let epoch = milliseconds(of: Fields())
        return startOfDay(epoch + Self.day * Int64(dayNumber) + Self.day / 2)
    }
}

extension Int64 {
    /// The quotient, rounded down.
    func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
