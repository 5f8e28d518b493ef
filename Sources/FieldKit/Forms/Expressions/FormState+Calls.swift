import Foundation

extension FormState {
    /// The value of a function.
    func call(
        _ function: FormFunction,
        _ arguments: [BoundExpression],
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        // These do not look at all of their arguments.
        switch function {
        case .if:
            return try value(arguments[try truth(arguments[0], place) ? 1 : 2], place)
        case .coalesce:
            let first = try value(arguments[0], place)
            return try isNothing(first) ? try value(arguments[1], place) : first
        default: break
        }
        var values: [ExpressionValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try value(argument, place)) }
        if let value = try numeric(function, values) { return value }
        if let value = try textual(function, values, place) { return value }
        if let value = try temporal(function, values) { return value }
        if let value = try counted(function, values, place) { return value }
        return try various(function, values, place)
    }

    private func isNothing(_ value: ExpressionValue) throws(FormEvaluationError) -> Bool {
        switch try single(value) {
        case .text(let text): text.isEmpty
        case .number(let number): number.isNaN
        default: false
        }
    }

    /// What is neither number nor text nor date.
    private func various(
        _ function: FormFunction,
        _ values: [ExpressionValue],
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        switch function {
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .boolean: return .boolean(try truth(values[0]))
        case .not: return .boolean(!(try truth(values[0])))
        case .booleanFromString:
            let text = try text(values[0])
            return .boolean(text == "1" || text.lowercased() == "true")
        case .depend: return values[0]
        case .once:
            let held = try own(place)
            return try text(held).isEmpty ? values[0] : held
        case .random: return .number(surroundings.random())
        case .uuid: return .text(try newIdentifier(values.first))
        case .property: return .text(surroundings.property(try text(values[0])) ?? "")
        case .version: return .text(form.definition.version)
        case .area, .enclosedArea:
            return .number(FormPlace.area(try places(values[0], function)))
        case .distance: return .number(try distance(values))
        case .geofence:
            guard let point = FormPlace(try text(values[0])) else {
                throw FormEvaluationError(.typeMismatch, function.rawValue)
            }
            return .boolean(FormPlace.isInside(point, try places(values[1], function)))
        default: throw FormEvaluationError(.typeMismatch, function.rawValue)
        }
    }

    /// What the place itself holds.
    func own(_ place: EvaluationPlace) throws(FormEvaluationError) -> ExpressionValue {
        if let row = place.row { return .text(cell(row.table, row.row, nil)) }
        return isRelevant(place.node) ? held(place.node) : .empty
    }

    private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    /// More letters are no identifier.
    private static let identifierLength = 1024

    private func newIdentifier(_ length: ExpressionValue?) throws(FormEvaluationError) -> String {
        guard let length else { return surroundings.uuid() }
        let count = max(0, min(FormNumber.int32(try number(length)), Self.identifierLength))
        let letters = (0..<count).map { _ in
            Self.letters[min(Int(surroundings.random() * 36), 35)]
        }
        return String(letters)
    }

    // MARK: - Places

    private func places(
        _ value: ExpressionValue,
        _ function: FormFunction
    ) throws(FormEvaluationError) -> [FormPlace] {
        guard let list = list(value) else {
            throw FormEvaluationError(.typeMismatch, function.rawValue)
        }
        if list.count == 1 {
            guard let places = FormPlace.list(try text(list[0])) else {
                throw FormEvaluationError(.typeMismatch, function.rawValue)
            }
            return places
        }
        return try each(list, function)
    }

    private func each(
        _ list: [ExpressionValue],
        _ function: FormFunction
    ) throws(FormEvaluationError) -> [FormPlace] {
        var places: [FormPlace] = []
        for value in list {
            guard let place = FormPlace(try text(value)) else {
                throw FormEvaluationError(.typeMismatch, function.rawValue)
            }
            places.append(place)
        }
        return places
    }

    private func distance(_ values: [ExpressionValue]) throws(FormEvaluationError) -> Double {
        guard values.count == 1 else { return FormPlace.distance(try each(values, .distance)) }
        if list(values[0]) != nil { return FormPlace.distance(try places(values[0], .distance)) }
        guard case .text(let text) = values[0], let places = FormPlace.list(text) else {
            throw FormEvaluationError(.typeMismatch, "distance")
        }
        return FormPlace.distance(places)
    }
}
