import Foundation

/// The answers to a form as the columns of a table: one for each path of a question.
public struct SubmissionColumns: Sendable {
    /// The form's id.
    public let form: String
    /// What the newest version asks; answers to another are marked.
    public let newest: FormDefinition
    /// The versions that are held here, the newest first.
    private let versions: [Version]

    /// One version of the form.
    private struct Version {
        let definition: FormDefinition
        /// By the names of their fields, without the numbers of instances.
        let questions: [String: Question]
    }

    /// What a column asks in one version of the form.
    struct Question {
        let row: FormNode
        /// Whether it stands in a repeat.
        let isRepeated: Bool
        /// Where it stands among the questions of its version.
        let place: Int
    }

    /// The columns of a form in a replica.
    ///
    /// - Throws: `form_not_published`, `form_unreadable`.
    public init(_ form: String, _ replica: Replica) throws {
        self = try replica.read { try SubmissionColumns(form, $0) }
    }

    init(_ form: String, _ reader: ReplicaReader) throws {
        var definitions: [FormDefinition] = []
        for version in try FormShelf.forms(reader) where version.id == form {
            definitions.append(try FormShelf.definition(of: version, reader))
        }
        let builtIn = try VisitForm.definition()
        if builtIn.id == form, !definitions.contains(where: { $0.version == builtIn.version }) {
            definitions.append(builtIn)
        }
        guard let newest = definitions.first else { throw FormShelf.missing(form) }
        self.form = form
        self.newest = newest
        versions = definitions.map { definition in
            let all = Self.questions(definition.nodes, below: "", isRepeated: false)
            var questions: [String: Question] = [:]
            for (place, found) in all.enumerated() where questions[found.field] == nil {
                questions[found.field] = Question(
                    row: found.row,
                    isRepeated: found.isRepeated,
                    place: place
                )
            }
            return Version(definition: definition, questions: questions)
        }
    }

    private static func questions(
        _ nodes: [FormNode],
        below path: String,
        isRepeated: Bool
    ) -> [(field: String, row: FormNode, isRepeated: Bool)] {
        nodes.flatMap { node -> [(field: String, row: FormNode, isRepeated: Bool)] in
            let here = path + "/" + node.name.precomposedStringWithCanonicalMapping
            guard case .question = node.kind else {
                let isWithin = isRepeated || node.kind == .repeat
                return questions(node.children, below: here, isRepeated: isWithin)
            }
            return [(here, node, isRepeated)]
        }
    }

    /// One version, as a record names it; nil if it is not held here.
    func definition(_ version: String) -> FormDefinition? {
        versions.first { $0.definition.version == version }?.definition
    }

    /// What a field asks in a version; nil if that does not ask it, or is not held here.
    func question(_ field: String, in version: String) -> Question? {
        guard let path = Self.path(field) else { return nil }
        return versions.first { $0.definition.version == version }?.questions[path]
    }

