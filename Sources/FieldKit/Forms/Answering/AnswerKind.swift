public import Foundation

/// What kind of value a row holds, as the XForms type of its bind says.
enum AnswerKind: Sendable, Hashable {
    case text, integer, decimal, date, time, moment, place, places

    init(_ row: FormNode) {
        if let named = row.extra["bind::type"], let kind = Self.named[named] {
            self = kind
            return
        }
        guard case .question(let type) = row.kind else {
            self = .text
            return
        }
        switch type {
        case .integer: self = .integer
        case .decimal: self = .decimal
        case .date, .today: self = .date
        case .time: self = .time
        case .dateTime, .start, .end: self = .moment
        case .geopoint: self = .place
        case .geotrace, .geoshape: self = .places
        case .range:
            let isDecimal = ["start", "end", "step"].contains {
                row.parameters[$0]?.contains(".") == true
            }
            self = isDecimal ? .decimal : .integer
        default: self = .text
        }
    }

    private static let named: [String: AnswerKind] = [
        "string": .text, "int": .integer, "decimal": .decimal, "date": .date, "time": .time,
        "dateTime": .moment, "geopoint": .place, "geotrace": .places, "geoshape": .places,
    ]

    /// The value that a text says, as it stands in a submission; nil if it is none of this kind.
    func read(_ text: String, _ calendar: FormCalendar, now: Int64) -> AnswerValue? {
        let plain = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !plain.isEmpty else { return nil }
        switch self {
        case .text: return .text(text)
        case .integer: return Int32(plain).map { .integer(Int($0)) }
        case .decimal: return Double(plain).map { .decimal($0) }
        case .date: return calendar.readDate(plain).map { .date($0) }
        case .time: return calendar.readTime(plain, onDayOf: now).map { .time($0) }
        case .moment: return calendar.readMoment(plain).map { .moment($0) }
        case .place: return FormPlace(plain).map { .text($0.text) }
        case .places: return FormPlace.list(plain).map { .text(FormPlace.text($0)) }
        }
    }

    /// Whether a value may be the answer of such a question.
    func takes(_ value: AnswerValue) -> Bool {
        switch (self, value) {
        case (.text, .text), (.integer, .integer), (.decimal, .decimal), (.decimal, .integer),
            (.date, .date), (.time, .time), (.moment, .moment):
            true
        case (.place, .text(let text)): FormPlace(text) != nil
        case (.places, .text(let text)): FormPlace.list(text) != nil
        default: false
        }
    }

    /// The value that a calculation leaves in such a row.
    func hold(
        _ value: ExpressionValue,
        _ calendar: FormCalendar,
        now: Int64
    ) throws(FormEvaluationError) -> AnswerValue? {
        switch value {
        case .text(""): return nil
        case .number(let number): return number.isNaN ? nil : hold(number)
        case .boolean(let truth): return .boolean(truth)
        case .moment(let moment):
            switch self {
            case .date: return .date(calendar.startOfDay(moment))
            case .time: return .time(moment)
            default: return .moment(moment)
            }
        case .text(let text):
            switch self {
            case .text, .integer, .decimal: return .text(text)
            default:
                guard let held = read(text, calendar, now: now) else {
                    throw FormEvaluationError(.typeMismatch, text)
                }
                return held
            }
        case .nodes, .rows: return nil
        }
    }

    /// How near a number must be to a whole one to be kept as one.
    private static let wholeTolerance = 1.0e-9

    private func hold(_ number: Double) -> AnswerValue {
        let whole = FormNumber.int64(number)
        let isWhole = abs(number - Double(whole)) < Self.wholeTolerance
        if self == .integer { return .integer(FormNumber.int32(number)) }
        return isWhole ? .integer(Int(whole)) : .decimal(number)
    }
}

extension AnswerValue {
    /// The value that a text says for a question, as it stands in a submission: `2026-09-01`,
    /// `3.5`; nil if it says none of its kind.
    public init?(_ text: String, for row: FormNode, _ surroundings: any FormSurroundings) {
        self.init(text, for: row, zone: surroundings.timeZone, now: surroundings.milliseconds())
    }

    /// The same in a zone, a time of day on the day of a moment.
    init?(_ text: String, for row: FormNode, zone: TimeZone, now: Int64) {
        let calendar = FormCalendar(zone: zone)
        guard let value = AnswerKind(row).read(text, calendar, now: now) else { return nil }
        self = value
    }

    /// The text of the value in a submission, in a zone.
    public func text(in zone: TimeZone) -> String {
        let calendar = FormCalendar(zone: zone)
        return switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .decimal(let number): FormNumber.decimal(number)
        case .boolean(let truth): truth ? "1" : "0"
        case .date(let moment): calendar.date(moment)
        case .time(let moment): calendar.time(moment)
        case .moment(let moment): calendar.moment(moment)
        }
    }

    /// The value as expressions read it.
    var expressionValue: ExpressionValue {
        switch self {
        case .text(let text): .text(text)
        case .integer(let number): .number(Double(number))
        case .decimal(let number): .number(number)
        case .boolean(let truth): .boolean(truth)
        case .date(let moment), .time(let moment), .moment(let moment): .moment(moment)
        }
    }
}
