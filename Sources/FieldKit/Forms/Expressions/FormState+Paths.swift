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
            case .nowhere: found = []
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
    func holds(
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
}
