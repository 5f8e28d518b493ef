/// A row of a form that looks something up, and in which table.
struct FormTableUse {
    /// The table, without the ending of a file.
    let table: String
    /// The row of the sheet survey, and the heading of the column.
    let row: Int
    let column: String

    /// Every use, from the top; of a column that names a table several times one.
    static func all(in form: FormDefinition) -> [FormTableUse] {
        let declared = (form.tables ?? [:]).map {
            FormTableUse(table: $0.key, row: $0.value, column: "name")
        }
        return (declared + uses(form.nodes)).sorted {
            ($0.row, $0.column, $0.table) < ($1.row, $1.column, $1.table)
        }
    }

    private static func uses(_ nodes: [FormNode]) -> [FormTableUse] {
        nodes.flatMap { node -> [FormTableUse] in
            var found: [FormTableUse] = []
            func note(_ tables: some Sequence<String>, _ column: String) {
                found += Set(tables).map {
                    FormTableUse(
                        table: ExpressionBinder.plainTable($0),
                        row: node.row,
                        column: column
                    )
                }
            }
            if case .file(let file, _, _)? = node.choices { note([file], "type") }
            for (column, text) in node.expressions {
                guard let expression = try? FormExpression(parsing: text) else { continue }
                note(expression.references.compactMap(\.table), column)
            }
            return found + uses(node.children)
        }
    }

    /// Whether it is a list of the form, or records that a laptop can hold.
    func isHeld(_ policies: PolicyTable, _ form: FormDefinition) -> Bool {
        table == FormTable.lastSaved || FormLookup.derived.contains(table)
            || form.lists[table] != nil || policies.type(table) != nil
    }

    func problem(_ policies: PolicyTable) -> FormProblem {
        let known = policies.types.map(\.name).joined(separator: ", ")
        return FormProblem(
            .formTableUnknown,
            sheet: "survey",
            row: row,
            column: column,
            details: ["table": table, "known": known]
        )
    }
}

extension FormExpression.Reference {
    fileprivate var table: String? {
        if case .table(let name) = self { name } else { nil }
    }
}
