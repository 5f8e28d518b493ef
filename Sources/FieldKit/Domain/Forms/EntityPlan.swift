import Foundation

/// Which records the answers of a form make and change, by its sheet entities.
struct EntityPlan {
    /// The entity whose record is the submission's own; nil for a record of type `submission`.
    private(set) var own: FormEntity?
    /// Further records to be made.
    private(set) var made: [FormEntity] = []
    /// Records that are there and are to be changed.
    private(set) var changed: [(entity: FormEntity, record: RecordID)] = []

    /// Computes the expressions of the entities over finished answers.
    ///
    /// They are computed as further calculations of the form, by the engine that computed the rest.
    init(
        _ answers: FormAnswers,
        of definition: FormDefinition,
        _ surroundings: any FormSurroundings,
        _ tables: any FormTables
    ) {
        guard !definition.entities.isEmpty else { return }
        var form = definition
        for (index, entity) in definition.entities.enumerated() {
            let condition = entity.id == nil ? entity.createIf : entity.updateIf
            form.nodes.append(Self.row("condition", index, "if(\(condition ?? "true()"), 1, 0)"))
            if let id = entity.id { form.nodes.append(Self.row("id", index, id)) }
        }
        var problems: [CompiledForm.Problem] = []
        let session = FormSession(
            CompiledForm(form, problems: &problems),
            resuming: answers,
            surroundings: surroundings,
            tables: tables
        )
        for (index, entity) in definition.entities.enumerated() {
            func text(_ part: String) -> String? {
                let path = FormPath([FormPath.Step(Self.name(part, index))])
                return session.nodeState(at: path)?.value?.text(in: surroundings.timeZone)
            }
            guard text("condition") == "1" else { continue }
            if entity.id != nil {
                if let record = text("id").flatMap({ RecordID($0) }) {
                    changed.append((entity, record))
                }
            } else if own == nil {
                own = entity
            } else {
                made.append(entity)
            }
        }
    }

    /// No question has such a name: names do not begin with a full stop.
    private static func name(_ part: String, _ index: Int) -> String { ".entity-\(index)-\(part)" }

    private static func row(_ part: String, _ index: Int, _ expression: String) -> FormNode {
        var row = FormNode(name: name(part, index), kind: .question(.calculate), row: 0)
        row.calculation = expression
        return row
    }
}
