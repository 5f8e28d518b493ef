/// The answers as nodes with indices: number 0 is the form as a whole.
struct AnswerTree: Sendable {
    var nodes: [AnswerNode] = []
}

/// One answer, group or instance of a repeat.
struct AnswerNode: Sendable {
    /// The number of its row.
    let row: Int
    /// The index of the node above; of the form as a whole its own.
    let parent: Int
    /// The nodes below, by the place of their row among its siblings; of a repeat all instances.
    var slots: [[Int]]
    /// Instances that a falling count took away: they come back when it rises.
    var resting: [Int: [Int]] = [:]
    var value: AnswerValue?
    var isRelevant = true
    var isRequired = false
    var isReadOnly = false
    /// Its place among the instances of its repeat, from 0.
    var position = 0

    /// A node of a row without answers.
    init(_ row: Int, _ compiled: CompiledNode, below parent: Int, position: Int) {
        self.row = row
        self.parent = parent
        self.position = position
        slots = compiled.children.map { _ in [] }
        isRelevant = compiled.constants[.relevant] ?? true
        isRequired = compiled.constants[.required] ?? false
        isReadOnly = compiled.isFixed || compiled.constants[.readonly] ?? false
    }
}

extension FormState {
    /// Whether a node and all above it are relevant.
    func isRelevant(_ node: Int) -> Bool {
        var node = node
        while true {
            guard tree.nodes[node].isRelevant else { return false }
            if node == 0 { return true }
            node = tree.nodes[node].parent
        }
    }

    /// Whether a node or one above it is read-only.
    func isReadOnly(_ node: Int) -> Bool {
        var node = node
        while true {
            if tree.nodes[node].isReadOnly { return true }
            if node == 0 { return false }
            node = tree.nodes[node].parent
        }
    }

    /// The node of a row in the line above a node.
    func ancestor(of node: Int, row: Int) -> Int {
        var node = node
        while tree.nodes[node].row != row, node != 0 { node = tree.nodes[node].parent }
        return node
    }

    func climb(_ node: Int, _ levels: Int) -> Int {
        var node = node
        for _ in 0..<levels { node = tree.nodes[node].parent }
        return node
    }

    /// All nodes of a row below a node, in order.
    func instances(of row: Int, below top: Int) -> [Int] {
        var chain: [Int] = []
        var number = row
        while number != tree.nodes[top].row, number != 0 {
            chain.append(form.nodes[number].slot)
            number = form.nodes[number].parent
        }
        guard number == tree.nodes[top].row else { return [] }
        var found = [top]
        for slot in chain.reversed() {
            if found.count == 1 {
                found = tree.nodes[found[0]].slots[slot]
            } else {
                found = found.flatMap { tree.nodes[$0].slots[slot] }
            }
        }
        return found
    }

    /// Where a node stands, as people write it.
    func path(of node: Int) -> FormPath {
        var steps: [FormPath.Step] = []
        var node = node
        while node != 0 {
            let row = form.nodes[tree.nodes[node].row]
            steps.append(.init(row.name, row.isRepeat ? tree.nodes[node].position + 1 : nil))
            node = tree.nodes[node].parent
        }
        return FormPath(steps.reversed())
    }

    /// The node of a path; nil if there is none.
    func node(at path: FormPath) -> Int? {
        var node = 0
        for step in path.steps {
            let row = form.nodes[tree.nodes[node].row]
            guard
                let slot = row.children.firstIndex(where: { form.nodes[$0].name == step.name }),
                form.nodes[row.children[slot]].isRepeat == (step.position != nil),
                tree.nodes[node].slots[slot].indices.contains((step.position ?? 1) - 1)
            else { return nil }
            node = tree.nodes[node].slots[slot][(step.position ?? 1) - 1]
        }
        return node
    }
}
