/// An expression of a form, parsed: XPath with the functions of the ODK XForms specification.
///
/// Names are not looked up here: ``CompiledForm`` does that, which knows the form.
public struct FormExpression: Sendable, Hashable {
    /// What was parsed.
    public let text: String
    let tree: ExpressionTree

    /// The expression that a text says.
    ///
    /// - Throws: Why it is none: a wrong character, an unknown function, too many arguments.
    public init(parsing text: String) throws(FormExpressionError) {
        self.text = text
        var parser = try ExpressionParser(text)
        tree = try parser.whole()
    }

    /// A place that an expression refers to.
    public enum Reference: Sendable, Hashable {
        /// `${name}`.
        case name(String)
        /// A path from the top or from the node itself, as it was written.
        case path(String)
        /// `instance('name')`, and the first argument of `pulldata`.
        case table(String)
    }

    /// What it refers to, each once, in the order of the text.
    public var references: [Reference] {
        var seen: Set<Reference> = []
        return tree.references.filter { seen.insert($0).inserted }
    }

    /// The names of the functions that it calls, each once, in the order of the text.
    public var functions: [String] {
        var seen: Set<String> = []
        return tree.calls.map(\.rawValue).filter { seen.insert($0).inserted }
    }
}

extension ExpressionTree {
    /// The parts directly below, those in predicates too.
    var parts: [ExpressionTree] {
        switch self {
        case .number, .text: []
        case .path(let path): path.predicates + path.steps.flatMap(\.predicates)
        case .negated(let part): [part]
        case .binary(_, let left, let right): [left, right]
        case .call(_, let arguments): arguments
        }
    }

    /// All functions called, in the order of the text.
    var calls: [FormFunction] {
        guard case .call(let function, _) = self else { return parts.flatMap(\.calls) }
        return [function] + parts.flatMap(\.calls)
    }

    /// All places referred to, in the order of the text.
    var references: [FormExpression.Reference] {
        var found: [FormExpression.Reference] = []
        switch self {
        case .path(let path):
            switch path.origin {
            case .named(let name): found.append(.name(name))
            case .instance(let table): found.append(.table(table))
            case .root, .context, .current: found.append(.path(path.written))
            }
        case .call(.pulldata, let arguments):
            if case .text(let table)? = arguments.first { found.append(.table(table)) }
        default: break
        }
        return found + parts.flatMap(\.references)
    }
}

extension ExpressionPath {
    /// The path without predicates, as people write it.
    var written: String {
        let words = steps.map { step in
            switch step.axis {
            case .child: step.name
            case .parent: ".."
            case .itself: "."
            case .attribute: "@" + step.name
            }
        }
        let rest = words.joined(separator: "/")
        return switch origin {
        case .root: "/" + rest
        case .context: rest
        case .current: steps.isEmpty ? "current()" : "current()/" + rest
        case .named(let name): steps.isEmpty ? "${\(name)}" : "${\(name)}/" + rest
        case .instance(let name): "instance('\(name)')/" + rest
        }
    }
}
