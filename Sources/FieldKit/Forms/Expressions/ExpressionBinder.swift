/// Binds the names of one expression to the rows of a form.
struct ExpressionBinder {
    /// Why a name cannot be bound.
    struct Failure: Error {
        var code: CompiledForm.Problem.Code
        var offset: Int?
        var details: [String: String] = [:]
    }

    /// What a path without a beginning starts from.
    enum Ground {
        case node(Int)
        case row
    }

    let form: FormOutline
    /// The node that the expression belongs to.
    let current: Int
    /// The node down to which an instance tried in a predicate is one with the current one.
    var shared: Int
    private(set) var reads: [ExpressionSite.Reading] = []
    private(set) var tables: FormTableNames
    /// What is bound all the same: it gives nothing.
    private(set) var warnings: [Failure] = []

    init(form: FormOutline, current: Int, tables: FormTableNames) {
        self.form = form
        self.current = current
        self.tables = tables
        shared = current
    }

    mutating func bind(
        _ tree: ExpressionTree,
        in ground: Ground
    ) throws(Failure) -> BoundExpression {
        switch tree {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .negated(let part): return .negated(try bind(part, in: ground))
        case .binary(let operation, let left, let right):
            return .binary(operation, try bind(left, in: ground), try bind(right, in: ground))
        case .path(let path):
            return try bound(otherwise: .path(.nowhere)) { binder throws(Failure) in
                try binder.bind(path, in: ground)
            }
        case .call(let function, let arguments):
            return try bound(otherwise: .text("")) { binder throws(Failure) in
                try binder.bind(function, arguments, in: ground)
            }
        }
    }

    /// What is bound; where it leads to no row of the form, what gives nothing, with a warning.
    private mutating func bound(
        otherwise nothing: BoundExpression,
        _ body: (inout Self) throws(Failure) -> BoundExpression
    ) throws(Failure) -> BoundExpression {
        let before = reads
        do {
            return try body(&self)
        } catch {
            guard error.code == .emptyPath else { throw error }
            reads = before
            warnings.append(error)
            return nothing
        }
    }

    private mutating func bind(
        _ function: FormFunction,
        _ arguments: [ExpressionTree],
        in ground: Ground
    ) throws(Failure) -> BoundExpression {
        switch (function, arguments.count > 1 ? arguments[1] : nil) {
        case (.indexedRepeat, _): return try bindIndexed(arguments, in: ground)
        case (.choiceName, .path(let path)?):
            let value = try bind(arguments[0], in: ground)
            let (bound, targets) = try nodes(path, in: ground)
            guard targets.count == 1, form.nodes[targets[0]].row?.choices != nil else {
                throw Failure(
                    code: .noChoices,
                    offset: path.offset,
                    details: ["name": path.written]
                )
            }
            return .choiceLabel(value, question: targets[0], bound)
        case (.pulldata, _):
            guard case .text(let name) = arguments[0] else { break }
            let table = tables.number(of: Self.plainTable(name))
            return .lookup(
                table: table,
                column: try bind(arguments[1], in: ground),
                key: try bind(arguments[2], in: ground),
                try bind(arguments[3], in: ground)
            )
        case (.regex, .text(let pattern)?):
            // One that cannot be read would let no answer pass.
            guard let compiled = try? FormPattern(pattern) else {
                throw Failure(
                    code: .expression(.wrongArgument),
                    details: ["function": "regex", "argument": pattern]
                )
            }
            return .matches(try bind(arguments[0], in: ground), compiled)
        case (.formatDate, .text(let pattern)?), (.formatDateTime, .text(let pattern)?):
            if let escape = FormCalendar.unknownEscape(in: pattern) {
                warnings.append(Failure(code: .unknownEscape, details: ["escape": escape]))
            }
        default: break
        }
        var bound: [BoundExpression] = []
        for argument in arguments { bound.append(try bind(argument, in: ground)) }
        return .call(function, bound)
    }

    /// The name of a table without the ending of a file.
    static func plainTable(_ name: String) -> String {
        name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    }

    private mutating func bindIndexed(
        _ arguments: [ExpressionTree],
        in ground: Ground
    ) throws(Failure) -> BoundExpression {
        let target = try node(arguments[0], in: ground)
        var instances: [(node: Int, number: BoundExpression)] = []
        for index in stride(from: 1, to: arguments.count, by: 2) {
            let group = try node(arguments[index], in: ground)
            guard group != target, form.isAncestor(group, of: target) else {
                throw Failure(
                    code: .expression(.wrongArgument),
                    details: ["function": "indexed-repeat", "argument": "\(index + 1)"]
                )
            }
            instances.append((group, try bind(arguments[index + 1], in: ground)))
        }
        // All instances count as read: the numbers may name any of them.
        reads.append(.init(target: target, shared: 0))
        return .indexed(target: target, instances: instances)
    }

    private mutating func node(
        _ tree: ExpressionTree,
        in ground: Ground
    ) throws(Failure) -> Int {
        guard case .path(let path) = tree else { return current }
        let before = reads
        defer { reads = before }
        let (_, targets) = try nodes(path, in: ground)
        return targets.first ?? current
    }

    mutating func read(_ targets: [Int], shared: Int) {
        for target in targets { reads.append(.init(target: target, shared: shared)) }
    }

    mutating func tableNumber(_ name: String) -> Int { tables.number(of: name) }
}

/// The tables that a form names, each with a number.
struct FormTableNames: Sendable {
    private(set) var names: [String] = []

    mutating func number(of name: String) -> Int {
        if let number = names.firstIndex(of: name) { return number }
        names.append(name)
        return names.count - 1
    }
}
