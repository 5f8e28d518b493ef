extension FormSession {
    /// What is wrong with the answer of a question as it stands; nil if nothing is, or if it is
    /// not relevant.
    public func fault(at path: FormPath) -> FormFault? {
        guard let node = state.node(at: path) else { return nil }
        return fault(of: state.tree.nodes[node].value, at: path)
    }

    /// What would be wrong with an answer; nil if nothing would be.
    public func fault(of value: AnswerValue?, at path: FormPath) -> FormFault? {
        guard let node = state.node(at: path), state.isRelevant(node),
            let row = state.form.nodes[state.tree.nodes[node].row].row
        else { return nil }
        guard let value, value != .text("") else {
            guard state.tree.nodes[node].isRequired else { return nil }
            return FormFault(path: path, kind: .required, message: row.requiredMessage)
        }
        let kind = constraintFault(of: value, node) ?? choiceFault(of: value, node)
        guard let kind else { return nil }
        let message = kind == .constraint ? row.constraintMessage : [:]
        return FormFault(path: path, kind: kind, message: message)
    }

    /// All that is wrong, in the order of the form.
    public func faults() -> [FormFault] {
        steps().compactMap { step in
            guard case .question(let path) = step else { return nil }
            return fault(at: path)
        }
    }

    private func constraintFault(of value: AnswerValue, _ node: Int) -> FormFault.Kind? {
        let row = state.form.nodes[state.tree.nodes[node].row]
        guard let constraint = row.constraint else { return nil }
        var tried = state
        tried.tree.nodes[node].value = value
        guard let holds = try? tried.truth(constraint, EvaluationPlace(node)) else {
            return .failure
        }
        return holds ? nil : .constraint
    }

    private func choiceFault(of value: AnswerValue, _ node: Int) -> FormFault.Kind? {
        let row = state.form.nodes[state.tree.nodes[node].row]
        guard case .text(let text) = value, row.row?.choices != nil,
            let choices = try? state.choices(of: node)
        else { return nil }
        let offered = Set(choices.map(\.name))
        let chosen = row.question == .selectOne ? [text[...]] : text.split(separator: " ")
        return chosen.allSatisfy { offered.contains(String($0)) } ? nil : .notAChoice
    }
}
