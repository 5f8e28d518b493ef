/// The sheet survey: what is asked, row by row, with what stands between a begin and its end.
struct XLSFormSurvey {
    /// The outermost rows.
    var nodes: [FormNode] { open.first?.node.children ?? [] }
    /// The lists, with what `or_other` has added.
    var lists: [String: [FormChoice]]
    /// The names of all rows, one for each.
    private(set) var names: [String] = []
    /// The tables that are declared, each with its row.
    private(set) var tables: [String: Int] = [:]
    /// What is wrong.
    var problems: [FormProblem] = []

    let sheet: XLSFormSheet
    let rootName: String
    let entities: [FormEntity]
    var fields: [String: Int] = [:]
    private var open = [Frame(node: FormNode(name: "", kind: .group, row: 0), block: nil)]
    private var repeatNames: Set<String> = []
    private var triggers: [(name: String, row: XLSFormSheet.Row)] = []
    /// The rows that are made for counts of repeats, each with the row of its repeat.
    private var counters: [(name: String, row: XLSFormSheet.Row)] = []
    private var questions: [String: QuestionType] = [:]
    /// The row before, if something begins in it.
    private var begun: XLSFormSheet.Row?
    /// In a group shown as a table: the list of its first question, empty until there is one.
    private var tableList: String?

    /// A group or repeat that has begun, and what it holds so far.
    private struct Frame {
        var node: FormNode
        let block: XLSFormBlock?
        var rows: [String: Int] = [:]
        var lowercased: [String: Int] = [:]
    }

    init(_ sheet: XLSFormSheet, form: FormDefinition) {
        self.sheet = sheet
        lists = form.lists
        rootName = form.settings["name"] ?? "data"
        entities = form.entities
    }

    /// Reads all rows.
    mutating func read() {
        noteHeadings()
        if sheet.rows.isEmpty {
            problems.append(
                FormProblem(.formSheetEmpty, sheet: sheet.name, details: ["sheet": sheet.name])
            )
        }
        for row in sheet.rows where !XLSFormSettings.isYes(sheet.cell(row, "disabled")) {
            read(row)
        }
        while open.count > 1 {
            let frame = open.removeLast()
            problems.append(
                FormProblem(
                    .formBlockUnclosed,
                    sheet: sheet.name,
                    row: frame.node.row,
                    column: sheet.heading("type"),
                    details: [
                        "type": frame.block?.rawValue ?? "", "name": frame.node.name,
                        "line": "\(frame.node.row)",
                    ]
                )
            )
            append(frame.node)
        }
        for (name, row) in counters where names.contains(name) {
            note(.formReferenceUnclear, row, "jr:count", ["name": name])
        }
        for (name, row) in triggers {
            guard let type = questions[name] else {
                note(.formReferenceUnknown, row, "trigger", ["name": name])
                continue
            }
            if type.control == nil {
                let expected = "text, integer, select_one …"
                note(.formValueWrong, row, "trigger", ["value": name, "expected": expected])
            }
        }
    }

    private mutating func read(_ row: XLSFormSheet.Row) {
        guard let text = sheet.cell(row, "type") else {
            let isRemark =
                sheet.cell(row, "name") == nil
                && !row.cells.keys.contains { sheet.headings[$0]?.path.first == "label" }
            note(.formTypeMissing, row, "type", [:], isRemark ? .warning : .error)
            return
        }
        let last = begun
        begun = nil
        switch XLSFormType(text) {
        case .end(let block): end(block, row, after: last)
        case .begin(let block): begin(block, row)
        case .question(let type, let list, let hasOther):
            ask(type, list: list, hasOther: hasOther, text, row)
        case .table: declare(row)
        case .withoutList: note(.formListMissing, row, "type", ["type": text])
        case .unsupported(let instead):
            note(.formTypeUnsupported, row, "type", ["type": text, "instead": instead])
            noteName(sheet.cell(row, "name"))
        case .unknown:
            note(.formTypeUnknown, row, "type", ["type": text, "known": XLSFormType.usual])
            noteName(sheet.cell(row, "name"))
        }
    }

    /// A table is no question: nothing can refer to it but by `instance('name')`.
    private mutating func declare(_ row: XLSFormSheet.Row) {
        guard let name = sheet.cell(row, "name") else { return note(.formNameMissing, row, "name") }
        if !XMLName.isName(name) {
            note(.formNameInvalid, row, "name", ["name": name])
        } else if let line = tables.updateValue(row.number, forKey: name) {
            note(.formNameRepeated, row, "name", ["name": name, "line": "\(line)"])
        }
    }

    /// A row that is refused still has a name that others may refer to.
    private mutating func noteName(_ name: String?) {
        if let name { names.append(name) }
    }

    private mutating func begin(_ block: XLSFormBlock, _ row: XLSFormSheet.Row) {
        guard let name = name(of: row, generated: nil) else {
            return open.append(nameless(block, row))
        }
        var node = FormNode(
            name: name,
            kind: block == .repeat ? .repeat : .group,
            row: row.number
        )
        fill(&node, from: row)
        if block == .repeat {
            if name == rootName {
                note(.formNameReserved, row, "name", ["name": name])
            } else if !repeatNames.insert(name).inserted {
                note(.formReferenceUnclear, row, "name", ["name": name])
            }
            if node.label.isEmpty, node.media.isEmpty {
                note(.formLabelMissing, row, "label", ["name": name], .warning)
            }
        }
        if node.saveTo != nil {
            note(
                .formEntityWrong,
                row,
                "entities:saveto",
                ["reason": "save_to: begin_\(block.rawValue)"]
            )
        }
        if node.appearance?.split(separator: " ").contains("table-list") == true { tableList = "" }
        if let count = node.repeatCount, FormReference(count) == nil {
            counters.append((name + FormOutline.counterEnding, row))
        }
        open.append(Frame(node: node, block: block))
        begun = row
    }

