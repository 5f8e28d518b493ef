/// The rows of a form as numbered nodes, before any expression is bound.
struct FormOutline: Sendable {
    let definition: FormDefinition
    private(set) var nodes: [CompiledNode] = []
    /// The nodes of a name.
    private(set) var numbers: [String: [Int]] = [:]

    init(_ definition: FormDefinition) {
        self.definition = definition
        nodes = [
            CompiledNode(
                name: definition.settings["name"] ?? "data",
                row: nil,
                parent: 0,
                slot: 0,
                depth: 0,
                kind: .text
            )
        ]
        add(definition.nodes, below: 0)
    }

    private mutating func add(_ rows: [FormNode], below parent: Int) {
        let names = Set(rows.map(\.name))
        for row in rows {
            let counter = row.repeatCount.flatMap {
                addCounter(of: row, $0, below: parent, beside: names)
            }
            let number = add(row, below: parent)
            if let counter {
                nodes[number].countNode = counter
                nodes[counter].countOf = number
            }
            add(row.children, below: number)
        }
    }

    private mutating func add(
        _ row: FormNode,
        below parent: Int,
        isNamed: Bool = true
    ) -> Int {
        let number = nodes.count
        nodes.append(
            CompiledNode(
                name: row.name,
                row: row,
                parent: parent,
                slot: nodes[parent].children.count,
                depth: nodes[parent].depth + 1,
                kind: AnswerKind(row)
            )
        )
        nodes[parent].children.append(number)
        if isNamed { numbers[row.name, default: []].append(number) }
        return number
    }

    /// A row before a repeat that holds how many instances it has, as pyxform makes one.
    ///
    /// Where the count is the answer of one question pyxform makes none, so that a row may have its
    /// name, most often that question: then ours has a name that no row can have.
    private mutating func addCounter(
        of row: FormNode,
        _ count: String,
        below parent: Int,
        beside names: Set<String>
    ) -> Int? {
        guard row.kind == .repeat, !count.isEmpty else { return nil }
        let name = row.name + Self.counterEnding
        var counter = FormNode(
            name: names.contains(name) ? "." + name : name,
            kind: .question(.calculate),
            row: row.row
        )
        counter.calculation = count
        return add(counter, below: parent, isNamed: FormReference(count) == nil)
    }

    /// What is put behind the name of a repeat to name its count.
    static let counterEnding = "_count"

    /// Changes a node once its expressions are bound.
    mutating func update(_ number: Int, _ change: (inout CompiledNode) -> Void) {
        change(&nodes[number])
    }

    func child(_ name: String, of node: Int) -> Int? {
        nodes[node].children.first { nodes[$0].name == name }
    }

    /// Whether a node is another or stands below it.
    func isWithin(_ node: Int, _ other: Int) -> Bool {
        var node = node
        while nodes[node].depth > nodes[other].depth { node = nodes[node].parent }
        return node == other
    }

    func isAncestor(_ node: Int, of other: Int) -> Bool { node != other && isWithin(other, node) }

    /// The nodes below one on the way to another, the other last.
    func chain(from top: Int, to node: Int) -> [Int] {
        var chain: [Int] = []
        var node = node
        while node != top {
            chain.append(node)
            node = nodes[node].parent
        }
        return chain.reversed()
    }

    /// A node with all above it, the form as a whole first.
    private func line(to node: Int) -> [Int] { [0] + chain(from: 0, to: node) }

    /// The node down to which `${name}` shares the instances of the one who says it.
    ///
    /// Where a repeat is above both, the deepest row above both; else as far as the two lines are
    /// one, so that what stands in a repeat and names it means its own instance. A predicate means
    /// all instances of the named.
    func sharedNode(of base: Int, and target: Int, isTried: Bool) -> Int {
        let common = zip(line(to: base), line(to: target)).prefix { $0.0 == $0.1 }.map(\.0)
        let above = common.filter { $0 != base && $0 != target }
        if above.contains(where: { nodes[$0].isRepeat }) { return above.last ?? 0 }
        return (isTried ? common.last { $0 != target } : common.last) ?? 0
    }

    /// All nodes below one, with itself.
    func within(_ node: Int) -> Range<Int> {
        var end = node + 1
        while end < nodes.count, nodes[end].depth > nodes[node].depth { end += 1 }
        return node..<end
    }
}
