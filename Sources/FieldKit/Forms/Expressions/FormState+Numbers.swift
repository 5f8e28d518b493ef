import Foundation

extension FormState {
    /// The functions of numbers; nil for any other.
    func numeric(
        _ function: FormFunction,
        _ values: [ExpressionValue]
    ) throws(FormEvaluationError) -> ExpressionValue? {
        switch function {
        case .number: return .number(try number(values[0]))
        case .int: return .number(Self.whole(try number(values[0])))
        case .round:
            let places = values.count > 1 ? FormNumber.int32(try number(values[1])) : 0
            return .number(FormNumber.rounded(try number(values[0]), places: places))
        case .pi: return .number(.pi)
        case .atan2: return .number(Foundation.atan2(try exact(values[0]), try exact(values[1])))
        case .pow:
            return .number(Self.power(try exact(values[0]), try exact(values[1])))
        default: break
        }
        guard let compute = Self.ofOneNumber[function] else { return nil }
        return .number(compute(try exact(values[0])))
    }

    private static let ofOneNumber: [FormFunction: @Sendable (Double) -> Double] = [
        .abs: { Swift.abs($0) }, .acos: { Foundation.acos($0) }, .asin: { Foundation.asin($0) },
        .atan: { Foundation.atan($0) }, .cos: { Foundation.cos($0) },
        .exp: { Foundation.exp($0) }, .exp10: { Foundation.pow(10, $0) },
        .log: { Foundation.log($0) }, .log10: { Foundation.log10($0) },
        .sin: { Foundation.sin($0) }, .sqrt: { $0.squareRoot() },
        .tan: { Foundation.tan($0) },
    ]

    /// A power; of what is not a number, or of one to the infinite, there is none.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        if exponent.isNaN || base.isNaN && exponent != 0 { return .nan }
        if Swift.abs(base) == 1, exponent.isInfinite { return .nan }
        return Foundation.pow(base, exponent)
    }

    /// The number without its fraction, as far as 64 bits hold it.
    private static func whole(_ number: Double) -> Double {
        guard number.isFinite, Swift.abs(number) < 9.223372036854775e18 else { return number }
        return number.rounded(.towardZero)
    }

    /// The number of a value, of a moment with its fraction of a day.
    private func exact(_ value: ExpressionValue) throws(FormEvaluationError) -> Double {
        guard case .moment(let moment) = value else { return try number(value) }
        let epoch = calendar.milliseconds(of: FormCalendar.Fields())
        return Double(moment - epoch) / Double(FormCalendar.day)
    }

    // MARK: - Dates

    /// The functions of dates; nil for any other.
    func temporal(
        _ function: FormFunction,
        _ values: [ExpressionValue]
    ) throws(FormEvaluationError) -> ExpressionValue? {
        switch function {
        case .today: return .moment(calendar.startOfDay(surroundings.milliseconds()))
        case .now: return .moment(surroundings.milliseconds())
        case .date: return try date(try single(values[0]), keepsTime: false)
        case .dateTime: return try date(try single(values[0]), keepsTime: true)
        case .decimalDateTime: return try decimal(try single(values[0]), keepsDay: true)
        case .decimalTime: return try decimal(try single(values[0]), keepsDay: false)
        case .formatDate, .formatDateTime:
            let value = try date(try single(values[0]), keepsTime: true)
            guard case .moment(let moment) = value else { return .empty }
            return .text(try calendar.text(of: moment, pattern: try text(values[1])))
        default: return nil
        }
    }

    private func date(
        _ value: ExpressionValue,
        keepsTime: Bool
    ) throws(FormEvaluationError) -> ExpressionValue {
        switch value {
        case .number(let number):
            guard !number.isNaN else { return value }
            let days = keepsTime ? number : Self.whole(number)
            try Self.checkDay(days)
            guard keepsTime else { return .moment(calendar.midnight(dayNumber: Int(days))) }
            return .moment(FormNumber.int64(days * Double(FormCalendar.day)))
        case .text(""): return value
        case .text(let text): return .moment(try moment(text))
        case .moment(let moment):
            return keepsTime ? value : .moment(calendar.startOfDay(moment))
        default: throw FormEvaluationError(.typeMismatch, try text(value))
        }
    }

    private func decimal(
        _ value: ExpressionValue,
        keepsDay: Bool
    ) throws(FormEvaluationError) -> ExpressionValue {
        switch value {
        case .number(let number):
            guard !number.isNaN else { return value }
            try Self.checkDay(number)
            return .number(keepsDay ? number : number - number.rounded(.down))
        case .text(""): return value
        case .text(let text): return .number(days(try moment(text), keepsDay))
        case .moment(let moment): return .number(days(moment, keepsDay))
        default: throw FormEvaluationError(.typeMismatch, try text(value))
        }
    }

    /// Days since 1970 in UTC, or the part of the day that has gone, by the zone as it is now.
    private func days(_ moment: Int64, _ keepsDay: Bool) -> Double {
        let ahead = keepsDay ? 0 : calendar.offset(at: surroundings.milliseconds())
        let days = Double(moment + ahead) / Double(FormCalendar.day)
        return keepsDay ? days : days - days.rounded(.down)
    }

    private func moment(_ text: String) throws(FormEvaluationError) -> Int64 {
        guard let moment = calendar.readMoment(text) else {
            throw FormEvaluationError(.typeMismatch, text)
        }
        return moment
    }

    private static func checkDay(_ days: Double) throws(FormEvaluationError) {
        guard days >= Double(Int32.min), days <= Double(Int32.max) else {
            throw FormEvaluationError(.typeMismatch, FormNumber.text(days))
        }
    }
}
