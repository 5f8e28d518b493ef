import Foundation

/// Answers as people type them, for questions without choices.
enum TypedAnswer {
    /// The values that a text may say for a question, the likeliest first; none if it says none of its
    /// kind, and two for a day without a year, which may lie behind or ahead.
    static func values(
        _ typed: String,
        for row: FormNode,
        _ surroundings: any FormSurroundings
    ) -> [AnswerValue] {
        guard case .question(let type) = row.kind else { return [] }
        let plain = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces)
        let texts: [String?] =
            switch type {
            case .date, .today: days(plain, surroundings)
            case .time: [time(plain, surroundings)]
            case .dateTime, .start, .end: moments(plain, surroundings)
            case .integer, .decimal, .range: [plain.filter { $0 != " " }]
            case .geopoint: [place(plain)]
            case .geotrace, .geoshape: [places(plain)]
            case .acknowledge: [YesOrNo(plain) == .yes || plain == "OK" ? "OK" : nil]
            // A file may give several lines; nobody types them.
            case .text, .hidden: [PlainText.cleanLines(typed)]
            default: [PlainText.clean(typed)]
            }
        return texts.compactMap { text in
            text.flatMap { AnswerValue($0, for: row, surroundings) }
        }
    }

    // MARK: Days and times

    private static func today(_ surroundings: any FormSurroundings) -> BusinessDay? {
        let now = AnswerValue.date(surroundings.milliseconds())
        return BusinessDay.read(now.text(in: surroundings.timeZone))
    }

    private static func days(_ text: String, _ surroundings: any FormSurroundings) -> [String] {
        today(surroundings).map { BusinessDay.readings(text, today: $0).map(\.description) } ?? []
    }

    private static let now: Set<String> = ["现在", "now"]

    /// `8:30`, `8点`, `8点半`, `八点一刻`, `8点05分`, `下午3点`, `now`.
    private static func time(_ text: String, _ surroundings: any FormSurroundings) -> String? {
        if now.contains(text.lowercased()) {
            let moment = AnswerValue.moment(surroundings.milliseconds())
            return String(moment.text(in: surroundings.timeZone).dropFirst(11).prefix(5))
        }
        let pattern =
            /(凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)?(\d{1,2})(?:[:点时](半|[13]刻|\d{1,2})?分?)/
        let plain = PlainText.figures(text.filter { $0 != " " })
        guard let match = plain.wholeMatch(of: pattern), var hour = Int(match.2)
        else { return AnswerKind.isClock(text) ? text : nil }
        switch match.1 {
        // One at noon is after it; eleven and twelve are as they stand.
        case "中午": if hour < 10 { hour += 12 }
        case "下午", "傍晚": if hour < 12 { hour += 12 }
        // Twelve at night is the end of the day, and one at night may be of either.
        case "晚上":
            if hour < 4 || hour == 12 { return nil }
            if hour < 12 { hour += 12 }
        default: break
        }
        let minute = match.3.map { parts[$0] ?? Int($0) ?? 60 } ?? 0
        guard hour < 24, minute < 60 else { return nil }
        return "\(hour):\(minute)"
    }

    private static let parts: [Substring: Int] = ["半": 30, "1刻": 15, "3刻": 45]

    /// A day and a time, with a blank between them or a word at the day's end: `昨天8点`.
    private static func moments(
        _ text: String,
        _ surroundings: any FormSurroundings
    ) -> [String] {
        if now.contains(text.lowercased()) {
            return [AnswerValue.moment(surroundings.milliseconds()).text(in: surroundings.timeZone)]
        }
        func read(_ first: Substring, _ second: Substring) -> [String] {
            guard let time = time(String(second), surroundings) else { return [] }
            return days(String(first), surroundings).map { "\($0)T\(time)" }
        }
        let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "T" })
        if parts.count == 2 { return read(parts[0], parts[1]) }
        let places = text.indices.dropFirst().filter { place in
            !text[text.index(before: place)].isASCII
        }
        return places.lazy.map { read(text[..<$0], text[$0...]) }.first { !$0.isEmpty } ?? []
    }

    // MARK: Places

    private static func place(_ text: String) -> String? {
        let figures = text.split(whereSeparator: { " ,、".contains($0) })
        guard (2...4).contains(figures.count), let latitude = Double(figures[0]),
            let longitude = Double(figures[1]), abs(latitude) <= 90, abs(longitude) <= 180
        else { return nil }
        return figures.joined(separator: " ")
    }

    private static func places(_ text: String) -> String? {
        let found = text.split(separator: ";").map { place(String($0)) }
        guard found.count > 1, !found.contains(nil) else { return nil }
        return found.compactMap(\.self).joined(separator: ";")
    }
}

extension AnswerKind {
    /// Whether a text is a time with seconds or a zone, as it stands in a submission.
    static func isClock(_ text: String) -> Bool { text.contains(":") }
}

/// Yes or no, as people type it.
public enum YesOrNo: Sendable, Hashable {
    /// `是`, `有`, `y`, …
    case yes
    /// `否`, `没有`, `n`, …
    case no

    private static let words: [YesOrNo: Set<String>] = [
        .yes: ["是", "是的", "有", "对", "y", "yes", "true"],
        .no: ["否", "不", "不是", "没有", "没", "无", "n", "no", "false"],
    ]

    /// Reads it; nil if the text says neither.
    public init?(_ typed: String) {
        let word = PlainText.halfWidth(typed).lowercased()
        guard
            let found = [YesOrNo.yes, .no].first(where: { Self.words[$0]?.contains(word) == true })
        else { return nil }
        self = found
    }
}
