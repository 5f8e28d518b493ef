extension BusinessDay {
    /// Reads a day as people type it.
    ///
    /// - Parameters:
    ///   - text: A whole date, `9-3`, `9月3日` or `九月三日` for the latest such day, one of `今天`, `今日`,
    ///     `昨天`, `昨日`, `前天`, `大前天`, `today`, `yesterday`, or a day of the week: `周六`, `星期六` is
    ///     the latest, `上周六` that of last week; in any width and case, with blanks.
    ///   - today: From which the words count, and before which a day without a year lies; the day
    ///     after it is let pass.
    /// - Returns: The day; nil for anything else.
    public static func typed(_ text: String, today: BusinessDay) -> BusinessDay? {
        let plain = plain(text)
        if let back = daysBack[plain] { return BusinessDay(dayNumber: today.dayNumber - back) }
        if let day = weekday(plain, today: today) { return day }
        return whole(plain) ?? latest(plain, today: today)
    }

    /// Reads a day that is yet to come, as people type it: a term, a promise.
    ///
    /// - Parameters:
    ///   - text: A whole date, `10-8`, `10月8日` or `十月八日` for the next such day, one of `今天`, `明天`,
    ///     `后天`, `大后天`, `today`, `tomorrow`, or `下周三`; in any width and case, with blanks.
    ///   - today: From which the words count.
    ///   - start: The day of what it belongs to, before which a day without a year does not lie; nil for
    ///     today.
    /// - Returns: The day; nil for anything else.
    public static func typedAhead(
        _ text: String,
        today: BusinessDay,
        from start: BusinessDay? = nil
    ) -> BusinessDay? {
        let plain = plain(text)
        if let ahead = daysAhead[plain] {
            return BusinessDay(dayNumber: today.dayNumber + ahead)
        }
        if let day = nextWeekday(plain, today: today) { return day }
        return whole(plain) ?? next(plain, from: start ?? today)
    }

    /// Every day that a text may mean where a day may lie behind or ahead, as in an answer to a form.
    ///
    /// - Parameters:
    ///   - text: As for ``typed(_:today:)`` and ``typedAhead(_:today:from:)``.
    ///   - today: From which the words count.
    /// - Returns: The nearest day first: two at most, if the text says no year; empty for what is no day.
    public static func readings(_ text: String, today: BusinessDay) -> [BusinessDay] {
        let plain = plain(text)
        let isOfSomeYear = whole(plain) == nil && monthAndDay(plain) != nil
        let past = typed(plain, today: today)
        let ahead = past == nil || isOfSomeYear ? typedAhead(plain, today: today) : nil
        return [past, ahead].compactMap(\.self).uniqued.sorted {
            abs($0.dayNumber - today.dayNumber) < abs($1.dayNumber - today.dayNumber)
        }
    }

    /// The day without a year that has just passed: whoever types one for a term may mean it, or the one
    /// of next year, and has to say which.
    ///
    /// - Parameters:
    ///   - text: As for ``typedAhead(_:today:from:)``.
    ///   - start: The day of what it belongs to.
    /// - Returns: The latest such day, if it lies fewer than 60 days before; else nil.
    public static func justPassed(_ text: String, before start: BusinessDay) -> BusinessDay? {
        let plain = plain(text)
        guard whole(plain) == nil, let (month, day) = monthAndDay(plain) else { return nil }
        return (0...1).lazy
            .compactMap { BusinessDay(year: start.year - $0, month: month, day: day) }
            .first { $0 < start && start.dayNumber - $0.dayNumber < passedDays }
    }

    /// Days within which a term that has passed is likelier meant than one almost a year ahead.
    private static let passedDays = 60

    private static let daysAhead = [
        "今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2,
        "大后天": 3,
    ]

    private static let daysBack = [
        "今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2,
        "大前天": 3,
    ]

    private static let weekdays: [Character: Int] = [
        "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6,
    ]

    /// A day of this week up to today or of the one before, `上周` that of the week before; weeks
    /// begin on a Monday.
    private static func weekday(_ text: String, today: BusinessDay) -> BusinessDay? {
        guard let match = text.wholeMatch(of: /(上|本|这)?(?:周|星期|礼拜)([一二三四五六日天])/),
            let wanted = match.2.first.flatMap({ weekdays[$0] })
        else { return nil }
        let now = daysSinceMonday(today)
        let monday = today.dayNumber - now
        let isLastWeek = match.1 == "上" || (match.1 == nil && wanted > now)
        return BusinessDay(dayNumber: monday + wanted - (isLastWeek ? 7 : 0))
    }

    /// A day of the week that comes.
    private static func nextWeekday(_ text: String, today: BusinessDay) -> BusinessDay? {
        guard let match = text.wholeMatch(of: /下(?:周|星期|礼拜)([一二三四五六日天])/),
            let wanted = match.1.first.flatMap({ weekdays[$0] })
        else { return nil }
        return BusinessDay(dayNumber: today.dayNumber - daysSinceMonday(today) + 7 + wanted)
    }

    /// 1970-01-01 was a Thursday.
    private static func daysSinceMonday(_ day: BusinessDay) -> Int { (day.dayNumber + 3) % 7 }

    /// A month and a day without a year: the first that does not lie before a day.
    private static func next(_ text: String, from start: BusinessDay) -> BusinessDay? {
        guard let (month, day) = monthAndDay(text) else { return nil }
        // A 29th of February may be eight years off.
        return (0...8).lazy
            .compactMap { BusinessDay(year: start.year + $0, month: month, day: day) }
            .first { $0 >= start }
    }

    /// A month and a day without a year: what is meant lies behind, in this school year or before;
    /// tomorrow is let pass, for a clock that is behind.
    private static func latest(_ text: String, today: BusinessDay) -> BusinessDay? {
        guard let (month, day) = monthAndDay(text) else { return nil }
        return (0...4).lazy
            .compactMap { BusinessDay(year: today.year - $0, month: month, day: day) }
            .first { $0.dayNumber <= today.dayNumber + 1 }
    }

    private static func plain(_ text: String) -> String {
        PlainText.halfWidth(text).lowercased().filter { $0 != " " }
    }

    /// A day with its year; five digits are a spreadsheet's count of days, which nobody types.
    private static func whole(_ text: String) -> BusinessDay? {
        text.count == 5 && PlainText.isDigits(text) ? nil : read(PlainText.figures(text))
    }

    private static func monthAndDay(_ text: String) -> (Int, Int)? {
        let parts = PlainText.figures(text).split(whereSeparator: { "-/.月日号".contains($0) })
        guard parts.count == 2, let month = Int(parts[0]), let day = Int(parts[1]) else {
            return nil
        }
        return (month, day)
    }
}
