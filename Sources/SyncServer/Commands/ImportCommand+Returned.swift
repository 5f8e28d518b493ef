import FieldKit

// An edited export that comes back to the county.

extension ImportCommand {
    private struct Returned: Encodable {
        let rows: Int
        let accepted: Int
        let refused: [Refused]
        let changed: Int
        let written: Int
        let conflicts: Int
        let absent: Int
    }

    /// Writes its changed cells with the county's authority.
    func takeBack(_ sheet: ReturnedSheet) throws {
        let plan = try common.withStore { store in
            try store.inTurn("import") {
                let plan = try store.replica.returnPlan(sheet, authority: .county)
                if !dryRun {
                    try store.replica.carryOut(
                        plan,
                        author: try common.folder.settings().name,
                        authority: .county
                    )
                }
                return plan
            }
        }
        if !dryRun {
            common.folder.note(
                "export taken back",
                ["changed": "\(plan.changed)", "refused": "\(plan.refused.count)"]
            )
        }
        if common.json {
            try Terminal.print(
                Returned(
                    rows: plan.rows,
                    accepted: plan.accepted,
                    refused: refused(plan.refused),
                    changed: plan.changed,
                    written: plan.count(.written),
                    conflicts: plan.count(.conflict),
                    absent: plan.absent
                )
            )
        } else {
            say(plan)
        }
    }

    private func say(_ plan: ReturnPlan) {
        sayRefused(plan.refused)
        let bad = plan.rows - plan.accepted
        let conflicts = plan.count(.conflict)
        common.terminal.say(
            """
            共 \(plan.rows) 行：\(plan.changed) 条记录有变化，\(bad) 行有问题；\
            \(conflicts) 格与后来的内容冲突；另有 \(plan.absent) 条不在表里，没有删除。\
            \(dryRun ? "没有写入。" : "")
            """,
            """
            \(plan.rows) rows: \(plan.changed) records changed, \(bad) with refusals; \
            \(conflicts) cells in conflict with newer values; \(plan.absent) more records are not in \
            the sheet, none was deleted.\(dryRun ? " Nothing was written." : "")
            """
        )
    }
}
