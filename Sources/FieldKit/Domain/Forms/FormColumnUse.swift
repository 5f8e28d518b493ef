/// A column of a table that a row of a form names.
struct FormColumnUse {
    /// The table, without the ending of a file.
    let table: String
    /// The column.
    let name: String
    /// The sheet and the row that name it, and the heading of the column; no row in the settings,
    /// which have one.
    let sheet: String
    let row: Int?
    let heading: String

    /// Every use that can be read off the form, from the top.
    static func all(in form: FormDefinition) -> [FormColumnUse] {
        uses(form.nodes)
            + uses(form.settings["instance_name"], "settings", nil, "instance_name")
            + form.entities.flatMap { entity in
                uses(entity.label, "entities", entity.row, "label")
                    + uses(entity.id, "entities", entity.row, "entity_id")
                    + uses(entity.createIf, "entities", entity.row, "create_if")
                    + uses(entity.updateIf, "entities", entity.row, "update_if")
            }
    }

    private static func uses(
        _ text: String?,
        _ sheet: String,
        _ row: Int?,
        _ heading: String
    ) -> [FormColumnUse] {
        named(in: text ?? "", ofRowsIn: nil).map { table, name in
            FormColumnUse(table: table, name: name, sheet: sheet, row: row, heading: heading)
        }
    }

    private static func uses(_ nodes: [FormNode]) -> [FormColumnUse] {
        nodes.flatMap { node -> [FormColumnUse] in
            var found: [FormColumnUse] = []
            func note(_ table: String, _ name: String, _ heading: String) {
                found.append(
                    FormColumnUse(
                        table: table,
                        name: name,
                        sheet: "survey",
                        row: node.row,
                        heading: heading
                    )
                )
            }
            for (heading, text) in node.expressions {
                let rows = heading == "choice_filter" ? node.choices?.table : nil
                for (table, name) in named(in: text, ofRowsIn: rows) { note(table, name, heading) }
            }
            if case .file(let file, let value, let label)? = node.choices {
                for (parameter, name) in [("value", value), ("label", label)] {
                    let isSaid = node.parameters[parameter] != nil
                    note(ExpressionBinder.plainTable(file), name, isSaid ? "parameters" : "type")
                }
            }
            return found + uses(node.children)
        }
    }

    private static func named(
        in text: String,
        ofRowsIn table: String?
    ) -> [(table: String, name: String)] {
        guard let expression = try? FormExpression(parsing: text) else { return [] }
        return expression.tree.columns(ofRowsIn: table)
    }
}

extension FormChoiceSource {
    /// The table whose rows are the choices; nil where they are answers.
    fileprivate var table: String? {
        switch self {
        case .list(let name): name
        case .file(let file, _, _): ExpressionBinder.plainTable(file)
        case .repeat: nil
        }
    }
}

extension ExpressionTree {
    /// The columns that it names, each with its table.
    ///
    /// - Parameter table: The table whose rows are tried, where it is a condition on them.
    /// - Returns: Those that stand there as a name; one that is computed is not known.
    fileprivate func columns(ofRowsIn table: String?) -> [(table: String, name: String)] {
        switch self {
        case .path(let path): return path.columns(ofRowsIn: table)
        case .call(.pulldata, let arguments):
            guard case .text(let file)? = arguments.first else { break }
            var own: [(table: String, name: String)] = []
            for case .text(let name) in arguments.dropFirst().prefix(2) {
                own.append((ExpressionBinder.plainTable(file), name))
            }
            return own + arguments.flatMap { $0.columns(ofRowsIn: table) }
        case .call(.choiceName, let arguments):
            // The second names a question.
            return arguments.prefix(1).flatMap { $0.columns(ofRowsIn: table) }
        default: break
        }
        return parts.flatMap { $0.columns(ofRowsIn: table) }
    }
}

extension ExpressionPath {
    fileprivate func columns(ofRowsIn table: String?) -> [(table: String, name: String)] {
        var found: [(table: String, name: String)] = []
        var tried: String?
        switch origin {
        case .instance(let name):
            tried = name
            // The first name is that of the document, the second that of its rows.
            if let step = steps.dropFirst(2).first, step.axis == .child {
                found.append((name, step.name))
            }
        case .context:
            let step = steps.first { $0.axis != .itself }
            if let table, let step, step.axis == .child { found.append((table, step.name)) }
        case .root, .current, .named: break
        }
        let predicates = predicates + steps.flatMap(\.predicates)
        return found.filter { $0.name != "*" }
            + predicates.flatMap { $0.columns(ofRowsIn: tried) }
    }
}

extension XLSFormReading {
    /// The same, with what is looked up in columns that are not there.
    ///
    /// - Parameters:
    ///   - policies: The table of the records that a laptop looks into.
    ///   - headings: The columns of a file of this name, without an ending, that lies beside the form;
    ///     nil if there is none.
    /// - Returns: The form, with an error for each column that neither the records nor a file have,
    ///   and a warning for each that a list of the form has in none of its rows.
    public func checkingColumns(
        policies: PolicyTable = .county,
        headings: (String) -> [String]? = { _ in nil }
    ) -> XLSFormReading {
        var known: [String: (columns: [String], isList: Bool)?] = [:]
        let found = FormColumnUse.all(in: form).compactMap { use -> FormProblem? in
            if known[use.table] == nil {
                known[use.table] = .some(columns(of: use.table, policies, headings))
            }
            guard let (columns, isList) = known[use.table] ?? nil, !columns.contains(use.name)
            else { return nil }
            return FormProblem(
                .formColumnUnknown,
                sheet: use.sheet,
                row: use.row,
                column: use.heading,
                details: [
                    "table": use.table, "column": use.name,
                    "known": columns.joined(separator: ", "),
                ],
                severity: isList ? .warning : .error
            )
        }
        return XLSFormReading(form: form, problems: XLSFormReader.ordered(problems + found))
    }

    private func columns(
        of table: String,
        _ policies: PolicyTable,
        _ headings: (String) -> [String]?
    ) -> (columns: [String], isList: Bool)? {
        if table == FormTable.lastSaved { return nil }
        if let list = form.lists[table] { return (FormTable(list, "").columns, true) }
        let records = FormLookup.columns(of: table, asking: form, policies)
        let file = headings(table)
        return records == nil && file == nil ? nil : ((records ?? []) + (file ?? []), false)
    }
}
