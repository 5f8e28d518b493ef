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
}
