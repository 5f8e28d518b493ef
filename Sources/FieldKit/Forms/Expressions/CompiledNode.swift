/// A row of a form as the engine knows it, by number; the form as a whole is number 0.
struct CompiledNode: Sendable {
    let name: String
    /// The row; nil for the form as a whole.
    let row: FormNode?
    /// The number of the node above; of the form as a whole its own.
    let parent: Int
    /// Its place among its siblings.
    let slot: Int
    /// How far below the top.
    let depth: Int
    var children: [Int] = []
    /// What kind of value it holds.
    let kind: AnswerKind
    /// What a valid answer makes true.
    var constraint: BoundExpression?
    /// What a choice makes true to be offered.
    var choiceFilter: BoundExpression?
    /// The question of a repeat whose answers are the choices.
    var choiceNodes: BoundPath?
    /// The order of choices is drawn by this number.
    var seed: BoundExpression?
    /// The first value, computed.
    var dynamicDefault: BoundExpression?
    /// What is computed when a trigger changes.
    var triggered: BoundExpression?
    /// What is said once for all, by `true()` or `false()`: it holds before anything is computed.
    var constants: [ExpressionSite.Purpose: Bool] = [:]
    /// The nodes that are computed when this one changes.
    var triggers: [Int] = []
    /// The repeat whose number of instances this node holds.
    var countOf: Int?
    /// The node that holds the number of instances of this repeat.
    var countNode: Int?

    var isRepeat: Bool { row?.kind == .repeat }

    /// Whether nobody can ever answer it: a note, or a number of instances.
    var isFixed: Bool { question == .note || countOf != nil }

    var question: QuestionType? {
        if case .question(let type)? = row?.kind { return type }
        return nil
    }
}

/// An expression that is computed anew whenever something changes that it reads.
struct ExpressionSite: Sendable {
    /// What its value is for, by the heading of its column.
    enum Purpose: String, Sendable {
        case relevant, required, readonly, calculation
    }

    let node: Int
    let purpose: Purpose
    /// The heading of the column that says it.
    let column: String
    let expression: BoundExpression
    /// What it reads.
    let reads: [Reading]
    /// What reads its outcome.
    var effects: [Edge] = []

    /// A node that is read, and the node down to which reader and read share their instances.
    struct Reading: Sendable, Hashable {
        let target: Int
        let shared: Int
    }

    /// A site that must follow, for all instances below the shared node.
    struct Edge: Sendable, Hashable {
        let site: Int
        let shared: Int
    }
}
