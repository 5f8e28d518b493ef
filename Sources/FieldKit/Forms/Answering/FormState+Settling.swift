/// What is still to be computed: for each site the nodes below which all its instances are.
struct PendingWork: Sendable {
    private(set) var scopes: [[Int]]
    private(set) var first: Int

    init(sites: Int) {
        scopes = Array(repeating: [], count: sites)
        first = sites
    }

    mutating func add(_ site: Int, below scope: Int) {
        if scopes[site].last != scope, !scopes[site].contains(scope) { scopes[site].append(scope) }
        first = min(first, site)
    }

    /// Begins at the first site again.
    mutating func rewind() {
        first = scopes.firstIndex { !$0.isEmpty } ?? scopes.count
    }

    /// The next site in the order with its scopes; nil when nothing is left.
    mutating func next() -> (site: Int, scopes: [Int])? {
        while first < scopes.count {
            let site = first
            first += 1
            guard !scopes[site].isEmpty else { continue }
            let found = scopes[site]
            scopes[site] = []
            return (site, found)
        }
        return nil
    }
}

extension FormState {
    /// Adds what reads a node to the work.
    func addReaders(of node: Int, to work: inout PendingWork) {
        for edge in form.readers[tree.nodes[node].row] {
            work.add(edge.site, below: ancestor(of: node, row: edge.shared))
        }
    }

    /// Computes what is pending, in the order of the graph, each once in each instance; then sets
    /// the counts of repeats, which may begin another pass.
    mutating func settle(_ work: inout PendingWork, _ changes: inout [FormChange]) {
        for _ in 0..<FormLimits.passes {
            var counters: [Int] = []
            while let (number, scopes) = work.next() {
                let site = form.sites[number]
                for node in contexts(of: site.node, below: scopes) {
                    compute(site, at: node, &changes)
                    if form.nodes[site.node].countOf != nil { counters.append(node) }
                    for edge in site.effects {
                        work.add(edge.site, below: ancestor(of: node, row: edge.shared))
                    }
                }
            }
            guard !counters.isEmpty else { return }
            for counter in counters { applyCount(counter, &work, &changes) }
            work.rewind()
        }
    }

    /// The nodes of a row below any of several nodes, each once.
    private func contexts(of row: Int, below scopes: [Int]) -> [Int] {
        guard scopes.count > 1 else { return instances(of: row, below: scopes[0]) }
        var seen: Set<Int> = []
        return scopes.flatMap { instances(of: row, below: $0) }.filter { seen.insert($0).inserted }
    }

    private mutating func compute(
        _ site: ExpressionSite,
        at node: Int,
        _ changes: inout [FormChange]
    ) {
        var outcome = ExpressionValue.empty
        do {
            outcome = try single(try value(site.expression, EvaluationPlace(node)))
            if site.purpose != .calculation { outcome = .boolean(try truth(outcome)) }
        } catch {
            changes.append(.failure(path(of: node), error))
        }
        switch site.purpose {
        case .calculation: keep(outcome, in: node, &changes)
        case .relevant:
            let wasRelevant = isRelevant(node)
            tree.nodes[node].isRelevant = outcome == .boolean(true)
            if isRelevant(node) != wasRelevant { changes.append(.relevance(path(of: node))) }
        case .required:
            let flag = outcome == .boolean(true)
            if tree.nodes[node].isRequired != flag { changes.append(.requirement(path(of: node))) }
            tree.nodes[node].isRequired = flag
        case .readonly:
            let flag = outcome == .boolean(true)
            if tree.nodes[node].isReadOnly != flag { changes.append(.readOnly(path(of: node))) }
            tree.nodes[node].isReadOnly = flag
        }
    }

    /// Keeps what a calculation gave, as the row's kind of value.
    private mutating func keep(
        _ outcome: ExpressionValue,
        in node: Int,
        _ changes: inout [FormChange]
    ) {
        var value: AnswerValue?
        do {
            let kind = form.nodes[tree.nodes[node].row].kind
            value = try kind.hold(outcome, calendar, now: surroundings.milliseconds())
        } catch {
            changes.append(.failure(path(of: node), error))
        }
        guard tree.nodes[node].value != value else { return }
        tree.nodes[node].value = value
        changes.append(.value(path(of: node)))
    }

    /// Sets a computed first value, or what a trigger gives: as if it had been written down and
    /// read again, so that it is of the row's kind.
    mutating func write(
        _ expression: BoundExpression,
        to node: Int,
        _ changes: inout [FormChange]
    ) {
        var work = PendingWork(sites: form.sites.count)
        do {
            let outcome = try single(try value(expression, EvaluationPlace(node)))
            let kind = form.nodes[tree.nodes[node].row].kind
            let now = surroundings.milliseconds()
            let held = try kind.hold(outcome, calendar, now: now)
            let text = held?.text(in: calendar.zone)
            let value = text.flatMap { kind.read($0, calendar, now: now) }
            if tree.nodes[node].value != value { changes.append(.value(path(of: node))) }
            tree.nodes[node].value = value
        } catch {
            changes.append(.failure(path(of: node), error))
            return
        }
        addReaders(of: node, to: &work)
        settle(&work, &changes)
    }
}
