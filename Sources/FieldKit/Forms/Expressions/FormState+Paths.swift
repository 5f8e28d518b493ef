extension FormState {
    /// The nodes or rows to which a path leads; those that are not relevant are left out.
    func follow(
        _ path: BoundPath,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        let start: Int
        switch path.start {
        case .table(let table): return try follow(path, table: table, place)
        case .context(let up): start = climb(place.node, up)
        case .current(let up): start = climb(place.current, up)
        }
        if path.isSingle {
            var node = start
            for step in path.steps {
                if case .slot(let slot) = step.move { node = tree.nodes[node].slots[slot][0] }
            }
            return isRelevant(node) ? .nodes([node]) : .nodes([])
        }
        var nodes = [start]
        for step in path.steps { nodes = try move(nodes, step, place) }
        return .nodes(nodes.filter(isRelevant))
    }

    private func move(
        _ nodes: [Int],
        _ step: BoundPath.Step,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [Int] {
        var reached: [Int] = []
        for node in nodes {
            var found: [Int]
            switch step.move {
            case .slot(let slot): found = tree.nodes[node].slots[slot]
            case .children: found = Array(tree.nodes[node].slots.joined())
            case .up: found = [tree.nodes[node].parent]
            case .stay, .column: found = [node]
            }
            for predicate in step.predicates {
                var kept: [Int] = []
                var inner = place
                for (index, tried) in found.enumerated() {
                    inner.node = tried
                    inner.position = index + 1
                    if try holds(predicate, inner) { kept.append(tried) }
                }
                found = kept
            }
            reached += found
        }
        return reached
    }

    /// Whether a predicate lets a node or row pass: it is true, or the number of its place.
    private func holds(
        _ predicate: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> Bool {
        switch try value(predicate, place) {
        case .boolean(let truth): truth
        case .number(let number): number == Double(place.position ?? 0)
        default: false
        }
    }

    /// A question in the instances that are named by number; where none is named, in those in
    /// which the place itself stands.
    func indexed(
        _ target: Int,
        _ instances: [(node: Int, number: BoundExpression)],
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        var wanted: [Int: Int] = [:]
        for (node, number) in instances {
            // What is no number, or too small, means the first.
            wanted[node] = max(1, FormNumber.int32(try self.number(number, place)))
        }
        var chain: [Int] = []
        var row = target
        while row != 0 {
            chain.append(row)
            row = form.nodes[row].parent
        }
        var nodes = [0]
        for row in chain.reversed() {
            let slot = form.nodes[row].slot
            let own = ancestor(of: place.node, row: row)
            let isWithin = tree.nodes[own].row == row
            nodes = nodes.flatMap { node -> [Int] in
                let found = tree.nodes[node].slots[slot]
                if let number = wanted[row] {
                    return number <= found.count ? [found[number - 1]] : []
                }
                if isWithin {
                    let position = tree.nodes[own].position
                    return position < found.count ? [found[position]] : []
                }
                return found
            }
        }
        return .nodes(nodes.filter(isRelevant))
    }

    // MARK: - Tables

    private func follow(
        _ path: BoundPath,
        table: Int,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        guard let source = tables[table] else {
            throw FormEvaluationError(.missingTable, form.tableNames[table])
        }
        var rows = Array(source.rows.indices)
        var column: Int?
        for (index, step) in path.steps.enumerated() {
            if case .column(let name) = step.move {
                guard let number = source.columns.firstIndex(of: name) else {
                    return .rows(table: table, rows: [], column: nil)
                }
                column = number
                if source.hidesEmptyCells {
                    rows = rows.filter { !cell(table, $0, number).isEmpty }
                }
            }
            guard index > 0 else { continue }
            for predicate in step.predicates {
                rows = try filter(rows, of: table, predicate, place)
            }
        }
        return .rows(table: table, rows: rows, column: column)
    }

    /// The rows that a predicate lets pass.
    func filter(
        _ rows: [Int],
        of table: Int,
        _ predicate: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [Int] {
        var kept: [Int] = []
        var inner = place
        for (index, row) in rows.enumerated() {
            inner.row = (table, row)
            inner.position = index + 1
            if try holds(predicate, inner) { kept.append(row) }
        }
        return kept
    }

    /// The text in a cell; of a whole row, of a row that is too short, and of no column nothing.
    func cell(_ table: Int, _ row: Int, _ column: Int?) -> String {
        guard let column, let cells = tables[table]?.rows[row], column < cells.count else {
            return ""
        }
        return cells[column]
    }

    /// A cell of the row that is tried.
    func column(_ name: String, _ place: EvaluationPlace) -> ExpressionValue {
        guard let row = place.row else { return .empty }
        let number = tables[row.table]?.columns.firstIndex(of: name)
        guard number != nil || name.isEmpty else {
            return .rows(table: row.table, rows: [], column: nil)
        }
        if tables[row.table]?.hidesEmptyCells == true, cell(row.table, row.row, number).isEmpty {
            return .rows(table: row.table, rows: [], column: nil)
        }
        return .rows(table: row.table, rows: [row.row], column: number)
    }

    /// A cell of the first row whose key has a value; empty if there is none.
    func lookUp(
        _ table: Int,
        column: String,
        key: String,
        _ value: String
    ) throws(FormEvaluationError) -> String {
        guard let source = tables[table] else {
            throw FormEvaluationError(.missingTable, form.tableNames[table])
        }
        guard let wanted = source.columns.firstIndex(of: column),
            let keys = source.columns.firstIndex(of: key),
            let row = source.rows.firstIndex(where: { keys < $0.count && $0[keys] == value })
        else { return "" }
        return cell(table, row, wanted)
    }
}
