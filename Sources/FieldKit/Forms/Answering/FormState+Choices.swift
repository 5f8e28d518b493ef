extension FormState {
    /// The choices that a question offers now.
    func choices(of node: Int) throws(FormEvaluationError) -> [FormChoice] {
        let row = form.nodes[tree.nodes[node].row]
        let place = EvaluationPlace(node)
        var choices: [FormChoice]
        switch row.row?.choices {
        case .list(let name)?:
            let all = form.definition.lists[name] ?? []
            choices = try rows(of: name, row, place).map { all[$0] }
        case .file(let name, let value, let label)?:
            choices = try rowsOfFile(name, value: value, label: label, row, place)
        case .repeat?: choices = try answersAsChoices(row, place)
        case nil: return []
        }
        guard row.row?.parameters["randomize"] == "true" else { return choices }
        let seed = try row.seed.map { seed throws(FormEvaluationError) in
            try self.seed(try single(try value(seed, place)))
        }
        choices = shuffled(choices, seed)
        return choices
    }

    /// The numbers of the rows of a table that the choice filter lets pass.
    private func rows(
        of name: String,
        _ row: CompiledNode,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [Int] {
        guard let table = form.tableNames.firstIndex(of: name), let source = tables[table] else {
            throw FormEvaluationError(.missingTable, name)
        }
        guard let filter = row.choiceFilter else { return source.numbers }
        return try self.filter(nil, of: table, filter, place)
    }

    private func rowsOfFile(
        _ name: String,
        value: String,
        label: String,
        _ row: CompiledNode,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [FormChoice] {
        let name = ExpressionBinder.plainTable(name)
        let rows = try rows(of: name, row, place)
        guard let table = form.tableNames.firstIndex(of: name), let source = tables[table] else {
            return []
        }
        let values = source.columns.firstIndex(of: value)
        let labels = source.columns.firstIndex(of: label)
        return rows.map { number in
            let cells = source.columns.indices.map { column in
                (source.columns[column], source.cell(row: number, column: column))
            }
            return FormChoice(
                name: cell(table, number, values),
                label: ["": cell(table, number, labels)],
                row: number + 2,
                columns: Dictionary(cells) { first, _ in first }
            )
        }
    }

    private func answersAsChoices(
        _ row: CompiledNode,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [FormChoice] {
        guard let path = row.choiceNodes, case .nodes(let nodes) = try follow(path, place) else {
            return []
        }
        var choices: [FormChoice] = []
        for node in nodes {
            let name = try text(held(node))
            // Without a filter of its own, an instance without an answer is no choice.
            guard !name.isEmpty || row.row?.choiceFilter != nil else { continue }
            let position = tree.nodes[node].position
            choices.append(FormChoice(name: name, label: ["": name], row: position + 1))
        }
        return choices
    }

    /// The label of a choice of a question; empty if it does not offer it.
    func choiceLabel(
        _ value: String,
        _ question: Int,
        _ path: BoundPath,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> String {
        guard case .nodes(let nodes) = try follow(path, place),
            let node = nodes.first ?? instances(of: question, below: 0).first,
            let choice = try choices(of: node).first(where: { $0.name == value })
        else { return "" }
        let label = choice.label.inLanguage(form.definition.textKey(language))
        return try shown(label, EvaluationPlace(node))
    }

    /// A label with the values of what it names: `Hello ${name}`.
    func shown(_ label: String, _ place: EvaluationPlace) throws(FormEvaluationError) -> String {
        let row = tree.nodes[place.node].row
        var text = ""
        for part in FormLabel.parts(label) {
            switch part {
            case .text(let words): text += words
            case .name(let name):
                let value = form.labelPaths[FormLabel.Reference(row: row, name: name)]
                if let value { text += try self.text(value, place) }
            }
        }
        return text
    }
}
