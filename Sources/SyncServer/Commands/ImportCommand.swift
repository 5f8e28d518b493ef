public import ArgumentParser
public import FieldKit
import Foundation

/// `SyncServer import`: takes a list of a school or department in.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "导入名册（.xlsx 或 CSV） · Take a list in: pupils, households, teachers, schools, aid policies.",
        discussion: """
            文件可以是 Excel 或 WPS 的 .xlsx，也可以是 UTF-8（有无 BOM）或 GB18030 的 CSV。读不懂的行连同原因列出，其余照样导入；
            再导入一次不会有任何改变。
            The file is a workbook (.xlsx), or CSV in UTF-8, with or without its mark, or GB18030. Bad \
            rows are listed with their reason and the good ones go in; importing the same file again changes nothing. Columns \
            that are not known are named and left out.

            field export 导出的表格改过后也可导入（不用 --kind）：改过的格以导出时的内容为依据写入。
            A workbook of `field export` comes back too, edited and without --kind: its changed cells \
            are written over what was exported.

            能导入的列 · Columns that are taken in:
            \(RosterKind.allCases.map { "\($0.rawValue): \($0.headings.joined(separator: "、"))" }
                .joined(separator: "\n"))
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "名册的种类 · What the list holds; needed for a list.")
    var kind: RosterKind?

    @Argument(help: "名册文件 · The file.")
    var file: String

    @Option(help: "工作表的名字 · The sheet of a workbook, if several hold such a list.")
    var sheet: String?

    @Flag(help: "只检查，不写入 · Say what would be done, and do nothing.")
    var dryRun = false

    private struct Result: Encodable {
        let rows: Int
        let accepted: Int
        let refused: [Refused]
        let changed: Int
        let notices: [Notice]
        let ignored: [String]
    }

    struct Refused: Encodable {
        let line: Int
        let reason: String
        let next: String
        let code: String
        let column: String?
    }

    private struct Notice: Encodable {
        let line: Int
        let column: String
        let code: String
    }

    func run() throws {
        let data = try InputFile.data(file)
        let name = URL(filePath: file).lastPathComponent
        if try ReturnedSheet.isOne(bytes: data, fileName: name, sheet: sheet) {
            try takeBack(try ReturnedSheet(bytes: data, fileName: name, sheet: sheet))
        } else if let kind {
            try takeList(data, name, kind)
        } else {
            throw Problem(
                .wrongUsage,
                ["what": common.terminal.language == .chinese ? "缺少 --kind" : "--kind is missing"]
            )
        }
    }

    private func takeList(_ data: Data, _ name: String, _ kind: RosterKind) throws {
        let plan = try common.withStore { store in
            let plan = try store.inTurn("import") {
                let reading = try RosterImport.rows(
                    kind: kind,
                    bytes: data,
                    fileName: name,
                    sheet: sheet,
                    today: CountyTime.today()
                )
                let plan = try store.replica.rosterPlan(reading)
                if !dryRun {
                    try store.replica.carryOut(plan, author: try common.folder.settings().name)
                }
                return plan
            }
            return plan
        }
        if !dryRun {
            common.folder.note(
                "list imported",
                [
                    "kind": kind.rawValue, "changed": "\(plan.rowsTaken)",
                    "refused": "\(plan.refused.count)",
                ]
            )
        }
        if common.json { try Terminal.print(result(plan)) } else { say(plan) }
    }

    private func result(_ plan: RosterPlan) -> Result {
        let accepted = plan.rowsTaken + plan.unchanged
        return Result(
            rows: accepted + plan.refused.count,
            accepted: accepted,
            refused: refused(plan.refused),
            changed: plan.rowsTaken,
            notices: plan.notices.map {
                Notice(line: $0.line, column: $0.column, code: $0.kind.rawValue)
            },
            ignored: plan.unknownHeadings
        )
    }

    func refused(_ rows: [RefusedRow]) -> [Refused] {
        rows.map {
            Refused(
                line: $0.line,
                reason: $0.reason.sentence(common.terminal.language),
                next: $0.reason.next(common.terminal.language),
                code: $0.reason.code.rawValue,
                column: $0.column
            )
        }
    }

    func sayRefused(_ rows: [RefusedRow]) {
        for row in rows {
            common.terminal.say(
                row.sentence(.chinese),
                row.sentence(.english),
                row.reason.code
            )
        }
    }

    private func say(_ plan: RosterPlan) {
        let terminal = common.terminal
        sayRefused(plan.refused)
        for notice in plan.notices {
            let words = RosterNoticeWords.sentence(notice.kind)
            terminal.say(
                "第 \(notice.line) 行“\(notice.column)”：\(words.chinese) [\(notice.kind.rawValue)]",
                "Line \(notice.line) (\(notice.column)): \(words.english) [\(notice.kind.rawValue)]"
            )
        }
        if !plan.unknownHeadings.isEmpty {
            let headings = plan.unknownHeadings.joined(separator: "、")
            let known = plan.kind.headings.joined(separator: "、")
            terminal.say(
                "这些列没有导入：\(headings)。能导入的列：\(known)",
                "These columns were not taken in: \(headings). Those that can be: \(known)"
            )
        }
        let accepted = plan.rowsTaken + plan.unchanged
        terminal.say(
            """
            共 \(accepted + plan.refused.count) 行：采用 \(accepted) 行\
            （其中 \(plan.rowsTaken) 行有变化），拒绝 \(plan.refused.count) 行。\(dryRun ? "没有写入。" : "")
            """,
            """
            \(accepted + plan.refused.count) rows: \(accepted) taken (\(plan.rowsTaken) with changes), \
            \(plan.refused.count) refused.\(dryRun ? " Nothing was written." : "")
            """
        )
    }
}

extension RosterKind: ExpressibleByArgument {}
