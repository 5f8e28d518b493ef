/// The sheet entities: which records the answers make or change.
enum XLSFormEntities {
    /// Reads the rows of the sheet into a form.
    static func read(
        _ sheet: XLSFormSheet,
        into form: inout FormDefinition,
        problems: inout [FormProblem]
    ) {
        for (_, heading) in sheet.headings.sorted(by: { $0.key < $1.key }) where !heading.isKnown {
            problems.append(
                FormProblem(
                    .formColumnUnsupported,
                    sheet: sheet.name,
                    row: 1,
                    column: heading.written,
                    details: [
                        "heading": heading.written,
                        "instead": "list_name, label, entity_id, create_if, update_if",
                    ]
                )
            )
        }
        for row in sheet.rows {
            let entity = FormEntity(
                list: sheet.cell(row, "dataset") ?? "",
                label: sheet.cell(row, "label"),
                id: sheet.cell(row, "entity_id"),
                createIf: sheet.cell(row, "create_if"),
                updateIf: sheet.cell(row, "update_if"),
                row: row.number
            )
            if let (column, reason) = fault(entity, beside: form.entities) {
                problems.append(
                    FormProblem(
                        .formEntityWrong,
                        sheet: sheet.name,
                        row: row.number,
                        column: sheet.heading(column),
                        details: ["reason": reason]
                    )
                )
            }
            form.entities.append(entity)
        }
    }

    /// What is wrong with a row, and in which column.
    private static func fault(
        _ entity: FormEntity,
        beside others: [FormEntity]
    ) -> (column: String, reason: String)? {
        if entity.list.isEmpty { return ("dataset", "list_name") }
        if !isName(entity.list) || entity.list.contains(".") {
            return ("dataset", "list_name = \(entity.list)")
        }
        if others.contains(where: { $0.list == entity.list }) {
            return ("dataset", "list_name = \(entity.list), 2 ×")
        }
        if entity.id == nil, entity.updateIf != nil { return ("entity_id", "update_if, entity_id") }
        if entity.id != nil, entity.createIf != nil, entity.updateIf == nil {
            return ("update_if", "create_if, entity_id, update_if")
        }
        if entity.id == nil, entity.label == nil { return ("label", "label") }
        return nil
    }

    /// What keeps entities from having a place of their own in the form.
    static func misplaced(
        _ entities: XLSFormSheet,
        _ survey: XLSFormSheet,
        in form: FormDefinition
    ) -> [FormProblem] {
        EntityPlaces(form).faults.map { fault in
            let (sheet, row, column, list) =
                switch fault {
                case .saveTo(let row, let list):
                    (survey.name, row, survey.heading("bind", "entities:saveto"), list)
                case .entity(let row, let list):
                    (entities.name, row, entities.heading("dataset"), list)
                }
            return FormProblem(
                .formEntityWrong,
                sheet: sheet,
                row: row,
                column: column,
                details: ["reason": "begin_repeat, \(list)"]
            )
        }
    }

    /// Names of lists and fields do not begin with two low lines.
    private static func isName(_ text: String) -> Bool {
        XMLName.isName(text) && !text.hasPrefix("__")
    }

    /// What is wrong with the column save_to of a question; nil if nothing is.
    ///
    /// It says a field, or a list and its field as in `visit#note`.
    static func fault(inField text: String, of entities: [FormEntity]) -> String? {
        if entities.isEmpty { return "entities: 0" }
        let parts = text.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { return text }
        if parts.count == 2, !entities.contains(where: { $0.list == parts[0] }) {
            return "entities: \(parts[0])?"
        }
        if parts.count == 1, entities.count > 1 { return "list_name#\(text)" }
        let field = parts.last ?? ""
        return isName(field) && !["name", "label"].contains(field.lowercased()) ? nil : field
    }
}
