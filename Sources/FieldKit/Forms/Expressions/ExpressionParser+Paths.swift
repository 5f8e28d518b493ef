extension ExpressionParser {
    /// A path from wherever it begins.
    mutating func path() throws(FormExpressionError) -> ExpressionPath {
        var path = ExpressionPath(origin: .context, steps: [], offset: offset)
        switch token {
        case .reference(let name):
            advance()
            path.origin = .named(name)
            path.predicates = try predicates()
            guard try takeSlash() else { return path }
        case .lastSaved(let name):
            advance()
            path.origin = .instance(FormTable.lastSaved)
            path.steps = ["root", "item", name].map {
                .init(axis: .child, name: $0, predicates: [])
            }
            return path
        case .slash:
            advance()
            path.origin = .root
            guard beginsStep else { return path }
        case .doubleSlash:
            throw FormExpressionError(.unsupported, at: offset, ["construct": "//"])
        default:
            guard beginsStep else { throw unexpected() }
        }
        path.steps = try steps()
        return path
    }

    /// The steps after a function that gives nodes, if any follow.
    mutating func steps(
        behind origin: ExpressionPath.Origin,
        at start: Int
    ) throws(FormExpressionError) -> ExpressionPath {
        var path = ExpressionPath(origin: origin, steps: [], offset: start)
        path.predicates = try predicates()
        if try takeSlash() { path.steps = try steps() }
        return path
    }

    private mutating func takeSlash() throws(FormExpressionError) -> Bool {
        guard token != .doubleSlash else {
            throw FormExpressionError(.unsupported, at: offset, ["construct": "//"])
        }
        return take(.slash)
    }

    private var beginsStep: Bool {
        switch token {
        case .name, .dot, .doubleDot, .at: true
        default: false
        }
    }

    private mutating func steps() throws(FormExpressionError) -> [ExpressionPath.Step] {
        var steps = [try step()]
        while try takeSlash() { steps.append(try step()) }
        return steps
    }

    private mutating func step() throws(FormExpressionError) -> ExpressionPath.Step {
        let start = offset
        if take(.dot) { return .init(axis: .itself, name: "*", predicates: []) }
        if take(.doubleDot) {
            return .init(axis: .parent, name: "*", predicates: try predicates())
        }
        var axis = ExpressionPath.Step.Axis.child
        if take(.at) {
            axis = .attribute
        } else if case .name(let word)? = token, next == .doubleColon {
            axis = try Self.axis(word, at: start)
            advance()
            advance()
        }
        guard case .name(let name)? = token else { throw unexpected() }
        advance()
        guard take(.leftParenthesis) else {
            guard axis == .child || axis == .attribute else {
                throw Self.unsupported("self::\(name)", at: start)
            }
            return .init(axis: axis, name: name, predicates: try predicates())
        }
        guard Self.nodeTests.contains(name) else { throw unexpected() }
        try expect(.rightParenthesis)
        guard name == "node", axis == .parent || axis == .itself else {
            throw Self.unsupported("\(name)()", at: start)
        }
        return .init(axis: axis, name: "*", predicates: try predicates())
    }

    private static func axis(
        _ word: String,
        at offset: Int
    ) throws(FormExpressionError) -> ExpressionPath.Step.Axis {
        switch word {
        case "child": return .child
        case "parent": return .parent
        case "self": return .itself
        case "attribute": return .attribute
        default: throw unsupported("\(word)::", at: offset)
        }
    }

    private static func unsupported(_ construct: String, at offset: Int) -> FormExpressionError {
        FormExpressionError(.unsupported, at: offset, ["construct": construct])
    }

    private mutating func predicates() throws(FormExpressionError) -> [ExpressionTree] {
        var predicates: [ExpressionTree] = []
        while take(.leftBracket) {
            predicates.append(try expression())
            try expect(.rightBracket)
        }
        return predicates
    }
}
