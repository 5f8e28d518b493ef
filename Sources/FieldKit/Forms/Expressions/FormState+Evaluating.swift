/// For which node an expression is computed.
struct EvaluationPlace: Sendable {
    /// The node in question; in a predicate the one that is tried.
    var node: Int
    /// The node that the expression belongs to.
    var current: Int
    /// The row of a table that is tried.
    var row: (table: Int, row: Int)?
    /// The place of what is tried among its like, from 1.
    var position: Int?

    init(_ node: Int) {
        self.node = node
        current = node
    }
}

extension FormState {
    /// The value of an expression.
    func value(
        _ expression: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        switch expression {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .negated(let part): return .number(-(try number(part, place)))
        case .binary(let operation, let left, let right):
            return try binary(operation, left, right, place)
        case .path(let path): return try follow(path, place)
        case .column(let name): return column(name, place)
        case .call(let function, let arguments):
            return try call(function, arguments, place)
        case .indexed(let target, let instances):
            return try indexed(target, instances, place)
        case .choiceLabel(let value, let question, let path):
            return .text(try choiceLabel(try text(value, place), question, path, place))
        case .lookup(let table, let column, let key, let value):
            return .text(
                try lookUp(
                    table,
                    column: try text(column, place),
                    key: try text(key, place),
                    try text(value, place)
                )
            )
        case .matches(let text, let pattern):
            return .boolean(pattern.matches(try self.text(text, place)))
        }
    }

    private func binary(
        _ operation: BinaryOperator,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        switch operation {
        case .or: return .boolean(try truth(left, place) ? true : try truth(right, place))
        case .and: return .boolean(try truth(left, place) ? try truth(right, place) : false)
        case .equal, .notEqual:
            let one = try single(try value(left, place))
            let two = try single(try value(right, place))
            return .boolean(try areEqual(one, two) == (operation == .equal))
        default:
            let one = try number(left, place)
            let two = try number(right, place)
            return switch operation {
            case .less: .boolean(one < two)
            case .lessOrEqual: .boolean(one <= two)
            case .greater: .boolean(one > two)
            case .greaterOrEqual: .boolean(one >= two)
            case .plus: .number(one + two)
            case .minus: .number(one - two)
            case .times: .number(one * two)
            case .divided: .number(one / two)
            default: .number(one.truncatingRemainder(dividingBy: two))
            }
        }
    }

    private func areEqual(
        _ one: ExpressionValue,
        _ two: ExpressionValue
    ) throws(FormEvaluationError) -> Bool {
        switch (one, two) {
        case (.boolean, _), (_, .boolean): return try truth(one) == truth(two)
        case (.number, _), (_, .number):
            return abs(try number(one) - number(two)) < FormNumber.tolerance
        default: return try text(one) == text(two)
        }
    }

    // MARK: - Kinds of value

    func number(
        _ expression: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> Double {
        try number(try value(expression, place))
    }

    func text(
        _ expression: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> String {
        try text(try value(expression, place))
    }

    func truth(
        _ expression: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> Bool {
        try truth(try value(expression, place))
    }

    /// One value, where nodes may stand: of none nothing, of one its own, of several an error.
    func single(_ value: ExpressionValue) throws(FormEvaluationError) -> ExpressionValue {
        switch value {
        case .nodes(let nodes):
            guard let node = nodes.first else { return .empty }
            guard nodes.count == 1 else {
                throw FormEvaluationError(.repeated, path(of: node).description)
            }
            return held(node)
        case .rows(let table, let rows, let column):
            guard let row = rows.first else { return .empty }
            guard rows.count == 1 else {
                throw FormEvaluationError(.repeated, form.tableNames[table])
            }
            return .text(cell(table, row, column))
        default: return value
        }
    }

    /// What a node holds, as expressions read it.
    func held(_ node: Int) -> ExpressionValue {
        tree.nodes[node].value?.expressionValue ?? .empty
    }

    func number(_ value: ExpressionValue) throws(FormEvaluationError) -> Double {
        switch value {
        case .number(let number): number
        case .text(let text): FormNumber.read(text)
        case .boolean(let truth): truth ? 1 : 0
        case .moment(let moment): Double(calendar.dayNumber(moment))
        case .nodes, .rows: try number(try single(value))
        }
    }

    func text(_ value: ExpressionValue) throws(FormEvaluationError) -> String {
        switch value {
        case .number(let number): FormNumber.text(number)
        case .text(let text): text
        case .boolean(let truth): truth ? "true" : "false"
        case .moment(let moment): calendar.date(moment)
        case .nodes, .rows: try text(try single(value))
        }
    }

    func truth(_ value: ExpressionValue) throws(FormEvaluationError) -> Bool {
        switch value {
        case .number(let number): abs(number) > FormNumber.tolerance && !number.isNaN
        case .text(let text): !text.isEmpty
        case .boolean(let truth): truth
        case .moment: true
        case .nodes, .rows: try truth(try single(value))
        }
    }

    /// All values of nodes; of anything else nil.
    func list(_ value: ExpressionValue) -> [ExpressionValue]? {
        switch value {
        case .nodes(let nodes): nodes.map(held)
        case .rows(let table, let rows, let column):
            rows.map { .text(cell(table, $0, column)) }
        default: nil
        }
    }
}
