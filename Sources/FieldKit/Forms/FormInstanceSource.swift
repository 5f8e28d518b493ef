/// A table beside the answers as ODK has it: an instance with a name, and where it comes from.
struct FormInstanceSource: Hashable {
    /// The name that `instance('name')` says.
    let name: String
    /// Its address in an XForm.
    let address: String
    /// The row of the sheet survey that names it.
    let row: Int
    /// The heading under which it is named, as ``FormNode`` has it.
    let column: String

    /// The file, for messages.
    var file: String { address.split(separator: "/").last.map(String.init) ?? address }

    /// The file of a table that a row declares or that `pulldata` names.
    static func table(_ name: String, row: Int, column: String) -> FormInstanceSource {
        FormInstanceSource(
            name: name,
            address: "jr://file-csv/\(name).csv",
            row: row,
            column: column
        )
    }

    /// The files that choices come from or that `pulldata` names, in the order of the sheet.
    static func all(in nodes: [FormNode]) -> [FormInstanceSource] {
        nodes.flatMap { node -> [FormInstanceSource] in
            var found: [FormInstanceSource] = []
            if case .file(let file, _, _)? = node.choices {
                let folder = file.hasSuffix(".csv") ? "file-csv" : "file"
                found.append(
                    FormInstanceSource(
                        name: file.split(separator: ".").dropLast().joined(separator: "."),
                        address: "jr://\(folder)/\(file)",
                        row: node.row,
                        column: "type"
                    )
                )
            }
            for (column, text) in node.expressions {
                for match in text.matches(of: #/pulldata\s*\(\s*['"]([^'"]+)['"]/#) {
                    found.append(.table(String(match.1), row: node.row, column: column))
                }
            }
            return found + all(in: node.children)
        }
    }

    /// What is wrong with a form in which one name means several tables: ODK keeps one of them.
    static func clashes(in form: FormDefinition, _ sheet: XLSFormSheet) -> [FormProblem] {
        var first: [String: String] = [:]
        for name in form.lists.keys { first[name] = "choices" }
        let declared = (form.tables ?? [:]).sorted { $0.value < $1.value }.map {
            table($0.key, row: $0.value, column: "name")
        }
        return (declared + all(in: form.nodes)).compactMap { source in
            guard let other = first[source.name], other != source.file else {
                first[source.name] = source.file
                return nil
            }
            return FormProblem(
                .formTableRepeated,
                sheet: sheet.name,
                row: source.row,
                column: XLSFormExpressions.heading(source.column, in: sheet),
                details: ["table": source.name, "first": other, "second": source.file]
            )
        }
    }
}

extension FormNode {
    /// The expressions of a row that may look into tables, with the headings of their columns.
    var expressions: [(column: String, text: String)] {
        [
            ("relevant", relevant), ("constraint", constraint), ("calculation", calculation),
            ("required", required), ("read_only", readOnly), ("choice_filter", choiceFilter),
            ("repeat_count", repeatCount), ("default", isDefaultDynamic ? defaultValue : nil),
        ].compactMap { column, text in text.map { (column, $0) } }
    }
}