    /// The questions of a group that is shown as a table have one list, and all of it.
    private mutating func checkTable(_ node: FormNode, _ list: String, _ row: XLSFormSheet.Row) {
        guard let first = tableList else { return }
        if first.isEmpty {
            tableList = list
            if let filter = node.choiceFilter {
                note(.formValueWrong, row, "choice_filter", ["value": filter, "expected": "-"])
            }
        } else if first != list {
            note(.formValueWrong, row, "type", ["value": list, "expected": first])
        }
    }

    /// A block whose name is wrong still has an end.
    private func nameless(_ block: XLSFormBlock, _ row: XLSFormSheet.Row) -> Frame {
        let kind: FormNode.Kind = block == .repeat ? .repeat : .group
        return Frame(node: FormNode(name: "", kind: kind, row: row.number), block: block)
    }

    private mutating func end(
        _ block: XLSFormBlock,
        _ row: XLSFormSheet.Row,
        after last: XLSFormSheet.Row?
    ) {
        tableList = nil
        guard open.count > 1, let frame = open.popLast() else {
            return note(.formBlockUnopened, row, "type", ["type": block.rawValue])
        }
        let node = frame.node
        if let other = frame.block, other != block {
            let begun = ["other": other.rawValue, "name": node.name, "line": "\(node.row)"]
            let details = begun.merging(["type": block.rawValue]) { $1 }
            note(.formBlockCrossed, row, "type", details)
        } else if let last {
            let details = ["type": block.rawValue, "name": node.name]
            note(.formBlockEmpty, last, "type", details, .warning)
        }
        append(node)
    }

    private mutating func ask(
        _ type: QuestionType,
        list: String?,
        hasOther: Bool,
        _ text: String,
        _ row: XLSFormSheet.Row
    ) {
        let generated = type == .note ? "generated_note_name_\(row.number)" : nil
        guard let name = name(of: row, generated: generated) else { return }
        questions[name] = type
        var node = FormNode(name: name, kind: .question(type), row: row.number)
        fill(&node, from: row)
        if text.hasPrefix("uri:") { node.extra["bind::jr:preloadParams"] = text }
        if let built = XLSFormType.built[text] {
            node.constraint = node.constraint ?? built.constraint
            if node.hint.isEmpty, !built.hint.isEmpty { node.hint = ["": built.hint] }
        }
        readTrigger(&node, row)
        checkParameters(&node, type, isFromFile: XLSFormType.isFromFile(text), row)
        if let list {
            setChoices(&node, list: list, text, row)
            checkTable(node, list, row)
        }
        check(node, type, row)
        guard hasOther, let list else { return append(node) }
        addOther(to: list, for: node, row)
        append(node)
        let other = Self.other(for: node)
        append(other)
        if let line = open[open.count - 1].rows.updateValue(row.number, forKey: other.name) {
            note(.formNameRepeated, row, "type", ["name": other.name, "line": "\(line)"])
        }
        names.append(other.name)
        questions[other.name] = .text
    }

    private static func other(for node: FormNode) -> FormNode {
        var other = FormNode(name: "\(node.name)_other", kind: .question(.text), row: node.row)
        other.label = ["": "Specify other."]
        other.relevant = "selected(../\(node.name), 'other')"
        return other
    }

    private mutating func append(_ node: FormNode) {
        open[open.count - 1].node.children.append(node)
    }

    /// The name of a row, if it is one that can be used here.
    private mutating func name(of row: XLSFormSheet.Row, generated: String?) -> String? {
        guard let name = sheet.cell(row, "name") ?? generated else {
            note(.formNameMissing, row, "name")
            return nil
        }
        guard XMLName.isName(name) else {
            note(.formNameInvalid, row, "name", ["name": name])
            return nil
        }
        names.append(name)
        let frame = open.count - 1
        if name == "meta" {
            note(.formNameReserved, row, "name", ["name": name])
        } else if let line = open[frame].rows[name] {
            note(.formNameRepeated, row, "name", ["name": name, "line": "\(line)"])
        } else if let line = open[frame].lowercased[name.lowercased()] {
            note(.formNameCase, row, "name", ["name": name, "line": "\(line)"], .warning)
        }
        open[frame].rows[name] = row.number
        open[frame].lowercased[name.lowercased()] = row.number
        return name
    }

    private mutating func readTrigger(_ node: inout FormNode, _ row: XLSFormSheet.Row) {
        guard let text = sheet.cell(row, "trigger") else { return }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let references = try? FormReference.all(in: String(part))
            guard let references, references.count == 1 else {
                note(.formReferenceMalformed, row, "trigger", ["text": String(part)])
                continue
            }
            node.triggers.append(references[0].name)
            triggers.append((references[0].name, row))
        }
    }

    /// States a problem of a row, at the heading that means this.
    mutating func note(
        _ code: ProblemCode,
        _ row: XLSFormSheet.Row,
        _ path: String,
        _ details: [String: String] = [:],
        _ severity: FormProblem.Severity = .error
    ) {
        let heading = sheet.headings.filter { $0.value.path.contains(path) }
            .min { ($0.value.path.count, $0.key) < ($1.value.path.count, $1.key) }?.value
        problems.append(
            FormProblem(
                code,
                sheet: sheet.name,
                row: row.number,
                column: heading?.written ?? path,
                details: details,
                severity: severity
            )
        )
    }
}
