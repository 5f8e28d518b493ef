/// What was changed in the answers to forms, by the version that each record answers.
///
/// A changed answer is tried on the form as if it were typed there, with the record's other answers
/// around it.
struct ReturnedAnswers {
    /// One value that is to be written.
    typealias Change = (field: String, value: Value)

    /// By line and column, what a changed cell writes, or why it is not taken; nothing for one that was
    /// not changed.
    private(set) var outcomes: [Int: [Int: Result<[Change], Problem>]] = [:]

    /// - Throws: What reading the file throws, and what the store meets.
    init(_ sheet: ReturnedSheet, _ columns: ReturnedColumns, _ replica: Replica) throws {
        guard !columns.forms.isEmpty else { return }
        var rows: [ReturnedAnswerRow] = []
        try replica.read { reader in
            try sheet.rows { row in
                if let changed = Self.changed(row, columns, reader) { rows.append(changed) }
            }
        }
        var tries = AnswerTries(replica, columns.forms)
        for row in rows { outcomes[row.line] = tries.outcomes(of: row) }
    }

    /// The changed answers of a row; nil for none, and for a row that cannot be taken.
    private static func changed(
        _ row: ReturnedSheet.Row,
        _ columns: ReturnedColumns,
        _ reader: ReplicaReader
    ) -> ReturnedAnswerRow? {
        guard let id = RecordID(row.id), columns.lines[id]?.count == 1,
            let version = try? RecordVersion(row.version),
            let record = try? reader.record(id, type: columns.type, readAt: version),
            let name = record.values["form_id"]?.text, let form = columns.forms[name],
            !columns.columns.allSatisfy({ row.cells[$0.index] == nil })
        else { return nil }
        let answered = record.values["form_version"]?.text ?? ""
        let definition = form.definition(answered)
        var found = ReturnedAnswerRow(
            line: row.line,
            form: name,
            version: answered,
            record: record,
            cells: [],
            untouched: []
        )
        for column in columns.columns {
            guard case .answer(let field) = column.meaning else { continue }
            let question = form.question(field, in: answered)
            let cell = ReturnedAnswerRow.Cell(
                column: column.index,
                heading: column.heading,
                field: field,
                question: question,
                read: ReturnedCell(
                    policy: FieldPolicy(field, column.heading, kind: .text),
                    type: record.type,
                    cell: row.cells[column.index]
                )
            )
            if cell.isUntouched(record.values[field]?.text ?? "", definition) {
                found.untouched.append(cell)
            } else {
                found.cells.append(cell)
            }
        }
        guard !found.cells.isEmpty else { return nil }
        found.cells.sort { ($0.question?.place ?? 0) < ($1.question?.place ?? 0) }
        return found
    }
}

/// One row with changed answers.
struct ReturnedAnswerRow {
    /// One cell below an answer's heading.
    struct Cell {
        let column: Int
        let heading: String
        /// The name of the field.
        let field: String
        /// What it asks in the version that the record answers; nil for nothing.
        let question: SubmissionColumns.Question?
        let read: ReturnedCell

        /// Whether it says what was exported, in either language and with the number written in any way.
        func isUntouched(_ before: String, _ definition: FormDefinition?) -> Bool {
            if read.says(before) { return true }
            guard let question else { return false }
            if [.integer, .decimal].contains(AnswerKind(question.row)),
                let number = Double(before), number == Double(read.text)
            {
                return true
            }
            return Language.allCases.contains { language in
                guard let definition else { return false }
                return read.says(definition.words(of: before, question.row, language))
            }
        }
    }

    let line: Int
    /// The id of the form.
    let form: String
    /// The version that the record answers.
    let version: String
    /// The record as it was exported.
    let record: ReadRecord
    /// The changed cells, in the order of the form.
    var cells: [Cell]
    /// The other answers.
    var untouched: [Cell]
}
