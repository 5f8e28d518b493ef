/// Builds the tree of an expression from its words, each operator by its rank.
struct ExpressionParser {
    private let tokens: [(token: ExpressionToken, offset: Int)]
    private let end: Int
    private var position = 0
    private var depth = 0

    init(_ text: String) throws(FormExpressionError) {
        tokens = try ExpressionLexer.tokens(of: text)
        end = text.unicodeScalars.count
    }

    /// The whole text as one expression.
    mutating func whole() throws(FormExpressionError) -> ExpressionTree {
        let tree = try expression()
        guard position == tokens.count else { throw unexpected() }
        return tree
    }

    private static let ranks: [BinaryOperator: Int] = [
        .or: 1, .and: 2, .equal: 3, .notEqual: 3, .less: 4, .lessOrEqual: 4, .greater: 4,
        .greaterOrEqual: 4, .plus: 5, .minus: 5, .times: 6, .divided: 6, .modulo: 6,
    ]

    mutating func expression(above rank: Int = 0) throws(FormExpressionError) -> ExpressionTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= FormLimits.expressionDepth else {
            throw FormExpressionError(.tooLarge, at: offset)
        }
        var left = try unary()
        while case .operation(let operation)? = token, let own = Self.ranks[operation], own > rank {
            position += 1
            left = .binary(operation, left, try expression(above: own))
        }
        if token == .bar {
            throw FormExpressionError(.unsupported, at: offset, ["construct": "|"])
        }
        return left
    }

    private mutating func unary() throws(FormExpressionError) -> ExpressionTree {
        var isNegated = false
        var count = 0
        while take(.minus) {
            isNegated.toggle()
            count += 1
        }
        var operand = try primary()
        if count > 0 {
            operand = .negated(operand)
            if !isNegated { operand = .negated(operand) }
        }
        return operand
    }

    private mutating func primary() throws(FormExpressionError) -> ExpressionTree {
        switch token {
        case .number(let number):
            position += 1
            return try unfiltered(.number(number))
        case .text(let text):
            position += 1
            return try unfiltered(.text(text))
        case .leftParenthesis:
            position += 1
            let inner = try expression()
            try expect(.rightParenthesis)
            return try unfiltered(inner)
        case .name(let name) where next == .leftParenthesis && !Self.nodeTests.contains(name):
            return try call(name)
        default:
            return .path(try path())
        }
    }

    /// What forms do not know: a predicate or a step behind what is no path.
    private func unfiltered(
        _ tree: ExpressionTree
    ) throws(FormExpressionError) -> ExpressionTree {
        guard token != .leftBracket, token != .slash, token != .doubleSlash else {
            throw FormExpressionError(.unsupported, at: offset, ["construct": "(...)[...]"])
        }
        return tree
    }

    // MARK: - Words

    static let nodeTests: Set<String> = ["node", "text", "comment", "processing-instruction"]

    var token: ExpressionToken? { position < tokens.count ? tokens[position].token : nil }
    var next: ExpressionToken? { position + 1 < tokens.count ? tokens[position + 1].token : nil }
    var offset: Int { position < tokens.count ? tokens[position].offset : end }

    mutating func advance() { position += 1 }

    mutating func take(_ wanted: ExpressionToken) -> Bool {
        guard token == wanted else { return false }
        position += 1
        return true
    }

    mutating func expect(_ wanted: ExpressionToken) throws(FormExpressionError) {
        guard take(wanted) else { throw unexpected() }
    }

    func unexpected() -> FormExpressionError {
        FormExpressionError(.syntax, at: offset, ["found": token.map(\.written) ?? ""])
    }
}
