/// An expression whose names are bound to the rows of a form.
indirect enum BoundExpression: Sendable {
    case number(Double)
    case text(String)
    case path(BoundPath)
    case column(String)
    case negated(BoundExpression)
    case binary(BinaryOperator, BoundExpression, BoundExpression)
    case call(FormFunction, [BoundExpression])
    /// A question in the instances of repeats that are given by number.
    case indexed(target: Int, instances: [(node: Int, number: BoundExpression)])
    /// The label of a choice of a question.
    case choiceLabel(BoundExpression, question: Int, BoundPath)
    /// A column of the first row of a table whose key has a value.
    case lookup(table: Int, column: BoundExpression, key: BoundExpression, BoundExpression)
    /// A text against a pattern that was read beforehand.
    case matches(BoundExpression, FormPattern)
}

/// A path whose names are bound to the rows of a form, or to a table.
struct BoundPath: Sendable {
    /// Where it begins.
    enum Start: Sendable {
        /// So many levels above the node in question.
        case context(up: Int)
        /// So many levels above the node that the expression belongs to.
        case current(up: Int)
        /// The rows of a table.
        case table(Int)
    }

    /// One step.
    enum Move: Sendable {
        /// To the children at a place among their siblings.
        case slot(Int)
        /// To all children.
        case children
        /// To the node above.
        case up
        /// Nowhere: only a predicate is tried.
        case stay
        /// From the rows of a table to one of its columns.
        case column(String)
        /// To nothing at all.
        case nowhere
    }

    /// A step with what is tried on each node that it reaches.
    struct Step: Sendable {
        var move: Move
        var predicates: [BoundExpression] = []
    }

    var start: Start
    var steps: [Step] = []
    /// Whether it always leads to one node: no repeat is entered, nothing is tried.
    var isSingle = false

    /// A path that leads to no node, whatever is answered.
    static let nowhere = BoundPath(start: .context(up: 0), steps: [Step(move: .nowhere)])
}
