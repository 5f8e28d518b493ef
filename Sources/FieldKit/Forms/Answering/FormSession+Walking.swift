extension FormSession {
    /// All stops of the interview as the answers stand, without beginning and end.
    public func steps() -> [FormStep] { walk().filter(\.isOpen).map(\.step) }

    /// The stop after another; where that one is no longer asked, the one after its place.
    public func step(after step: FormStep) -> FormStep {
        let all = walk()
        let start = step == .beginning ? 0 : place(of: step, in: all) + 1
        return all[min(start, all.count)...].first(where: \.isOpen)?.step ?? .end
    }

    /// The stop before another.
    public func step(before step: FormStep) -> FormStep {
        let all = walk()
        let end = step == .end ? all.count : step == .beginning ? 0 : place(of: step, in: all)
        return all[..<max(0, end)].last(where: \.isOpen)?.step ?? .beginning
    }

    private struct Stop {
        let step: FormStep
        let isOpen: Bool
    }

    private func place(of step: FormStep, in all: [Stop]) -> Int {
        all.firstIndex { $0.step == step } ?? -1
    }

    private func walk() -> [Stop] {
        var stops: [Stop] = []
        walk(0, FormPath([]), isOpen: true, into: &stops)
        return stops
    }

    private func walk(_ node: Int, _ path: FormPath, isOpen: Bool, into stops: inout [Stop]) {
        let answer = state.tree.nodes[node]
        let row = state.form.nodes[answer.row]
        let isOpen = isOpen && answer.isRelevant
        if row.row?.isAsked == true { stops.append(Stop(step: .question(path), isOpen: isOpen)) }
        for (slot, child) in row.children.enumerated() {
            let below = state.form.nodes[child]
            for (position, instance) in answer.slots[slot].enumerated() {
                let step = FormPath.Step(below.name, below.isRepeat ? position + 1 : nil)
                walk(instance, FormPath(path.steps + [step]), isOpen: isOpen, into: &stops)
            }
            if below.isRepeat, below.countNode == nil {
                let last = answer.slots[slot].last
                let isOffered =
                    last.map { state.tree.nodes[$0].isRelevant }
                    ?? state.wouldBeRelevant(child, below: node)
                let repeatPath = FormPath(path.steps + [.init(below.name)])
                stops.append(
                    Stop(step: .anotherInstance(of: repeatPath), isOpen: isOpen && isOffered)
                )
            }
        }
    }
}

extension FormNode {
    /// Whether a person is asked it, or shown it.
    public var isAsked: Bool {
        guard case .question(let type) = kind else { return false }
        switch type {
        case .calculate, .hidden, .start, .end, .today, .deviceid, .username, .phonenumber, .email:
            return false
        default:
            return calculation == nil || !label.isEmpty || !hint.isEmpty
        }
    }
}
