import Foundation

/// The answers of a form as fields of a record: each under the path of its question, with a slash in
/// front, as `/member[2]/name`.
enum AnswerFields {
    /// One answer.
    struct Field {
        let row: FormNode
        /// Where it stands in the form.
        let path: FormPath
        let text: String

        /// The name of its field.
        var name: String { AnswerFields.name(path) }
    }

    /// The field of a path.
    static func name(_ path: FormPath) -> String {
        "/" + path.description.precomposedStringWithCanonicalMapping
    }

    /// What was answered and is relevant, in the order of the form.
    static func fields(
        of answers: FormAnswers,
        _ definition: FormDefinition,
        zone: TimeZone
    ) -> [Field] {
        var fields: [Field] = []
        func visit(_ rows: [FormNode], _ found: [FormAnswers.Node], _ steps: [FormPath.Step]) {
            let byName = Dictionary(grouping: found, by: \.name)
            for row in rows {
                let isRepeat = row.kind == .repeat
                for (place, node) in (byName[row.name] ?? []).enumerated() where node.isRelevant {
                    let here = steps + [FormPath.Step(row.name, isRepeat ? place + 1 : nil)]
                    if let value = node.value, row.children.isEmpty {
                        let text = value.text(in: zone).precomposedStringWithCanonicalMapping
                        fields.append(Field(row: row, path: FormPath(here), text: text))
                    }
                    visit(row.children, node.children, here)
                }
            }
        }
        visit(definition.nodes, answers.root.children, [])
        return fields
    }

    /// The answers that fields hold.
    ///
    /// - Parameters:
    ///   - definition: The form, of the version that was answered.
    ///   - names: The names of all fields, from which the instances of repeats are counted.
    ///   - zone: The zone in which days and times were told.
    ///   - text: The text of a question's field; nil if it was not answered.
    /// - Returns: The answers; what the form does not ask is left out.
    static func answers(
        _ definition: FormDefinition,
        names: some Sequence<String>,
        zone: TimeZone,
        text: (FormNode, String) -> String?
    ) -> FormAnswers {
        let counts = instanceCounts(names)
        func node(_ row: FormNode, _ steps: [FormPath.Step]) -> FormAnswers.Node {
            var node = FormAnswers.Node(
                name: row.name,
                value: nil,
                isRelevant: true,
                children: nodes(row.children, steps)
            )
            if row.children.isEmpty, let text = text(row, name(FormPath(steps))) {
                // A time of day needs some day: the first of all will do for reading.
                node.value = AnswerValue(text, for: row, zone: zone, now: 0) ?? .text(text)
            }
            return node
        }
        func nodes(_ rows: [FormNode], _ steps: [FormPath.Step]) -> [FormAnswers.Node] {
            rows.flatMap { row -> [FormAnswers.Node] in
                guard row.kind == .repeat else {
                    return [node(row, steps + [FormPath.Step(row.name)])]
                }
                let count = counts[name(FormPath(steps + [FormPath.Step(row.name)]))] ?? 0
                return (0..<count).map { node(row, steps + [FormPath.Step(row.name, $0 + 1)]) }
            }
        }
        let root = FormAnswers.Node(
            name: definition.settings["name"] ?? "data",
            value: nil,
            isRelevant: true,
            children: nodes(definition.nodes, [])
        )
        return FormAnswers(form: definition.id, version: definition.version, root: root)
    }

    /// How many instances each repeat has: the highest number that a field names, and no more than a
    /// form can have, whatever somebody wrote.
    private static func instanceCounts(_ names: some Sequence<String>) -> [String: Int] {
        var counts: [String: Int] = [:]
        for name in names where name.hasPrefix("/") {
            guard let path = FormPath(String(name.dropFirst())) else { continue }
            for (index, step) in path.steps.enumerated() {
                guard let position = step.position else { continue }
                let above = Array(path.steps[..<index]) + [FormPath.Step(step.name)]
                let key = self.name(FormPath(above))
                counts[key] = max(counts[key] ?? 0, min(position, FormLimits.repeatInstances))
            }
        }
        return counts
    }
}
