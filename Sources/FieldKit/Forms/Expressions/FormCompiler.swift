/// Parses and binds all expressions of a form.
struct FormCompiler {
    private(set) var problems: [CompiledForm.Problem] = []
    private var outline: FormOutline
    private var tables = FormTableNames()
    private var sites: [ExpressionSite] = []
    private var labelPaths: [FormLabel.Reference: BoundExpression] = [:]

    init(_ definition: FormDefinition) {
        outline = FormOutline(definition)
    }

    mutating func compile() -> FormParts {
        for number in outline.nodes.indices.dropFirst() { bindRow(number) }
        let name = bound(definition.settings["instance_name"], "instance_name", 0)
        var graph = DependencyGraph(outline, sites)
        if let cycle = graph.sort() { report(cycle) }
        return FormParts(
            outline,
            sites: graph.sites,
            tables: tables,
            instanceName: name,
            labelPaths
        )
    }

    private mutating func bindRow(_ number: Int) {
        guard let row = outline.nodes[number].row else { return }
        addSite(row.relevant, .relevant, number)
        addSite(row.required, .required, number)
        addSite(row.readOnly, .readonly, number)
        if row.triggers.isEmpty {
            let column = outline.nodes[number].countOf == nil ? nil : "repeat_count"
            addSite(row.calculation, .calculation, number, column: column)
        } else {
            bindTriggers(row, number)
        }
        let constraint = bound(row.constraint, "constraint", number)
        let dynamicDefault =
            row.isDefaultDynamic ? bound(row.defaultValue, "default", number) : nil
        outline.update(number) { node in
            node.constraint = constraint
            node.dynamicDefault = dynamicDefault
        }
        bindChoices(row, number)
        bindLabels(row, number)
    }

    /// The names in what is shown of a row, and of its choices.
    private mutating func bindLabels(_ row: FormNode, _ number: Int) {
        var texts = [row.label, row.hint, row.guidance, row.constraintMessage, row.requiredMessage]
            .flatMap(\.values)
        if case .list(let name)? = row.choices {
            texts += definition.lists[name, default: []].flatMap(\.label.values)
        }
        for name in Set(texts.flatMap(FormLabel.names)).sorted() {
            let path = ExpressionPath(origin: .named(name), steps: [], offset: 0)
            var binder = ExpressionBinder(form: outline, current: number, tables: tables)
            guard let bound = try? binder.bind(path, in: .node(number)) else {
                report(.unknownName, "label", number, details: ["name": name])
                continue
            }
            labelPaths[FormLabel.Reference(row: number, name: name)] = bound
        }
    }

    private var definition: FormDefinition { outline.definition }

    private mutating func addSite(
        _ text: String?,
        _ purpose: ExpressionSite.Purpose,
        _ number: Int,
        column: String? = nil
    ) {
        let column = column ?? purpose.rawValue
        var reads: [ExpressionSite.Reading] = []
        guard let expression = bound(text, column, number, reads: &reads) else { return }
        switch expression {
        case .call(.true, _): outline.update(number) { $0.constants[purpose] = true }
        case .call(.false, _): outline.update(number) { $0.constants[purpose] = false }
        default: break
        }
        sites.append(
            ExpressionSite(
                node: number,
                purpose: purpose,
                column: column,
                expression: expression,
                reads: reads
            )
        )
    }

    private mutating func bindTriggers(_ row: FormNode, _ number: Int) {
        let calculation = bound(row.calculation, "calculation", number) ?? .text("")
        outline.update(number) { $0.triggered = calculation }
        for name in row.triggers {
            guard let trigger = outline.numbers[name]?.first else {
                report(.unknownName, "trigger", number, details: ["name": name])
                continue
            }
            outline.update(trigger) { $0.triggers.append(number) }
        }
    }

    private mutating func bindChoices(_ row: FormNode, _ number: Int) {
        let seed = bound(row.parameters["seed"], "parameters", number)
        outline.update(number) { $0.seed = seed }
        switch row.choices {
        case .list(let name)?: _ = tables.number(of: name)
        case .file(let name, _, _)?:
            _ = tables.number(of: ExpressionBinder.plainTable(name))
        case .repeat(let name)?:
            bindChoiceNodes(name, row, number)
            return
        case nil: return
        }
        let filter = bound(row.choiceFilter, "choice_filter", number, in: .row)
        outline.update(number) { $0.choiceFilter = filter }
    }

