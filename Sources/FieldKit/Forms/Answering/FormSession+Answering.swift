extension FormSession {
    /// Sets an answer, or takes it away, and computes all that follows.
    ///
    /// Neither constraint nor requirement is tried here: a draft may hold what is not yet right;
    /// see ``fault(at:)`` and ``fault(of:at:)``.
    ///
    /// - Returns: What else changed, each time that it did, in the order in which it was computed.
    /// - Throws: That there is no such question, or that the answer is not of its kind.
    @discardableResult
    public mutating func answer(
        _ path: FormPath,
        _ value: AnswerValue?
    ) throws(FormEvaluationError) -> [FormChange] {
        guard let node = state.node(at: path) else {
            throw FormEvaluationError(.noSuchPath, path.description)
        }
        let row = state.form.nodes[state.tree.nodes[node].row]
        guard case .question? = row.row?.kind else {
            throw FormEvaluationError(.noSuchPath, path.description)
        }
        var changes: [FormChange] = []
        state.set(try row.kind.normal(value, path), of: node, &changes)
        return changes
    }

    /// Adds an instance at the end of a repeat, whose path has no position at its end.
    ///
    /// - Throws: That there is no such repeat, that its count is given, or that there are too many.
    @discardableResult
    public mutating func addInstance(
        of path: FormPath
    ) throws(FormEvaluationError) -> [FormChange] {
        let (row, parent) = try repeatPlace(path)
        let slot = state.form.nodes[row].slot
        guard state.tree.nodes[parent].slots[slot].count < FormLimits.repeatInstances else {
            throw FormEvaluationError(.tooManyInstances, path.description)
        }
        var changes: [FormChange] = []
        var work = PendingWork(sites: state.form.sites.count)
        state.addInstance(of: row, below: parent, &work, &changes)
        state.settle(&work, &changes)
        return changes
    }

    /// Takes an instance of a repeat away with all its answers.
    ///
    /// - Throws: That there is no such instance, or that its repeat's count is given.
    @discardableResult
    public mutating func removeInstance(
        _ path: FormPath
    ) throws(FormEvaluationError) -> [FormChange] {
        guard let node = state.node(at: path) else {
            throw FormEvaluationError(.noSuchPath, path.description)
        }
        let row = state.form.nodes[state.tree.nodes[node].row]
        guard row.isRepeat else { throw FormEvaluationError(.noSuchPath, path.description) }
        guard row.countNode == nil else {
            throw FormEvaluationError(.readOnly, path.description)
        }
        var changes: [FormChange] = []
        var work = PendingWork(sites: state.form.sites.count)
        state.removeInstance(node, keepsAnswers: false, &work, &changes)
        state.settle(&work, &changes)
        return changes
    }

    /// How many instances a repeat has, whose path has no position at its end.
    public func instanceCount(of path: FormPath) -> Int {
        guard let (row, parent) = try? repeatPlace(path, counted: true) else { return 0 }
        return state.tree.nodes[parent].slots[state.form.nodes[row].slot].count
    }

    /// Notes the moment of the end, where the form asks for it.
    public mutating func finish() {
        let now = state.surroundings.milliseconds()
        for index in state.form.nodes.indices where state.form.nodes[index].question == .end {
            for node in state.instances(of: index, below: 0) {
                state.tree.nodes[node].value = .moment(now)
            }
        }
    }

    private func repeatPlace(
        _ path: FormPath,
        counted: Bool = false
    ) throws(FormEvaluationError) -> (row: Int, parent: Int) {
        guard let name = path.steps.last?.name,
            let parent = state.node(at: FormPath(path.steps.dropLast())),
            let row = state.form.nodes[state.tree.nodes[parent].row].children.first(where: {
                state.form.nodes[$0].name == name
            }), state.form.nodes[row].isRepeat
        else { throw FormEvaluationError(.noSuchPath, path.description) }
        guard counted || state.form.nodes[row].countNode == nil else {
            throw FormEvaluationError(.readOnly, path.description)
        }
        return (row, parent)
    }
}

extension FormState {
    /// Sets an answer and computes what follows, then what it triggers.
    mutating func set(_ value: AnswerValue?, of node: Int, _ changes: inout [FormChange]) {
        let isChanged = tree.nodes[node].value != value
        tree.nodes[node].value = value
        var work = PendingWork(sites: form.sites.count)
        addReaders(of: node, to: &work)
        settle(&work, &changes)
        if isChanged { fire(node, &changes) }
    }

    /// Computes what a change of a node triggers, and what that triggers.
    mutating func fire(_ node: Int, _ changes: inout [FormChange]) {
        var fired: Set<Int> = []
        fire(node, &fired, &changes)
    }

    /// Each row once: triggers may form a circle.
    private mutating func fire(
        _ node: Int,
        _ fired: inout Set<Int>,
        _ changes: inout [FormChange]
    ) {
        let row = tree.nodes[node].row
        for target in form.nodes[row].triggers where fired.insert(target).inserted {
            guard let expression = form.nodes[target].triggered else { continue }
            var top = target
            while !form.isWithin(row, top) { top = form.nodes[top].parent }
            for found in instances(of: target, below: ancestor(of: node, row: top)) {
                let before = tree.nodes[found].value
                write(expression, to: found, &changes)
                if tree.nodes[found].value != before { fire(found, &fired, &changes) }
            }
        }
    }
}

extension FormParts {
    /// Whether a row is another or stands below it.
    func isWithin(_ row: Int, _ other: Int) -> Bool {
        var row = row
        while nodes[row].depth > nodes[other].depth { row = nodes[row].parent }
        return row == other
    }
}

extension AnswerKind {
    /// An answer in the form in which it is kept; nothing for an empty text.
    func normal(
        _ value: AnswerValue?,
        _ path: FormPath
    ) throws(FormEvaluationError) -> AnswerValue? {
        guard let value, value != .text("") else { return nil }
        guard takes(value) else { throw FormEvaluationError(.wrongKind, path.description) }
        switch (self, value) {
        case (.decimal, .integer(let number)): return .decimal(Double(number))
        case (.place, .text(let text)): return FormPlace(text).map { .text($0.text) }
        case (.places, .text(let text)):
            return FormPlace.list(text).map { .text(FormPlace.text($0)) }
        default: return value
        }
    }
}
