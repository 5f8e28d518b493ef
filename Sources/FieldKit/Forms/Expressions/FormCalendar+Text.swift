import Foundation

extension FormCalendar {
    /// The moment of `YYYY-MM-DD`, with `T` and a time behind it or without; nil if it is none.
    func readMoment(_ text: String) -> Int64? {
        guard let mark = text.firstIndex(of: "T") else { return readDate(text) }
        guard var fields = Self.date(text[..<mark]),
            read(time: text[text.index(after: mark)...], into: &fields)
        else { return nil }
        return milliseconds(of: fields)
    }

    /// The midnight of `YYYY-MM-DD`; nil if it is none.
    func readDate(_ text: String) -> Int64? {
        Self.date(Substring(text)).map(milliseconds(of:))
    }

    /// The moment of `HH:MM` or `HH:MM:SS.mmm`, with a zone or without, on the day of another.
    func readTime(_ text: String, onDayOf now: Int64) -> Int64? {
        var fields = fields(of: now)
        (fields.second, fields.milliseconds) = (0, 0)
        return read(time: Substring(text), into: &fields) ? milliseconds(of: fields) : nil
    }

    private static func date(_ text: Substring) -> Fields? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Int32(parts[0]), let month = Int32(parts[1]),
            let day = Int32(parts[2])
        else { return nil }
        let fields = Fields(year: Int(year), month: Int(month), day: Int(day))
        return fields.isValid ? fields : nil
    }

    private func read(time text: Substring, into fields: inout Fields) -> Bool {
        var text = text
        var ahead: Int?
        if text.last == "Z" {
            text = text.dropLast()
            ahead = 0
        } else if let sign = text.firstIndex(where: { $0 == "+" || $0 == "-" }) {
            let isAhead = text.contains("+")
            let zone = text[text.index(after: sign)...].split(
                separator: ":",
                omittingEmptySubsequences: false
            )
            guard let hours = zone.first.flatMap({ Int($0) }),
                let minutes = zone.count > 1 ? Int(zone[1]) : 0
            else { return false }
            ahead = (hours * 60 + minutes) * (isAhead ? 1 : -1)
            text = text[..<sign]
        }
        guard Self.read(clock: text, into: &fields) else { return false }
        guard let ahead else { return true }
        let utc = Int64(fields.dayNumber) * Self.day + fields.timeOfDay - Int64(ahead) * 60_000
        fields = self.fields(of: utc)
        return true
    }

    private static func read(clock text: Substring, into fields: inout Fields) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = Int(parts[0]),
            let minute = Int(parts[1])
        else { return false }
        (fields.hour, fields.minute) = (hour, minute)
        if parts.count == 3 {
            let figures = parts[2].prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let seconds = Double(figures.hasSuffix(".") ? figures + "0" : figures) else {
                return false
            }
            fields.second = FormNumber.int32(seconds)
            fields.milliseconds = FormNumber.int32(1000 * seconds - 1000 * Double(fields.second))
        }
        return fields.isValid
    }

    // MARK: - Text

    /// `YYYY-MM-DD`.
    func date(_ milliseconds: Int64) -> String {
        let fields = fields(of: milliseconds)
        return "\(fields.year)-\(Self.two(fields.month))-\(Self.two(fields.day))"
    }

    /// `HH:MM:SS.mmm+08:00`.
    func time(_ milliseconds: Int64) -> String {
        let fields = fields(of: milliseconds)
        let clock = [fields.hour, fields.minute, fields.second].map(Self.two)
        let fraction = Self.padded(fields.milliseconds, 3)
        let ahead = offset(at: milliseconds) / 60_000
        let zone =
            ahead == 0
            ? "Z"
            : (ahead < 0 ? "-" : "+") + Self.two(Int(abs(ahead) / 60)) + ":"
                + Self.two(Int(abs(ahead) % 60))
        return clock.joined(separator: ":") + "." + fraction + zone
    }

    /// Date and time with a `T` between them.
    func moment(_ milliseconds: Int64) -> String {
        date(milliseconds) + "T" + time(milliseconds)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// The moment by a pattern with `%Y` and the like.
    func text(
        of milliseconds: Int64,
        pattern: String
    ) throws(FormEvaluationError) -> String {
        let fields = fields(of: milliseconds)
        var text = ""
        var characters = pattern.makeIterator()
        while let character = characters.next() {
            guard character == "%" else {
                text.append(character)
                continue
            }
            guard let escape = characters.next(), let part = Self.part(escape, of: fields) else {
                throw FormEvaluationError(.badFormat, pattern)
            }
            text += part
        }
        return text
    }

    /// What may follow a `%` in a pattern, for messages.
    static let escapes = "%Y %y %m %n %b %d %e %H %h %M %S %3 %a %W %%"

    /// The first escape of a pattern that means nothing; nil if there is none.
    static func unknownEscape(in pattern: String) -> String? {
        var characters = pattern.makeIterator()
        while let character = characters.next() {
            guard character == "%" else { continue }
            guard let escape = characters.next() else { return "%" }
            if part(escape, of: Fields()) == nil { return "%\(escape)" }
        }
        return nil
    }

    private static func part(_ escape: Character, of fields: Fields) -> String? {
        switch escape {
        case "%": "%"
        case "Y": padded(fields.year, 4)
        case "y": String(padded(fields.year, 4).dropFirst(2))
        case "m": two(fields.month)
        case "n": String(fields.month)
        case "b": months[fields.month - 1]
        case "d": two(fields.day)
        case "e": String(fields.day)
        case "H": two(fields.hour)
        case "h": String(fields.hour)
        case "M": two(fields.minute)
        case "S": two(fields.second)
        case "3": padded(fields.milliseconds, 3)
        case "a": weekdays[((fields.dayNumber % 7) + 7) % 7]
        case "W": String(week(of: fields))
        default: nil
        }
    }

    /// The week of the year; the first holds the first of January, each begins on a Sunday.
    private static func week(of fields: Fields) -> Int {
        let first = Fields(year: fields.year).dayNumber
        let next = Fields(year: fields.year + 1).dayNumber
        let sundays = { (day: Int) in Int(Int64(day + 4).flooredQuotient(7)) }
        if sundays(fields.dayNumber) == sundays(next) { return 1 }
        return sundays(fields.dayNumber) - sundays(first) + 1
    }

    private static func two(_ number: Int) -> String { padded(number, 2) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
