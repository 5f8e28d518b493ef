/// One part of a parsed expression.
indirect enum ExpressionTree: Sendable, Hashable {
    case number(Double)
    case text(String)
    case path(ExpressionPath)
    case negated(ExpressionTree)
    case binary(BinaryOperator, ExpressionTree, ExpressionTree)
    case call(FormFunction, [ExpressionTree])
}

/// What stands between two operands, by falling looseness.
enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
    case or, and
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "div"
    case modulo = "mod"
}

/// Where values are taken from.
struct ExpressionPath: Sendable, Hashable {
    /// Where the steps begin.
    enum Origin: Sendable, Hashable {
        /// The form as a whole: `/form/question`.
        case root
        /// The node that the expression belongs to, or in a predicate the one that is tried.
        case context
        /// The node that the expression belongs to, in a predicate too: `current()`.
        case current
        /// The question, group or repeat of a name: `${name}`.
        case named(String)
        /// A table beside the form: `instance('name')`.
        case instance(String)
    }

    /// One step of a path.
    struct Step: Sendable, Hashable {
        /// The direction of a step.
        enum Axis: Sendable, Hashable {
            case child, parent, itself, attribute
        }

        var axis: Axis
        /// The name that a node must have; `*` stands for any.
        var name: String
        var predicates: [ExpressionTree]
    }

    var origin: Origin
    /// What is tried on the nodes that the origin names: `${name}[...]`.
    var predicates: [ExpressionTree] = []
    var steps: [Step]
    /// Where it stands in the text.
    var offset: Int
}
