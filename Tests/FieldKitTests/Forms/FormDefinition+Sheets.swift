import FieldKit

extension FormDefinition {
    /// The rows of the three sheets, as pyxform reads them: just what the tests use.
    func sheets(tables: [String]) -> [String: [[String]]] {
        let columns = [
            "type", "name", "label", "relevant", "required", "readonly", "constraint",
            "calculation", "repeat_count", "choice_filter", "default", "trigger", "parameters",
        ]
        let extra = Set(lists.values.joined().flatMap(\.columns.keys)).sorted()
        let choices = lists.sorted { $0.key < $1.key }.flatMap { name, choices in
            choices.map { choice in
                [name, choice.name, choice.label[""] ?? ""]
                    + extra.map { choice.columns[$0] ?? "" }
            }
        }
        return [
            "survey": [columns] + tables.map { ["csv-external", $0] } + nodes.flatMap(Self.rows),
            "choices": [["list_name", "name", "label"] + extra] + choices,
            "settings": [["form_id", "form_title", "version"], [id, title[""] ?? "", version]],
        ]
    }

    private static func rows(_ node: FormNode) -> [[String]] {
        let first = [
            type(node), node.name, node.label[""] ?? "", node.relevant ?? "",
            node.required ?? "", node.readOnly ?? "", node.constraint ?? "",
            node.calculation ?? "", node.repeatCount ?? "", node.choiceFilter ?? "",
            node.defaultValue ?? "", node.triggers.map { "${\($0)}" }.joined(separator: ","),
            node.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: " "),
        ]
        switch node.kind {
        case .question: return [first]
        case .group: return [first] + node.children.flatMap(rows) + [["end group"]]
        case .repeat: return [first] + node.children.flatMap(rows) + [["end repeat"]]
        }
    }

    private static func type(_ node: FormNode) -> String {
        switch (node.kind, node.choices) {
        case (.group, _): "begin group"
        case (.repeat, _): "begin repeat"
        case (.question(let type), .list(let name)?): "\(type.rawValue) \(name)"
        case (.question(let type), .repeat(let name)?): "\(type.rawValue) ${\(name)}"
        case (.question(let type), .file(let name, _, _)?): "\(type.rawValue)_from_file \(name)"
        case (.question(let type), nil): type.rawValue
        }
    }
}
