/// One word of an expression.
enum ExpressionToken: Sendable, Hashable {
    case number(Double)
    case text(String)
    /// A name of a step, a function or an axis; also `*` and `prefix:*`.
    case name(String)
    /// `${name}`.
    case reference(String)
    /// `${last-saved#name}`.
    case lastSaved(String)
    case operation(BinaryOperator)
    /// A minus before an operand.
    case minus
    case slash, doubleSlash, dot, doubleDot, at, comma, doubleColon, bar, variable
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket

    /// Whether an operand ends here, so that `*`, `-`, `and` and `div` are operators behind it.
    var endsOperand: Bool {
        switch self {
        case .number, .text, .name, .reference, .lastSaved, .dot, .doubleDot, .rightParenthesis,
            .rightBracket, .variable:
            true
        default: false
        }
    }

    /// The word as it stands in an expression, for whoever must find it there.
    var written: String {
        switch self {
        case .number(let number):
            "\(number)".hasSuffix(".0") ? String("\(number)".dropLast(2)) : "\(number)"
        case .text(let text): "'\(text)'"
        case .name(let name): name
        case .reference(let name): "${\(name)}"
        case .lastSaved(let name): "${last-saved#\(name)}"
        case .operation(let operation): operation.rawValue
        case .minus: "-"
        case .slash: "/"
        case .doubleSlash: "//"
        case .dot: "."
        case .doubleDot: ".."
        case .at: "@"
        case .comma: ","
        case .doubleColon: "::"
        case .bar: "|"
        case .variable: "$"
        case .leftParenthesis: "("
        case .rightParenthesis: ")"
        case .leftBracket: "["
        case .rightBracket: "]"
        }
    }
}
