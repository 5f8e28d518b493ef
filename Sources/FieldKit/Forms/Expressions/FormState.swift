import Foundation

/// The answers of a form with all that expressions may ask.
struct FormState: Sendable {
    let form: FormParts
    let surroundings: any FormSurroundings
    let calendar: FormCalendar
    /// The tables by number; nil where there is none.
    let tables: [(any FormRows)?]
    /// The language in which choices are named; nil for the form's first.
    var language: String?
    var tree: AnswerTree

    init(
        _ form: FormParts,
        _ surroundings: any FormSurroundings,
        _ source: any FormTables
    ) {
        self.form = form
        self.surroundings = surroundings
        calendar = FormCalendar(zone: surroundings.timeZone)
        let definition = form.definition
        let language = definition.defaultLanguage
        self.language = language
        tables = form.tableNames.map { name -> (any FormRows)? in
            if let list = definition.lists[name] {
                return FormTable(list, definition.textKey(language))
            }
            let isLastSaved = name == FormTable.lastSaved
            return source.table(named: name) ?? (isLastSaved ? FormTable.nothingSaved : nil)
        }
        tree = AnswerTree()
    }
}

extension FormDefinition {
    /// Under which key a text is looked for in a language.
    func textKey(_ language: String?) -> String { language ?? languages.first ?? "" }
}

extension FormTable {
    /// A list of choices as a table; an empty cell counts as absent.
    init(_ choices: [FormChoice], _ language: String) {
        let extra = Set(choices.flatMap(\.columns.keys)).sorted()
        columns = ["name", "label"] + extra
        hidesEmptyCells = true
        rows = choices.map { choice in
            [choice.name, choice.label.inLanguage(language)]
                + extra.map { choice.columns[$0] ?? "" }
        }
    }
}

extension FormText {
    /// The text of a language, else one without a language, else any.
    func inLanguage(_ language: String) -> String {
        self[language] ?? self[""] ?? self.min { $0.key < $1.key }?.value ?? ""
    }
}
