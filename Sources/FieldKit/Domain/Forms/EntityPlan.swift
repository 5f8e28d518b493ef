import Foundation

/// Which records the answers of a form make and change, by its sheet entities.
struct EntityPlan {
    /// A record that is to be made or changed.
    struct Part {
        let entity: FormEntity
        /// The instance of a repeat whose answers it takes; an empty path for those outside of all.
        let instance: FormPath
    }

    /// A record that is to be changed.
    struct Change {
        let part: Part
        /// What the form's `entity_id` names; nil if it names no record.
        let record: RecordID?
        /// Whether a record is made where that one is not to be had, by the form's `create_if`.
        let isMadeInstead: Bool
    }

    /// The entity whose record is the submission's own; nil for a record of type `submission`.
    private(set) var own: FormEntity?
    /// Further records to be made.
    private(set) var made: [Part] = []
    /// Records that are to be changed.
    private(set) var changed: [Change] = []

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
                let part = Part(entity: entity, instance: Self.instance(place))
                add(
                    part,
                    isMade: text("create") == "1",
                    isChanged: text("update") == "1",
                    record: text("id").flatMap { RecordID($0) }
                )
            }
        }
    }

    private mutating func add(_ part: Part, isMade: Bool, isChanged: Bool, record: RecordID?) {
        if isChanged {
            changed.append(Change(part: part, record: record, isMadeInstead: isMade))
        } else if isMade {
            // One that says by its id when it is made is never what the submission is.
            if own == nil, part.entity.id == nil, part.instance.steps.isEmpty {
                own = part.entity
            } else {
                made.append(part)
            }
        }
    }

    /// The innermost instance of a repeat that a place lies in; empty outside of all.
    private static func instance(_ place: FormPath) -> FormPath {
        let last = place.steps.lastIndex { $0.position != nil } ?? -1
        return FormPath(Array(place.steps[...last]))
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
        var rows: [FormNode] = []
        func add(_ part: String, if condition: String?) {
            rows.append(row(part, index, "if(\(condition ?? "true()"), 1, 0)"))
        }
        if entity.id == nil || entity.createIf != nil { add("create", if: entity.createIf) }
        if let id = entity.id {
            add("update", if: entity.updateIf)
            rows.append(row("id", index, id))
        }
        return rows
    }

    /// No question has such a name: names do not begin with a full stop.
    private static func name(_ part: String, _ index: Int) -> String { ".entity-\(index)-\(part)" }

    private static func row(_ part: String, _ index: Int, _ expression: String) -> FormNode {
        var row = FormNode(name: name(part, index), kind: .question(.calculate), row: 0)
        row.calculation = expression
        return row
    }
}
