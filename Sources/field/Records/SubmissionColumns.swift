import FieldKit
import Foundation

/// The answers to a form as the columns of a table: one for each path of a question.
struct SubmissionColumns {
    /// The form's id.
    let form: String
    /// The version that is filled in now; answers to another are marked.
    let newest: String
    /// The questions by the names of their fields, in the order of the newest version; those that
    /// only an older one has come after them.
    private let questions: [(field: String, label: String)]

    /// - Throws: `form_not_published`, `form_unreadable`.
    init(_ form: String, _ replica: Replica) throws {
        let shelf = FormShelf(replica)
        newest = try shelf.newest(form).version
        self.form = form
        var questions: [(field: String, label: String)] = []
        var seen: Set<String> = []
        for version in try shelf.forms() where version.id == form {
            let definition = try shelf.definition(of: version)
            for (path, label) in Self.paths(definition.nodes, definition, below: "")
            where seen.insert(path).inserted {
                questions.append((path, label))
            }
        }
        self.questions = questions
    }

    private static func paths(
        _ nodes: [FormNode],
        _ definition: FormDefinition,
        below path: String
    ) -> [(path: String, label: String)] {
        nodes.flatMap { node -> [(path: String, label: String)] in
            let here = "\(path)/\(node.name)"
            guard case .question = node.kind else {
                return paths(node.children, definition, below: here)
            }
            let spoken = definition.languageName(.current).flatMap { node.label[$0] }
            let label =
                spoken ?? node.label[""] ?? node.label.min { $0.key < $1.key }?.value ?? node.name
            return [(here, label)]
        }
    }

    /// The path of a field without the numbers of instances; nil for a field that is no answer.
    private static func path(_ field: String) -> String? {
        field.hasPrefix("/") ? field.replacing(#/\[\d+\]/#, with: "") : nil
    }

    /// Fields in the order of the form; an instance of a repeat after the other.
    func ordered(_ fields: some Collection<String>) -> [String] {
        let places = Dictionary(
            questions.enumerated().map { ($0.element.field, $0.offset) }
        ) { first, _ in first }
        func key(_ field: String) -> ([Int], Int, String) {
            let numbers = field.matches(of: #/\[(\d+)\]/#).map { Int($0.1) ?? 0 }
            return (numbers, places[Self.path(field) ?? field] ?? Int.max, field)
        }
        return fields.map { (key($0), $0) }.sorted { left, right in
            let (one, two) = (left.0, right.0)
            if one.0 != two.0 { return one.0.lexicographicallyPrecedes(two.0) }
            return (one.1, one.2) < (two.1, two.2)
        }.map(\.1)
    }

    /// What a field that is an answer is called for people; nil if it is none.
    func label(_ field: String) -> String? {
        guard let path = Self.path(field) else { return nil }
        let numbers = field.matches(of: #/\[\d+\]/#).map { String($0.output) }.joined()
        return questions.first { $0.field == path }.map { $0.label + numbers }
    }

    /// What the column of a field is called for programs: an answer's path.
    static func heading(_ field: String) -> String {
        field.hasPrefix("/") ? String(field.dropFirst()) : field
    }

    /// Whether a record answers another version than the newest.
    func isOutdated(_ view: RecordView) -> Bool {
        view.values["form_version"]?.text != newest
    }
}
