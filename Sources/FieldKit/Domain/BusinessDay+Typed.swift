extension BusinessDay {
    /// Reads a day as people type it.
    ///
    /// - Parameters:
    ///   - text: A whole date, `9-3` or `9月3日` for the latest such day, or one of `今天`, `今日`,
    ///     `昨天`, `昨日`, `前天`, `today`, `yesterday`; in any width and case, with blanks.
    ///   - today: From which the words count, and before which a day without a year lies; the day
    ///     after it is let pass.
    /// - Returns: The day; nil for anything else.
    public static func typed(_ text: String, today: BusinessDay) -> BusinessDay? {
        let plain = PlainText.halfWidth(text).lowercased().filter { $0 != " " }
        if let back = daysBack[plain] { return BusinessDay(dayNumber: today.dayNumber - back) }
        // Five digits are a spreadsheet's count of days, which nobody types.
        let isSerial = plain.count == 5 && PlainText.isDigits(plain)
        if !isSerial, let day = read(plain) { return day }
        return latest(plain, today: today)
    }

    private static let daysBack = [
        "今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2,
    ]

    /// A month and a day without a year: what is meant lies behind, in this school year or before;
    /// tomorrow is let pass, for a clock that is behind.
    private static func latest(_ text: String, today: BusinessDay) -> BusinessDay? {
        let parts = text.split(whereSeparator: { "-/.月日号".contains($0) })
        guard parts.count == 2, let month = Int(parts[0]), let day = Int(parts[1]) else {
            return nil
        }
        return (0...4).lazy
            .compactMap { BusinessDay(year: today.year - $0, month: month, day: day) }
            .first { $0.dayNumber <= today.dayNumber + 1 }
    }
}
