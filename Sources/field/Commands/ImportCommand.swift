import ArgumentParser
import FieldKit
import Foundation

/// `field import`: takes an edited export back.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "导入改过的导出表格 · Take a workbook back that was exported and edited.",
        discussion: """
            只认 field export --format xlsx 导出的表格；隐藏的 id 和 version 两列不要动。改过的格才写入，
            以导出时的内容为依据：别人后来改过的同一项会成为冲突，没改的格不会盖掉任何内容。
            删去的行不会删除记录；清空的格会清空该项；新加的行不采用。读不懂的格连同原因列出，其余照样写入；
            改好后可用同一个文件再导入一次。什么都没有采用时，退出码是 1。
            Only a workbook of `field export --format xlsx` comes back; leave its hidden columns id and \
            version alone. A changed cell is written over what was exported: beside a newer value it \
            becomes a conflict, and an untouched cell overwrites nothing. A deleted row deletes \
            nothing, an emptied cell clears the field, an added row is not taken. Cells that cannot \
            be read are listed with their reason and the rest goes in; the mended file can be taken \
            in again. Ends with 1 if nothing was taken.
            """,
        aliases: ["导入"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "表格文件 · The workbook (.xlsx).")
    var file: String

    @Option(help: "工作表的名字 · The sheet, if several were exported.")
    var sheet: String?

    @Flag(help: "只检查，不写入 · Say what would be done, and do nothing.")
    var dryRun = false

    func run() throws {
        var source = ValueSource()
        let returned = try ReturnedSheet(
            bytes: try source.read(file),
            fileName: file == "-" ? "-" : URL(filePath: file).lastPathComponent,
            sheet: sheet
        )
        let plan = try global.place.replica { replica in
            let plan = try replica.returnPlan(returned)
            if !dryRun { try replica.carryOut(plan, author: try replica.author()) }
            return plan
        }
        if output.json { try Terminal.print(json(plan)) } else { try say(plan) }
        guard plan.accepted > 0 || plan.refused.isEmpty || !plan.cells.isEmpty else {
            throw Problem(.noRowTaken, ["file": file, "rows": "\(plan.rows)"])
        }
    }

    private func json(_ plan: ReturnPlan) -> JSON {
        .keys([
            "rows": .integer(plan.rows), "accepted": .integer(plan.accepted),
            "changed": .integer(plan.changed), "refused": .array(plan.refused.map(refused)),
            "written": .integer(plan.count(.written)),
            "conflicts": .integer(plan.count(.conflict)),
            "observations": .integer(plan.count(.observation)),
            "absent": .integer(plan.absent),
            "cells": dryRun ? .array(plan.cells.map(cell)) : nil,
            "dryRun": dryRun ? .boolean(true) : nil,
        ])
    }

    private func refused(_ row: RefusedRow) -> JSON {
        .keys([
            "line": .integer(row.line), "column": row.column.map { .text($0) },
            "reason": .text(row.reason.sentence(.current)),
            "next": .text(row.reason.next(.current)), "code": .text(row.reason.code.rawValue),
        ])
    }

    private func cell(_ cell: ReturnPlan.Cell) -> JSON {
        .keys([
            "line": .integer(cell.line), "column": .text(cell.column), "id": .text("\(cell.id)"),
            "effect": .text(cell.effect.rawValue),
        ])
    }

    private func say(_ plan: ReturnPlan) throws {
        for row in plan.refused {
            try Terminal.show("\(row.sentence(.current)) [\(row.reason.code.rawValue)]\n")
        }
        if dryRun {
            for cell in plan.cells {
                let effect = words(cell.effect)
                try Terminal.say(
                    "第 \(cell.line) 行“\(cell.column)”：\(effect)",
                    "Line \(cell.line) (\(cell.column)): \(effect)"
                )
            }
        }
        try Terminal.say(
            """
            共 \(plan.rows) 行：采用 \(plan.accepted) 行（\(plan.changed) 条记录有变化），\
            有问题 \(plan.rows - plan.accepted) 行；改动 \(plan.cells.count) 格，\
            其中 \(plan.count(.conflict)) 格与后来的内容冲突，\
            \(plan.count(.observation)) 格作为核实记录等待审核。
            """,
            """
            \(plan.rows) rows: \(plan.accepted) taken (\(plan.changed) records changed), \
            \(plan.rows - plan.accepted) with refusals. \(plan.cells.count) cells changed: \
            \(plan.count(.conflict)) in conflict with newer values, \
            \(plan.count(.observation)) kept as observations for review.
            """
        )
        if plan.absent > 0 {
            try Terminal.say(
                "本机另有 \(plan.absent) 条这种记录不在表里，没有删除。",
                "\(plan.absent) more records of this type are not in the sheet; none was deleted."
            )
        }
        if dryRun { try Terminal.say("没有写入。", "Nothing was written.") }
    }

    private func words(_ effect: ReturnPlan.Effect) -> String {
        switch effect {
        case .written: Language.current("写入", "written")
        case .conflict:
            Language.current("写入，与后来的内容冲突", "written, in conflict with a newer value")
        case .observation:
            Language.current("作为核实记录等待审核", "kept as an observation for review")
        }
    }
}