    /// The path of a field without the numbers of instances; nil for a field that is no answer.
    private static func path(_ field: String) -> String? {
        field.hasPrefix("/") ? field.replacing(#/\[\d+\]/#, with: "") : nil
    }

    /// Fields in the order of the form, those that only an older version has after the others; an
    /// instance of a repeat after the other.
    public func ordered(_ fields: some Collection<String>) -> [String] {
        var places: [String: Int] = [:]
        for version in versions {
            let sorted = version.questions.sorted { $0.value.place < $1.value.place }
            for (field, _) in sorted where places[field] == nil { places[field] = places.count }
        }
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

    /// What the column of a field is called for programs: an answer's path.
    public static func heading(_ field: String) -> String {
        field.hasPrefix("/") ? String(field.dropFirst()) : field
    }

    /// Whether a record answers another version than the newest.
    public func isOutdated(_ view: RecordView) -> Bool {
        view.values["form_version"]?.text != newest.version
    }

    // MARK: For people

    /// What stands above the columns of answers: the question, and its path too where the question
    /// alone may be another column.
    ///
    /// - Parameters:
    ///   - fields: All fields of the table.
    ///   - type: The type of the records.
    ///   - policies: What the type's own fields are called.
    ///   - language: In which language.
    /// - Returns: The headings of those fields that are answers.
    public func headings(
        of fields: [String],
        in type: String,
        _ policies: PolicyTable,
        _ language: Language
    ) -> [String: String] {
        let others = ReturnedWords.headings(of: type, policies)
        let meanings = meanings(of: fields)
        var headings: [String: String] = [:]
        for field in fields {
            guard let path = Self.path(field),
                let version = versions.first(where: { $0.questions[path] != nil }),
                let row = version.questions[path]?.row
            else { continue }
            let plain =
                Self.label(row, version.definition, language) + Self.numbers(field)
            let key = PrintedTable.heading(plain)
            let whole = "\(plain) \(field)"
            let isWhole = PrintedTable.heading(whole).hasSuffix(PrintedTable.heading(field))
            if !key.isEmpty, !others.contains(key), meanings[key] == [field] {
                headings[field] = plain
            } else {
                headings[field] = isWhole ? whole : field
            }
        }
        return headings
    }

    /// Which fields a tidied heading may mean, in whatever version and language it was written.
    ///
    /// - Parameter fields: Fields of records; those of instances of repeats are known by them alone.
    /// - Returns: By heading the fields; several where it cannot be told which.
    func meanings(of fields: some Sequence<String>) -> [String: Set<String>] {
        var names = Set(fields.filter { Self.path($0) != nil })
        for version in versions {
            names.formUnion(version.questions.filter { !$0.value.isRepeated }.keys)
        }
        var found: [String: Set<String>] = [:]
        for field in names {
            let path = Self.path(field) ?? field
            let rows = versions.compactMap { $0.questions[path]?.row }
            let labels = rows.flatMap { $0.label.isEmpty ? [$0.name] : Array($0.label.values) }
                .map { $0 + Self.numbers(field) }
            let headings = labels + labels.map { "\($0) \(field)" } + [field, Self.heading(field)]
            for key in headings.map(PrintedTable.heading) where !key.isEmpty {
                found[key, default: []].insert(field)
            }
        }
        return found
    }

    private static func numbers(_ field: String) -> String {
        field.matches(of: #/\[\d+\]/#).map { String($0.output) }.joined()
    }

    private static func label(
        _ row: FormNode,
        _ definition: FormDefinition,
        _ language: Language
    ) -> String {
        let text = definition.text(row.label, language)
        return text.isEmpty ? row.name : text
    }

    /// An answer as people read it: a number as one, choices by their labels; nil if the field is no
    /// answer, or has none.
    public func cell(_ field: String, of view: RecordView, _ language: Language) -> TableCell? {
        guard field.hasPrefix("/"), let text = view.values[field]?.text else { return nil }
        let version = view.values["form_version"]?.text ?? ""
        guard let row = question(field, in: version)?.row, let definition = definition(version)
        else { return .text(text) }
        if [.integer, .decimal].contains(AnswerKind(row)), Double(text) != nil {
            return .number(text)
        }
        return .text(definition.words(of: text, row, language))
    }
}

extension FormDefinition {
    /// A text of the form in a language, else in whatever it has; empty if it has none.
    func text(_ text: FormText, _ language: Language) -> String {
        let spoken = languageName(language).flatMap { text[$0] }
        return spoken ?? text[""] ?? text.min { $0.key < $1.key }?.value ?? ""
    }

    /// Chosen names by their labels, where these tell which were chosen; else as they are.
    func words(of text: String, _ row: FormNode, _ language: Language) -> String {
        guard case .list(let list)? = row.choices, let choices = lists[list] else { return text }
        let isOne = row.kind == .question(.selectOne)
        let names = isOne ? [text] : text.split(separator: " ").map(String.init)
        let labels = names.map { name -> String? in
            guard let choice = choices.first(where: { $0.name == name }) else { return nil }
            let label = self.text(choice.label, language)
            let isOnly = choices.allSatisfy { other in
                other.name == name
                    || (other.name != label && self.text(other.label, language) != label)
            }
            let isPlain =
                !label.isEmpty && !label.contains("${")
                && !label.contains(where: ReturnedWords.isSign)
            return isOnly && isPlain ? label : nil
        }
        let known = labels.compactMap(\.self)
        guard known.count == names.count else { return text }
        return known.joined(separator: ReturnedWords.elementSign)
    }
}
