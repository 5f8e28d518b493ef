import Foundation

/// Which records the answers of a form make and change, by its sheet entities.
struct EntityPlan {
    /// A record that is to be made or changed.
    struct Part {
        let entity: FormEntity
        /// The instance of a repeat whose answers it takes; an empty path for those outside of all.
        let instance: FormPath
    }

    /// The entity whose record is the submission's own; nil for a record of type `submission`.
    private(set) var own: FormEntity?
    /// Further records to be made.
    private(set) var made: [Part] = []
    /// Records that are there and are to be changed.
    private(set) var changed: [(part: Part, record: RecordID)] = []

    /// Computes the expressions of the entities over finished answers.
    ///
    /// They are computed as further calculations of the form, where the entities stand in it, by the
    /// engine that computed the rest.
    init(
        _ answers: FormAnswers,
        of definition: FormDefinition,
        _ surroundings: any FormSurroundings,
        _ tables: any FormTables
    ) {
        guard !definition.entities.isEmpty else { return }
        let containers = EntityPlaces(definition).containers
        var form = definition
        for (index, entity) in definition.entities.enumerated() {
            let names = containers[index].steps.map(\.name)
            form.add(Self.rows(of: entity, index), at: names)
        }
        var problems: [CompiledForm.Problem] = []
        let session = FormSession(
            CompiledForm(form, problems: &problems),
            resuming: answers,
            surroundings: surroundings,
            tables: tables
        )
        for (index, entity) in definition.entities.enumerated() {
            for place in Self.instances(of: containers[index], in: session) {
                func text(_ part: String) -> String? {
                    let path = FormPath(place.steps + [.init(Self.name(part, index))])
                    guard let state = session.nodeState(at: path), state.isRelevant else {
                        return nil
                    }
                    return state.value?.text(in: surroundings.timeZone)
                }
                guard text("condition") == "1" else { continue }
                add(entity, at: place, record: text("id").flatMap { RecordID($0) })
            }
        }
    }

    private mutating func add(_ entity: FormEntity, at place: FormPath, record: RecordID?) {
        let last = place.steps.lastIndex { $0.position != nil } ?? -1
        let part = Part(entity: entity, instance: FormPath(Array(place.steps[...last])))
        if entity.id != nil {
            if let record { changed.append((part, record)) }
        } else if own == nil, part.instance.steps.isEmpty {
            own = entity
        } else {
            made.append(part)
        }
    }

    /// Every instance of a container, in the order of the answers.
    private static func instances(
        of container: EntityPlaces.Container,
        in session: FormSession
    ) -> [FormPath] {
        container.steps.reduce([FormPath([])]) { paths, step in
            paths.flatMap { path -> [FormPath] in
                let all = FormPath(path.steps + [.init(step.name)])
                guard step.isRepeat else { return [all] }
                return (0..<session.instanceCount(of: all)).map {
                    FormPath(path.steps + [.init(step.name, $0 + 1)])
                }
            }
        }
    }

    // MARK: Calculations

    private static func rows(of entity: FormEntity, _ index: Int) -> [FormNode] {
        let condition = entity.id == nil ? entity.createIf : entity.updateIf
        return [row("condition", index, "if(\(condition ?? "true()"), 1, 0)")]
            + (entity.id.map { [row("id", index, $0)] } ?? [])
    }

    /// No question has such a name: names do not begin with a full stop.
    private static func name(_ part: String, _ index: Int) -> String { ".entity-\(index)-\(part)" }

    private static func row(_ part: String, _ index: Int, _ expression: String) -> FormNode {
        var row = FormNode(name: name(part, index), kind: .question(.calculate), row: 0)
        row.calculation = expression
        return row
    }
}
