import ArgumentParser
import FieldKit
import Foundation

/// `field form export`: a form in a spreadsheet, written for other programs.
struct FormExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出表单 · Write a form as an ODK XForm, for ODK or Kobo.",
        discussion: """
            有错误的表单不导出；请先用 field form check 检查。
            A form with errors is not written: see `field form check`.
            """,
        aliases: ["导出"]
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "表单文件 · The workbook that holds the form.")
    var file: String

    @Flag(help: "写成 ODK XForms · Write ODK XForms XML; the only form of file so far.")
    var xform = false

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "写入的文件，默认标准输出，也可写 - · The file to write; default, and -: standard output.",
            valueName: "file"
        )
    )
    var target: String?

    func run() throws {
        guard xform else { throw Problem(.missingOption, ["option": "--xform"]) }
        let reading = try FormFile.read(file)
        for problem in reading.problems {
            let line = problem.line(.current)
            Terminal.note(line, line)
        }
        if let refusal = reading.problems.refusal(of: file) { throw refusal }
        let text = try XForm.xml(of: reading.form)
        guard let target = FileTarget.name(target) else { return try Terminal.write(text) }
        do {
            try Data(text.utf8).write(to: URL(filePath: target), options: .atomic)
        } catch {
            throw Problem(
                .fileUnwritable,
                ["path": target, "reason": error.localizedDescription]
            )
        }
    }
}
