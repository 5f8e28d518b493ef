/// Where in a form each of its entities stands: in the form as a whole, in a group or in a repeat.
///
/// No sheet says it. It follows from the `save_to` of an entity and from the questions that its
/// expressions name, by pyxform's rules for version 2025.1.0 of the entities specification.
struct EntityPlaces {
    /// Groups and repeats from the outermost; none are the form as a whole.
    struct Container: Hashable {
        /// A group or a repeat.
        struct Step: Hashable {
            let name: String
            let isRepeat: Bool
        }

        let steps: [Step]

        /// How many repeats it lies in, itself counted.
        var repeats: Int { steps.count(where: \.isRepeat) }

        /// Its innermost repeat, or the form: what there is one of for each instance.
        var scope: Container {
            let last = steps.lastIndex(where: \.isRepeat) ?? -1
            return Container(steps: Array(steps[...last]))
        }

        func starts(with other: Container) -> Bool { steps.starts(with: other.steps) }
    }

    /// Why an entity can stand nowhere.
    enum Fault: Hashable {
        /// A row of the sheet survey whose `save_to` stands in another scope than the others.
        case saveTo(row: Int, list: String)
        /// A row of the sheet entities that names a question of another scope, or finds no room.
        case entity(row: Int, list: String)
    }

    /// The place of each entity, in the order of the sheet.
    private(set) var containers: [Container]
    private(set) var faults: [Fault] = []

    /// Finds the places of the entities of a form.
    init(_ form: FormDefinition) {
        var rows = References(form)
        rows.visit(form.nodes, in: Container(steps: []))
        containers = form.entities.map { _ in Container(steps: []) }
        var taken: [Container: String] = [:]
        for (index, entity) in form.entities.enumerated() {
            let references = rows.found[index]
            let wanted = wanted(entity, references)
            let isAlone = form.entities.count == 1 && wanted.scope.steps.isEmpty
            containers[index] =
                isAlone ? wanted.scope : settle(entity, references, wanted, &taken)
        }
    }

    /// Whether any has a place that only the newer specification knows.
    var needNewSpecification: Bool {
        containers.count > 1 || containers.contains { $0.repeats > 0 }
    }

    /// What is named by an entity, and in which container.
    private struct Reference {
        let container: Container
        /// The row of the sheet survey.
        let row: Int
        let isSaveTo: Bool
    }

    /// The innermost container that an entity may have.
    private mutating func wanted(_ entity: FormEntity, _ references: [Reference]) -> Container {
        let saved = references.filter(\.isSaveTo)
        let scope = Self.deepest(references)
        let savedScope = saved.isEmpty ? scope : Self.deepest(saved)
        for reference in references {
            let own = reference.container.scope
            if reference.isSaveTo {
                guard own != savedScope || !scope.starts(with: own) else { continue }
                faults.append(.saveTo(row: reference.row, list: entity.list))
            } else if !scope.starts(with: own) {
                faults.append(.entity(row: entity.row, list: entity.list))
            }
        }
        if savedScope != scope { faults.append(.entity(row: entity.row, list: entity.list)) }
        if let common = Self.common(saved.map(\.container)) { return common }
        return references.filter { $0.container.scope == scope }
            .max { $0.container.steps.count < $1.container.steps.count }?.container ?? scope
    }

    /// The scope of most repeats, the first of several.
    private static func deepest(_ references: [Reference]) -> Container {
        references.map(\.container.scope).reduce(Container(steps: [])) { deepest, scope in
            scope.repeats > deepest.repeats ? scope : deepest
        }
    }

    private static func common(_ containers: [Container]) -> Container? {
        guard var steps = containers.first?.steps else { return nil }
        for other in containers {
            steps = zip(steps, other.steps).prefix { $0 == $1 }.map(\.0)
        }
        return Container(steps: steps)
    }

    /// A container that is free, the wanted one or one around it within the same scope.
    private mutating func settle(
        _ entity: FormEntity,
        _ references: [Reference],
        _ wanted: Container,
        _ taken: inout [Container: String]
    ) -> Container {
        let saved = references.filter(\.isSaveTo).map(\.container)
        var steps = wanted.steps
        while taken[Container(steps: steps)] != nil, steps.count > wanted.scope.steps.count,
            saved.first.map({ taken[$0] == nil }) ?? true
        {
            steps.removeLast()
        }
        let container = Container(steps: steps)
        guard taken[container] == nil else {
            faults.append(.entity(row: entity.row, list: entity.list))
            return container
        }
        taken[container] = entity.list
        // What lies between is read as this entity's.
        for lineage in saved where lineage.starts(with: container) {
            for count in container.steps.count...lineage.steps.count {
                taken[Container(steps: Array(lineage.steps[..<count]))] = entity.list
            }
        }
        return container
    }

    /// Gathers what the entities of a form name.
    private struct References {
        let form: FormDefinition
        /// By the place of the entity in the sheet.
        var found: [[Reference]]
        private var named: [String: Set<Int>] = [:]

        init(_ form: FormDefinition) {
            self.form = form
            found = form.entities.map { _ in [] }
            for (index, entity) in form.entities.enumerated() {
                let texts = [entity.label, entity.id, entity.createIf, entity.updateIf]
                for text in texts.compactMap(\.self) {
                    // What cannot be read is told elsewhere.
                    for reference in (try? FormReference.all(in: text)) ?? [] {
                        named[reference.name, default: []].insert(index)
                    }
                }
            }
        }

        mutating func visit(_ nodes: [FormNode], in container: Container) {
            for node in nodes {
                if let target = form.target(of: node),
                    let index = form.entities.firstIndex(where: { $0.list == target.list })
                {
                    add(node, to: index, in: container, isSaveTo: true)
                }
                for index in named[node.name, default: []].sorted() {
                    add(node, to: index, in: container, isSaveTo: false)
                }
                let isRepeat = node.kind == .repeat
                let step = Container.Step(name: node.name, isRepeat: isRepeat)
                visit(node.children, in: Container(steps: container.steps + [step]))
            }
        }

        private mutating func add(
            _ node: FormNode,
            to index: Int,
            in container: Container,
            isSaveTo: Bool
        ) {
            found[index].append(
                Reference(container: container, row: node.row, isSaveTo: isSaveTo)
            )
        }
    }
}

extension FormDefinition {
    /// The entity and the field in which an answer is kept; nil if the form says none.
    func target(of node: FormNode) -> (list: String, field: String)? {
        guard let text = node.saveTo else { return nil }
        let parts = text.split(separator: "#").map(String.init)
        if parts.count == 2 { return (parts[0], parts[1]) }
        return entities.first.map { ($0.list, text) }
    }
}

extension FormDefinition {
    /// Adds rows at the end of a group or repeat.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - names: The names of the groups and repeats that lead there, from the outermost.
    mutating func add(_ rows: [FormNode], at names: [String]) {
        Self.add(rows, to: &nodes, at: names[...])
    }

    private static func add(
        _ rows: [FormNode],
        to nodes: inout [FormNode],
        at names: ArraySlice<String>
    ) {
        guard let name = names.first else { return nodes += rows }
        guard let index = nodes.firstIndex(where: { $0.name == name }) else { return }
        add(rows, to: &nodes[index].children, at: names.dropFirst())
    }
}
