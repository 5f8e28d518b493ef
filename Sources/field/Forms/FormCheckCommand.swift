import ArgumentParser
import FieldKit

/// `field form check`: whether a form in a spreadsheet can be used.
struct FormCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "检查表单（.xlsx） · Say what is wrong with a form, with sheet, row and column.",
        discussion: """
            表单按 XLSForm 的规则写在 Excel 或 WPS 里：工作表 survey、choices、settings。有错误时退出码为 1。
            The form is an XLSForm (https://xlsform.org) in Excel or WPS: the sheets survey, choices \
            and settings. With errors the exit code is 1; warnings alone do no harm.
            """,
        aliases: ["检查"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "表单文件 · The workbook that holds the form.")
    var file: String

    func run() throws {
        let reading = try FormFile.read(file)
        let rows = Self.rows(reading.form.nodes, below: "")
        if output.json {
            try Terminal.print(Self.json(reading, rows))
        } else {
            for problem in reading.problems { try Terminal.show(problem.line(.current) + "\n") }
        }
        if let refusal = reading.problems.refusal(of: file) { throw refusal }
        guard !output.json else { return }
        let questions = rows.count { $0.isQuestion }
        let warnings = reading.problems.count
        try Terminal.say(
            "表单 \(reading.form.id) 可以使用：\(questions) 道题，\(warnings) 条提醒。",
            "The form \(reading.form.id) can be used: \(questions) questions, \(warnings) warnings."
        )
        let files = rows.count { $0.isFile }
        guard files > 0 else { return }
        try Terminal.say(
            "其中 \(files) 道题要照片、录音或文件：只记下文件名，文件本身不上报，要另外收。",
            "\(files) of them ask for a picture or file: only its name is kept; the file itself is not sent and has to be collected otherwise."
        )
    }

    private struct Row {
        let path: String
        let type: String
        let number: Int
        let isQuestion: Bool
        let isFile: Bool
    }

    private static func rows(_ nodes: [FormNode], below path: String) -> [Row] {
        nodes.flatMap { node in
            let here = "\(path)/\(node.name)"
            let type: String
            var isQuestion = false
            switch node.kind {
            case .question(let question):
                type = question.rawValue
                isQuestion = true
            case .group: type = "group"
            case .repeat: type = "repeat"
            }
            let row = Row(
                path: here,
                type: type,
                number: node.row,
                isQuestion: isQuestion,
                isFile: node.kind.isFile
            )
            return [row] + rows(node.children, below: here)
        }
    }

    private static func json(_ reading: XLSFormReading, _ rows: [Row]) -> JSON {
        .keys([
            "ok": .boolean(reading.isGood), "id": .text(reading.form.id),
            "version": .text(reading.form.version),
            "questions": .integer(rows.count { $0.isQuestion }),
            "rows": .array(
                rows.map { row in
                    .keys([
                        "path": .text(row.path), "type": .text(row.type),
                        "row": .integer(row.number),
                    ])
                }
            ),
            "lists": .object(
                reading.form.lists.mapValues { choices in .texts(choices.map(\.name)) }
            ),
            "problems": .array(reading.problems.map(json)),
        ])
    }

    private static func json(_ problem: FormProblem) -> JSON {
        .keys([
            "code": .text(problem.code.rawValue), "severity": .text(problem.severity.rawValue),
            "sheet": .text(problem.sheet), "row": problem.row.map { .integer($0) },
            "column": problem.column.map { .text($0) },
            "message": .text(problem.problem.sentence(.current)),
            "next": .text(problem.problem.next(.current)),
        ])
    }
}
