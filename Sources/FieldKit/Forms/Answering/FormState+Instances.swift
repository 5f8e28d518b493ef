extension FormState {
    /// Makes the node of a row with all below it, fixed defaults set.
    ///
    /// A new form has a first instance of each repeat. So has an instance that is added, save of
    /// the repeats that stand in it without a group between: so does what pyxform writes.
    mutating func grow(
        _ row: Int,
        below parent: Int,
        position: Int = 0,
        withRepeats: Bool
    ) -> Int {
        let node = tree.nodes.count
        let compiled = form.nodes[row]
        tree.nodes.append(AnswerNode(row, compiled, below: parent, position: position))
        tree.nodes[node].value = firstValue(of: compiled)
        for (slot, child) in compiled.children.enumerated()
        where withRepeats || !(compiled.isRepeat && form.nodes[child].isRepeat) {
            let first = grow(child, below: node, withRepeats: withRepeats)
            tree.nodes[node].slots[slot] = [first]
        }
        return node
    }

    /// What a question holds before anybody has answered: the moment of the start, a property of
    /// the machine, or the fixed default.
    private func firstValue(of row: CompiledNode) -> AnswerValue? {
        let now = surroundings.milliseconds()
        switch row.question {
        case .start?: return .moment(now)
        case .today?: return .date(calendar.startOfDay(now))
        case .deviceid?, .username?, .phonenumber?, .email?:
            let property = row.question.flatMap { surroundings.property($0.rawValue) } ?? ""
            return property.isEmpty ? nil : .text(property)
        default: break
        }
        guard let text = row.row?.defaultValue, row.row?.isDefaultDynamic != true else {
            return nil
        }
        return row.kind.read(text, calendar, now: now)
    }

    /// Sets the computed defaults of a node and all below it, in the order of the sheet.
    mutating func setDefaults(below node: Int, _ changes: inout [FormChange]) {
        let row = tree.nodes[node].row
        if let expression = form.nodes[row].dynamicDefault {
            let before = tree.nodes[node].value
            write(expression, to: node, &changes)
            if tree.nodes[node].value != before { fire(node, &changes) }
        }
        for child in tree.nodes[node].slots.joined() { setDefaults(below: child, &changes) }
    }

    /// The place of a repeat below the node that holds it.
    private func slot(of row: Int) -> Int { form.nodes[row].slot }

    /// Adds an instance at the end of a repeat.
    mutating func addInstance(
        of row: Int,
        below parent: Int,
        _ work: inout PendingWork,
        _ changes: inout [FormChange]
    ) {
        let slot = slot(of: row)
        let position = tree.nodes[parent].slots[slot].count
        if let resting = tree.nodes[parent].resting[slot]?.popLast() {
            tree.nodes[resting].position = position
            tree.nodes[parent].slots[slot].append(resting)
            addAll(below: resting, to: &work)
            changes.append(.added(path(of: resting)))
            return
        }
        let node = grow(row, below: parent, position: position, withRepeats: false)
        tree.nodes[parent].slots[slot].append(node)
        changes.append(.added(path(of: node)))
        setDefaults(below: node, &changes)
        addAll(below: node, to: &work)
    }

    /// Whether the first instance of a repeat, which has none, would be relevant.
    func wouldBeRelevant(_ row: Int, below parent: Int) -> Bool {
        let site = form.sitesOfNode[row].lazy.map { form.sites[$0] }
            .first { $0.purpose == .relevant }
        guard let site else { return true }
        var tried = self
        let node = tried.grow(row, below: parent, withRepeats: false)
        tried.tree.nodes[parent].slots[slot(of: row)].append(node)
        return (try? tried.truth(site.expression, EvaluationPlace(node))) ?? false
    }

    /// Takes an instance away; those behind it move up.
    mutating func removeInstance(
        _ node: Int,
        keepsAnswers: Bool,
        _ work: inout PendingWork,
        _ changes: inout [FormChange]
    ) {
        let row = tree.nodes[node].row
        let parent = tree.nodes[node].parent
        let slot = slot(of: row)
        changes.append(.removed(path(of: node)))
        tree.nodes[parent].slots[slot].removeAll { $0 == node }
        for (position, other) in tree.nodes[parent].slots[slot].enumerated() {
            tree.nodes[other].position = position
        }
        if keepsAnswers { tree.nodes[parent].resting[slot, default: []].append(node) }
        addOutside(row, at: parent, to: &work)
    }

    /// Brings the instances of a repeat to the number that its counter holds.
    mutating func applyCount(
        _ counter: Int,
        _ work: inout PendingWork,
        _ changes: inout [FormChange]
    ) {
        guard let row = form.nodes[tree.nodes[counter].row].countOf else { return }
        let parent = tree.nodes[counter].parent
        let slot = slot(of: row)
        let wanted = (try? number(held(counter))) ?? 0
        var count = max(0, FormNumber.int32(wanted))
        if count > FormLimits.repeatInstances {
            count = FormLimits.repeatInstances
            let error = FormEvaluationError(.tooManyInstances, form.nodes[row].name)
            changes.append(.failure(path(of: counter), error))
        }
        while tree.nodes[parent].slots[slot].count < count {
            addInstance(of: row, below: parent, &work, &changes)
        }
        while let last = tree.nodes[parent].slots[slot].last,
            tree.nodes[parent].slots[slot].count > count
        {
            removeInstance(last, keepsAnswers: true, &work, &changes)
        }
    }

    /// Adds all sites below a node to the work, and what outside reads any of them.
    func addAll(below node: Int, to work: inout PendingWork) {
        let row = tree.nodes[node].row
        for inner in form.within(row) {
            for site in form.sitesOfNode[inner] { work.add(site, below: node) }
        }
        if node != 0 { addOutside(row, at: tree.nodes[node].parent, to: &work) }
    }

    /// Adds what reads a repeat or a row in it, other than within one instance.
    private func addOutside(_ row: Int, at parent: Int, to work: inout PendingWork) {
        let depth = form.nodes[row].depth
        for inner in form.within(row) {
            for edge in form.readers[inner] {
                if form.nodes[edge.shared].depth < depth {
                    work.add(edge.site, below: ancestor(of: parent, row: edge.shared))
                } else if inner == row {
                    // Places of instances may have shifted.
                    work.add(edge.site, below: parent)
                }
            }
        }
    }
}

extension FormParts {
    /// All rows below one, with itself.
    func within(_ row: Int) -> Range<Int> {
        var end = row + 1
        while end < nodes.count, nodes[end].depth > nodes[row].depth { end += 1 }
        return row..<end
    }
}
