extension ExpressionBinder {
    /// A path, to nodes of the form or to a table.
    mutating func bind(
        _ path: ExpressionPath,
        in ground: Ground
    ) throws(Failure) -> BoundExpression {
        if case .instance(let name) = path.origin { return .path(try table(name, path)) }
        if case .row = ground, path.origin == .context { return try column(path) }
        if isInstanceID(path) { return .call(.property, [.text(FormProperty.instanceID)]) }
        if let attribute = path.steps.last, attribute.axis == .attribute {
            return try self.attribute(attribute.name, path)
        }
        return .path(try nodes(path, in: ground).path)
    }

    private func attribute(
        _ name: String,
        _ path: ExpressionPath
    ) throws(Failure) -> BoundExpression {
        let above = path.steps.dropLast().map(\.name)
        guard path.origin == .root, above == [form.nodes[0].name] else { throw empty(path) }
        return switch name {
        case "id": .text(form.definition.id)
        case "version": .text(form.definition.version)
        default: throw empty(path)
        }
    }

    /// Whether a path leads to the id of the answers, which has no row in the sheet.
    private func isInstanceID(_ path: ExpressionPath) -> Bool {
        let steps = path.steps
        let areBare = path.predicates.isEmpty && steps.allSatisfy(\.predicates.isEmpty)
        guard areBare, !form.definition.omitsInstanceID else { return false }
        let place = ["meta", FormProperty.instanceID]
        switch path.origin {
        case .named(let name):
            return name == FormProperty.instanceID && steps.isEmpty && form.numbers[name] == nil
        case .root: return steps.map(\.name) == [form.nodes[0].name] + place
        case .context, .current:
            let up = steps.prefix { $0.axis == .parent }.count
            return up == form.nodes[current].depth && steps.dropFirst(up).map(\.name) == place
        case .instance: return false
        }
    }

    private func column(_ path: ExpressionPath) throws(Failure) -> BoundExpression {
        let names = path.steps.filter { $0.axis != .itself }
        guard let name = names.first else { return .column("") }
        guard name.axis == .child, name.predicates.isEmpty else { throw unknown(path) }
        guard names.count == 1 else {
            throw names.allSatisfy { $0.axis == .child } ? empty(path) : unknown(path)
        }
        return .column(name.name)
    }

    private mutating func table(
        _ name: String,
        _ path: ExpressionPath
    ) throws(Failure) -> BoundPath {
        var bound = BoundPath(start: .table(tableNumber(name)))
        // The first name is that of the document, the second that of its rows.
        for (index, step) in path.steps.enumerated() {
            guard step.axis == .child else { throw unknown(path) }
            let move: BoundPath.Move =
                switch index {
                case 0, 1: .stay
                case 2: .column(step.name)
                default: throw empty(path)
                }
            var predicates: [BoundExpression] = []
            for predicate in step.predicates { predicates.append(try bind(predicate, in: .row)) }
            bound.steps.append(.init(move: move, predicates: predicates))
        }
        return bound
    }

    /// A path to nodes of the form, with those that it may lead to.
    mutating func nodes(
        _ path: ExpressionPath,
        in ground: Ground
    ) throws(Failure) -> (path: BoundPath, targets: [Int]) {
        var base = current
        var startsAtContext = false
        if case .node(let node) = ground, path.origin != .current {
            base = node
            startsAtContext = true
        }
        var steps = path.steps[...]
        var anchor = base
        switch path.origin {
        case .context, .current:
            while let step = steps.first, step.axis == .parent || step.axis == .itself,
                step.predicates.isEmpty
            {
                if step.axis == .parent {
                    guard anchor != 0 else {
                        // One step above the top is nowhere, a second one cannot be gone.
                        throw steps.dropFirst().first?.axis == .parent ? unknown(path) : empty(path)
                    }
                    anchor = form.nodes[anchor].parent
                }
                steps = steps.dropFirst()
            }
        case .root:
            if !steps.isEmpty {
                guard steps.removeFirst().name == form.nodes[0].name else { throw empty(path) }
            }
            anchor = 0
            while let step = steps.first, step.axis == .child, step.predicates.isEmpty,
                let child = form.child(step.name, of: anchor), form.isWithin(base, child)
            {
                anchor = child
                steps = steps.dropFirst()
            }
        case .named(let name):
            let target = try self.named(name, at: path.offset)
            anchor = form.sharedNode(of: base, and: target, isTried: !path.predicates.isEmpty)
            let chain = form.chain(from: anchor, to: target).map { node in
                ExpressionPath.Step(axis: .child, name: form.nodes[node].name, predicates: [])
            }
            var steps2 = chain + steps
            if !chain.isEmpty { steps2[chain.count - 1].predicates = path.predicates }
            steps = steps2[...]
        case .instance: throw unknown(path)
        }
        let up = form.nodes[base].depth - form.nodes[anchor].depth
        var bound = BoundPath(start: startsAtContext ? .context(up: up) : .current(up: up))
        let targets = try follow(Array(steps), from: anchor, path, into: &bound)
        read(targets, shared: shallower(anchor, shared))
        return (bound, targets)
    }

    private mutating func follow(
        _ steps: [ExpressionPath.Step],
        from anchor: Int,
        _ path: ExpressionPath,
        into bound: inout BoundPath
    ) throws(Failure) -> [Int] {
        var reached = [anchor]
        bound.isSingle = true
        for step in steps {
            var move = BoundPath.Move.stay
            switch step.axis {
            case .itself: break
            case .parent:
                move = .up
                reached = reached.map { form.nodes[$0].parent }
                bound.isSingle = false
            case .child where step.name == "*":
                move = .children
                reached = reached.flatMap { form.nodes[$0].children }
                bound.isSingle = false
            case .child:
                guard reached.count == 1 else { throw unknown(path) }
                guard let child = form.child(step.name, of: reached[0]) else { throw empty(path) }
                move = .slot(form.nodes[child].slot)
                reached = [child]
                if form.nodes[child].isRepeat { bound.isSingle = false }
            case .attribute: throw unknown(path)
            }
            var predicates: [BoundExpression] = []
            let outer = shared
            shared = shallower(anchor, shared)
            defer { shared = outer }
            for predicate in step.predicates {
                predicates.append(try bind(predicate, in: .node(reached.first ?? anchor)))
                bound.isSingle = false
            }
            bound.steps.append(.init(move: move, predicates: predicates))
        }
        guard !reached.isEmpty else { throw empty(path) }
        return reached
    }

    private func shallower(_ one: Int, _ two: Int) -> Int {
        form.nodes[one].depth <= form.nodes[two].depth ? one : two
    }

    private func named(_ name: String, at offset: Int) throws(Failure) -> Int {
        let found = form.numbers[name] ?? []
        guard found.count <= 1 else {
            throw Failure(code: .ambiguousName, offset: offset, details: ["name": name])
        }
        guard let node = found.first else {
            throw Failure(code: .unknownName, offset: offset, details: ["name": name])
        }
        return node
    }

    private func empty(_ path: ExpressionPath) -> Failure {
        Failure(code: .emptyPath, offset: path.offset, details: ["path": path.written])
    }

    private func unknown(_ path: ExpressionPath) -> Failure {
        Failure(code: .unknownPath, offset: path.offset, details: ["path": path.written])
    }
}
