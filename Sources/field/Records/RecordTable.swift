import FieldKit

/// Records as the rows of a table.
struct RecordTable {
    private let type: String
    /// The type's fields, and in a type that the table of policies does not know whatever its
    /// records have.
    private let fields: [String]
    /// The form whose answers the records are; nil for records of a type as a whole.
    private let form: SubmissionColumns?
    private let text = RecordText(.county)

    init(type: String, fields: [String], form: SubmissionColumns? = nil) {
        self.type = type
        self.fields = fields
        self.form = form
    }

    /// The names of the columns for programs.
    var names: [TableCell] {
        let answers = fields.map(SubmissionColumns.heading)
        let marks = form == nil ? [] : ["form_outdated"]
        return (["id", "generation", "buckets"] + answers + ["conflicts"] + marks).map { .text($0) }
    }

    /// One record for programs.
    func row(_ view: RecordView) -> [TableCell] {
        [.text("\(view.id)"), .number("\(view.generation)"), list(view.buckets)]
            + fields.map { cell($0, of: view) } + [list(view.conflicts)]
            + (form.map { [.text($0.isOutdated(view) ? "true" : "false")] } ?? [])
    }

    /// The table for people, who print it, sign it and stamp it.
    ///
    /// Which record a row shows, and which version of it, is in two hidden columns.
    func head(unit: String, day: BusinessDay?) -> TableHead {
        let subtitle = [
            Language.current("单位：", "Unit: ") + unit,
            Language.current("日期：", "Date: ") + (day.map { "\($0)" } ?? ""),
        ]
        let answers = form?.headings(of: fields, in: type, text.policies, .current) ?? [:]
        let shown = fields.map { answers[$0] ?? text.field($0, of: type) }
        return TableHead(
            title: form.map { FillWords().title(of: $0.newest) } ?? text.type(type),
            subtitle: subtitle.joined(separator: "    "),
            columns: shown.map { TableHead.Column($0) } + [
                TableHead.Column(ReturnedWords.conflicts(.current)),
                TableHead.Column(ReturnedWords.id, isHidden: true),
                TableHead.Column(ReturnedWords.version, isHidden: true),
            ],
            signatures: [
                Language.current("制表人：", "Made by:"), Language.current("审核人：", "Checked by:"),
                Language.current("盖章：", "Seal:"),
            ]
        )
    }

    /// One record for people.
    func signedRow(_ view: RecordView) -> [TableCell] {
        let conflicts = view.conflicts.map { text.field($0, of: type) }
        return fields.map { shown($0, of: view) } + [
            .text(conflicts.joined(separator: ReturnedWords.elementSign)), .text("\(view.id)"),
            .text("\(view.version)"),
        ]
    }

    private func list(_ elements: [String]) -> TableCell { .text(elements.joined(separator: ";")) }

    private func cell(_ name: String, of view: RecordView) -> TableCell {
        if let elements = view.sets[name] { return list(elements) }
        switch view.values[name] {
        case nil: return .text("")
        case .integer(let number)?: return .number("\(number)")
        case .decimal?: return .number(view.values[name]?.text ?? "")
        case let value?: return .text(value.text)
        }
    }

    private func shown(_ name: String, of view: RecordView) -> TableCell {
        if let answer = form?.cell(name, of: view, .current) { return answer }
        if case .number(let digits) = cell(name, of: view) { return .number(digits) }
        return .text(text.value(name, of: view))
    }
}
