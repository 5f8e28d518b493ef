/// What a form needs beside being sound, so that its answers can be records.
public enum FormPublication {
    /// What keeps a form from being published, with sheet, row and column.
    ///
    /// - Parameters:
    ///   - form: A form without errors of its own.
    ///   - policies: The table of the records that its entities may name.
    /// - Returns: Everything that is to be corrected; empty if nothing is.
    public static func problems(
        of form: FormDefinition,
        policies: PolicyTable = .county
    ) -> [FormProblem] {
        var problems: [FormProblem] = []
        for entity in form.entities where policies.type(entity.list) == nil {
            let known = policies.types.map(\.name).joined(separator: ", ")
            problems.append(
                FormProblem(
                    .formEntityWrong,
                    sheet: "entities",
                    row: entity.row,
                    column: "list_name",
                    details: ["reason": "\(entity.list)? (\(known))"]
                )
            )
        }
        check(form.nodes, below: "", of: form, policies, &problems)
        return problems
            + FormTableUse.all(in: form).filter { !$0.isHeld(policies, form) }.map {
                $0.problem(policies)
            }
    }

    private static func check(
        _ nodes: [FormNode],
        below path: String,
        of form: FormDefinition,
        _ policies: PolicyTable,
        _ problems: inout [FormProblem]
    ) {
        for node in nodes {
            let isRepeat = node.kind == .repeat
            // As many digits as the largest number of an instance has.
            let here = "\(path)/\(node.name)" + (isRepeat ? "[\(FormLimits.repeatInstances)]" : "")
            if node.children.isEmpty, here.utf8.count > Limits.nameBytesMax {
                problems.append(
                    FormProblem(
                        .formPathLong,
                        sheet: "survey",
                        row: node.row,
                        column: "name",
                        details: [
                            "path": here, "bytes": "\(here.utf8.count)",
                            "limit": "\(Limits.nameBytesMax)",
                        ]
                    )
                )
            }
            if let reason = fault(node, of: form, policies) {
                problems.append(
                    FormProblem(
                        .formEntityWrong,
                        sheet: "survey",
                        row: node.row,
                        column: "save_to",
                        details: ["reason": reason]
                    )
                )
            }
            check(node.children, below: here, of: form, policies, &problems)
        }
    }

    /// What is wrong with where an answer is to be kept.
    private static func fault(
        _ node: FormNode,
        of form: FormDefinition,
        _ policies: PolicyTable
    ) -> String? {
        guard let target = form.target(of: node), policies.type(target.list) != nil else {
            return nil
        }
        let field = policies.field(target.field, of: target.list)
        if field == nil || field?.authority == .county { return "\(target.list)#\(target.field)?" }
        return nil
    }
}
