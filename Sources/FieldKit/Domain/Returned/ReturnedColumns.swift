/// What the columns of a sheet that comes back mean, and which records have rows.
struct ReturnedColumns {
    /// A column that is read.
    struct Column {
        /// Its place, from 0.
        let index: Int
        /// What stands above it.
        let heading: String
        let meaning: Meaning
    }

    /// What a column shows.
    enum Meaning {
        /// A field; raw if only records have it, and no table.
        case field(FieldPolicy, isRaw: Bool)
        /// The answer to a question of a form, by the name of its field.
        case answer(String)
        /// Which fields are in conflict.
        case conflicts

        fileprivate var name: String {
            switch self {
            case .field(let policy, _): policy.name
            case .answer(let field): field
            case .conflicts: ""
            }
        }
    }

    /// The type of the records, as the first has it that is held here; nil if none is.
    let type: String?
    /// By record, the lines of its rows.
    let lines: [RecordID: [Int]]
    /// The forms that records of the sheet answer, by their ids, as far as they are held here.
    let forms: [String: SubmissionColumns]
    /// The columns that are read, from the left.
    private(set) var columns: [Column] = []
    /// The columns that are not, and why.
    private(set) var refused: [(heading: String, reason: Problem)] = []

    /// - Throws: What reading the file throws, and what the store meets.
    init(_ sheet: ReturnedSheet, _ reader: ReplicaReader) throws {
        var lines: [RecordID: [Int]] = [:]
        var type: String?
        var answered = AnsweredForms()
        try sheet.rows { row in
            guard let id = RecordID(row.id) else { return }
            lines[id, default: []].append(row.line)
            if type == nil { type = try reader.store.record(id)?.type }
            if let type { try answered.note(id, of: type, reader) }
        }
        self.lines = lines
        self.type = type
        forms = answered.columns(reader)
        if let type { try findColumns(sheet, type, answered.fields, reader) }
    }

    private mutating func findColumns(
        _ sheet: ReturnedSheet,
        _ type: String,
        _ answered: Set<String>,
        _ reader: ReplicaReader
    ) throws {
        var fields: [String: FieldPolicy] = [:]
        for field in reader.policies.type(type)?.fields ?? [] {
            fields[PrintedTable.heading(field.label)] = field
            fields[PrintedTable.heading(field.name)] = field
        }
        var answers: [String: Set<String>] = [:]
        for form in forms.values {
            answers.merge(form.meanings(of: answered)) { $0.union($1) }
        }
        let told = sheet.headings.map { ($0.column, $0.text, PrintedTable.heading($0.text)) }
            .filter { !$0.2.isEmpty }
        let conflicts = Language.allCases.map {
            PrintedTable.heading(ReturnedWords.conflicts($0))
        }
        let unknown = Set(told.map(\.2)).subtracting(fields.keys).subtracting(conflicts)
            .subtracting(answers.keys)
        let others = try Self.otherFields(unknown, of: type, reader)
        var places: [String: [Column]] = [:]
        for (index, text, heading) in told {
            let meaning: Meaning
            if conflicts.contains(heading) {
                meaning = .conflicts
            } else if let field = fields[heading] {
                meaning = .field(field, isRaw: false)
            } else if let named = answers[heading] {
                guard let field = named.first, named.count == 1 else {
                    refused.append((text, Problem(.columnUnclear, ["column": text])))
                    continue
                }
                meaning = .answer(field)
            } else if let field = others[heading] {
                meaning = .field(field, isRaw: true)
            } else {
                refused.append((text, Problem(.columnUnknown, ["column": text])))
                continue
            }
            places[meaning.name, default: []]
                .append(Column(index: index, heading: text, meaning: meaning))
        }
        func sorted(_ isWanted: ([Column]) -> Bool) -> [Column] {
            places.values.filter(isWanted).joined().sorted { $0.index < $1.index }
        }
        refused += sorted { $0.count > 1 }.map {
            ($0.heading, Problem(.columnRepeated, ["column": $0.heading]))
        }
        columns = sorted { $0.count == 1 }
    }

    /// Fields that only records have, by what would stand above them.
    private static func otherFields(
        _ headings: Set<String>,
        of type: String,
        _ reader: ReplicaReader
    ) throws -> [String: FieldPolicy] {
        guard !headings.isEmpty else { return [:] }
        var found: [String: FieldPolicy] = [:]
        func add(_ names: some Sequence<String>, _ kind: FieldPolicy.Kind) {
            for name in names where headings.contains(PrintedTable.heading(name)) {
                found[PrintedTable.heading(name)] = FieldPolicy(name, name, kind: kind)
            }
        }
        try reader.list(type) { view in
            add(view.values.keys, .text)
            add(view.sets.keys, .set)
        }
        return found
    }
}

/// Which forms the records of a sheet answer, and in which fields.
private struct AnsweredForms {
    private var forms: Set<String> = []
    private(set) var fields: Set<String> = []

    mutating func note(_ id: RecordID, of type: String, _ reader: ReplicaReader) throws {
        guard type != FormShelf.recordType, reader.policies.field("form_id", of: type) != nil,
            try reader.store.record(id) != nil
        else { return }
        let view = try reader.view(id)
        // Thousands are looked at one after the other.
        reader.states[id] = nil
        guard let form = view.values["form_id"]?.text else { return }
        forms.insert(form)
        fields.formUnion(view.values.keys)
    }

    /// A form that is not held here, or cannot be read, has none: its answers are text.
    func columns(_ reader: ReplicaReader) -> [String: SubmissionColumns] {
        forms.reduce(into: [:]) { found, form in
            found[form] = try? SubmissionColumns(form, reader)
        }
    }
}