    /// The answers of a question in a repeat, with the filter tried on each instance.
    private mutating func bindChoiceNodes(_ name: String, _ row: FormNode, _ number: Int) {
        let column = "type"
        let targets = outline.numbers[name] ?? []
        guard let target = targets.first, targets.count == 1 else {
            let code: CompiledForm.Problem.Code = targets.isEmpty ? .unknownName : .ambiguousName
            return report(code, column, number, details: ["name": name])
        }
        let above = outline.chain(from: 0, to: target).dropLast()
        guard outline.nodes[target].question != nil,
            let holder = above.last(where: { outline.nodes[$0].isRepeat })
        else { return report(.notRepeated, column, number, details: ["name": name]) }
        var path = ExpressionPath(
            origin: .named(outline.nodes[holder].name),
            steps: [],
            offset: 0
        )
        path.steps = outline.chain(from: holder, to: target).map { node in
            .init(axis: .child, name: outline.nodes[node].name, predicates: [])
        }
        if let text = row.choiceFilter {
            guard let filter = parsed(text, "choice_filter", number) else { return }
            path.predicates = [filter.tree]
        } else {
            // Without a predicate the path would mean the own instance only.
            path.predicates = [.call(.true, [])]
        }
        var binder = ExpressionBinder(form: outline, current: number, tables: tables)
        guard case .path(let bound)? = try? binder.bind(path, in: .node(number)) else {
            report(.unknownPath, column, number, details: ["path": path.written])
            return
        }
        tables = binder.tables
        report(binder.warnings, "choice_filter", number)
        outline.update(number) { $0.choiceNodes = bound }
    }

    // MARK: - One expression

    private mutating func parsed(
        _ text: String,
        _ column: String,
        _ number: Int
    ) -> FormExpression? {
        do {
            return try FormExpression(parsing: text)
        } catch {
            report(
                .expression(error.code),
                column,
                number,
                offset: error.offset,
                details: error.details
            )
            return nil
        }
    }

    private mutating func bound(
        _ text: String?,
        _ column: String,
        _ number: Int,
        in ground: ExpressionBinder.Ground? = nil
    ) -> BoundExpression? {
        var reads: [ExpressionSite.Reading] = []
        return bound(text, column, number, in: ground, reads: &reads)
    }

    private mutating func bound(
        _ text: String?,
        _ column: String,
        _ number: Int,
        in ground: ExpressionBinder.Ground? = nil,
        reads: inout [ExpressionSite.Reading]
    ) -> BoundExpression? {
        guard let text, !text.isEmpty, let expression = parsed(text, column, number) else {
            return nil
        }
        var binder = ExpressionBinder(form: outline, current: number, tables: tables)
        do {
            let bound = try binder.bind(expression.tree, in: ground ?? .node(number))
            tables = binder.tables
            report(binder.warnings, column, number)
            reads = Array(Set(binder.reads)).sorted {
                ($0.target, $0.shared) < ($1.target, $1.shared)
            }
            return bound
        } catch {
            report(error.code, column, number, offset: error.offset, details: error.details)
            return nil
        }
    }

    private mutating func report(
        _ failures: [ExpressionBinder.Failure],
        _ column: String,
        _ number: Int
    ) {
        for failure in failures {
            report(failure.code, column, number, offset: failure.offset, details: failure.details)
        }
    }

    private mutating func report(
        _ code: CompiledForm.Problem.Code,
        _ column: String,
        _ number: Int,
        offset: Int? = nil,
        details: [String: String]
    ) {
        problems.append(
            .init(
                row: outline.nodes[number].row?.row ?? 0,
                column: column,
                code: code,
                offset: offset,
                details: details
            )
        )
    }

    private mutating func report(_ cycle: [ExpressionSite]) {
        guard let first = cycle.first else { return }
        let names = (cycle + [first]).map { outline.nodes[$0.node].name }
        report(
            .cycle,
            first.column,
            first.node,
            details: ["path": names.joined(separator: " > ")]
        )
    }
}
