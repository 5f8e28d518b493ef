/// The answers of a session, to be kept in a file and resumed from.
public struct FormAnswers: Sendable, Hashable, Codable {
    /// The id of the form.
    public var form: String
    /// The version of the form.
    public var version: String
    /// The form as a whole, with all below it.
    public var root: Node
    /// What tells these answers from others of the form, as its setting `instance_name` computes it;
    /// nil if it computes nothing.
    public var instanceName: String?

    /// One answer, group or instance.
    public struct Node: Sendable, Hashable, Codable {
        /// The name of the row.
        public var name: String
        /// The answer; nil if there is none.
        public var value: AnswerValue?
        /// Whether it is relevant; what is not relevant does not belong into a submission.
        public var isRelevant: Bool
        /// What is below it, instances of a repeat one after the other.
        public var children: [Node]
    }
}

extension FormState {
    /// What the setting `instance_name` computes; nil for nothing, or for what cannot be computed.
    func instanceName() -> String? {
        guard let expression = form.instanceName,
            let outcome = try? single(try value(expression, EvaluationPlace(0))),
            let held = try? AnswerKind.text.hold(
                outcome,
                calendar,
                now: surroundings.milliseconds()
            )
        else { return nil }
        return held.text(in: surroundings.timeZone)
    }

    /// A node with all below it.
    func snapshot(of node: Int) -> FormAnswers.Node {
        let answer = tree.nodes[node]
        return FormAnswers.Node(
            name: form.nodes[answer.row].name,
            value: answer.value,
            isRelevant: answer.isRelevant,
            children: answer.slots.joined().map(snapshot)
        )
    }

    /// Makes the node of a row with all below it from what was kept.
    mutating func restore(
        _ kept: FormAnswers.Node,
        row: Int,
        below parent: Int,
        position: Int = 0
    ) -> Int {
        let node = tree.nodes.count
        let compiled = form.nodes[row]
        tree.nodes.append(AnswerNode(row, compiled, below: parent, position: position))
        tree.nodes[node].value = (try? compiled.kind.normal(kept.value, FormPath([]))) ?? kept.value
        for (slot, child) in compiled.children.enumerated() {
            let below = form.nodes[child]
            let found = kept.children.filter { $0.name == below.name }
            if below.isRepeat {
                for (place, instance) in found.enumerated() {
                    let restored = restore(instance, row: child, below: node, position: place)
                    tree.nodes[node].slots[slot].append(restored)
                }
            } else if let first = found.first {
                tree.nodes[node].slots[slot] = [restore(first, row: child, below: node)]
            } else {
                tree.nodes[node].slots[slot] = [grow(child, below: node, withRepeats: true)]
            }
        }
        return node
    }

    /// Forgets the instances that a count took away.
    mutating func dropResting() {
        for node in tree.nodes.indices { tree.nodes[node].resting = [:] }
    }
}
