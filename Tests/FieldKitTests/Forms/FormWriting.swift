public import FieldKit

/// Short ways to write a form in a test.
extension FormNode {
    /// A question; the rest is set by name.
    static func ask(
        _ name: String,
        _ type: QuestionType = .text,
        row: Int = 0,
        _ change: (inout FormNode) -> Void = { _ in }
    ) -> FormNode {
        var node = FormNode(name: name, kind: .question(type), row: row)
        node.label = ["": name]
        change(&node)
        return node
    }

    /// A calculation.
    static func calculate(_ name: String, _ expression: String, row: Int = 0) -> FormNode {
        ask(name, .calculate, row: row) { $0.calculation = expression }
    }

    /// A group or a repeat.
    static func holding(
        _ kind: Kind,
        _ name: String,
        _ children: [FormNode],
        _ change: (inout FormNode) -> Void = { _ in }
    ) -> FormNode {
        var node = FormNode(name: name, kind: kind, row: 0)
        node.children = children
        change(&node)
        return node
    }
}

extension FormDefinition {
    /// A form of these rows.
    static func of(_ nodes: [FormNode], lists: [String: [FormChoice]] = [:]) -> FormDefinition {
        FormDefinition(id: "f", version: "1", title: ["": "f"], nodes: nodes, lists: lists)
    }

    /// What is wrong with its expressions.
    var problems: [CompiledForm.Problem] {
        var problems: [CompiledForm.Problem] = []
        _ = CompiledForm(self, problems: &problems)
        return problems
    }

    /// A session without answers; the form must have no problems.
    func session(_ surroundings: FixedSurroundings = FixedSurroundings()) -> FormSession {
        var problems: [CompiledForm.Problem] = []
        let form = CompiledForm(self, problems: &problems)
        precondition(problems.isEmpty, "\(problems)")
        return FormSession(form, surroundings: surroundings)
    }
}

extension FormSession {
    /// The answer at a path, as text; empty if there is none.
    func text(_ path: String) -> String {
        guard let value = FormPath(path).flatMap({ nodeState(at: $0)?.value }) else { return "" }
        return value.text(in: FixedSurroundings().timeZone)
    }

    func isRelevant(_ path: String) -> Bool? {
        FormPath(path).flatMap { nodeState(at: $0)?.isRelevant }
    }
}

extension FormPath: ExpressibleByStringLiteral {
    /// A path written down in a test.
    public init(stringLiteral value: String) {
        self = FormPath(value) ?? FormPath([])
    }
}
