import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer form`: the forms that the county publishes.
struct FormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form",
        abstract: "发布、列出、停用表单 · Publish forms, list them, withdraw them.",
        subcommands: [
            FormPublishCommand.self, FormListCommand.self, FormWithdrawCommand.self,
        ]
    )
}

/// `SyncServer form publish`: gives a form to every laptop.
struct FormPublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "发布表单（.xlsx） · Publish a form: every laptop has it after its next sync.",
        discussion: """
            表单按 XLSForm 的规则写在 Excel 或 WPS 里。有错误时逐条列出工作表、行和列，什么也不发布。
            同一表单每次改动都要换版本号；发布过的版本不能改，可以停用。
            The form is an XLSForm (https://xlsform.org) in Excel or WPS. With errors, each is listed \
            with sheet, row and column, and nothing is published. Each change needs a new version; a \
            published one stays as it is and can be withdrawn.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "表单文件 · The workbook that holds the form.")
    var file: String

    private struct Fault: Encodable {
        let code: String
        let severity: String
        let sheet: String
        let row: Int?
        let column: String?
        let message: String
        let next: String
    }

    private struct Result: Encodable {
        let published: FormOnList?
        let problems: [Fault]
    }

    func run() throws {
        let reading = try XLSForm.read(
            bytes: try InputFile.data(file),
            fileName: URL(filePath: file).lastPathComponent
        )
        .checkingColumns()
        var problems = reading.problems
        if reading.isGood { problems += FormPublication.problems(of: reading.form) }
        if let refusal = problems.refusal(of: file) {
            try show(problems, nil)
            throw refusal
        }
        let form = try common.withStore {
            try $0.replica.publish(reading.form, author: try common.folder.settings().name)
        }
        common.folder.note("form published", ["form": form.id, "version": form.version])
        try show(problems, form)
    }

    private func show(_ problems: [FormProblem], _ form: PublishedForm?) throws {
        let language = common.terminal.language
        guard common.json else {
            for problem in problems { common.terminal.say(problem.line(language)) }
            guard let form else { return }
            return common.terminal.say(
                "已发布表单 \(form.id)，版本 \(form.version)：\(form.questions) 道题。各电脑下次同步时收到。",
                "The form \(form.id), version \(form.version), is published: \(form.questions) "
                    + "questions. Laptops have it after their next sync."
            )
        }
        let faults = problems.map { problem in
            Fault(
                code: problem.code.rawValue,
                severity: problem.severity.rawValue,
                sheet: problem.sheet,
                row: problem.row,
                column: problem.column,
                message: problem.problem.sentence(language),
                next: problem.problem.next(language)
            )
        }
        try Terminal.print(Result(published: form.map(FormOnList.init), problems: faults))
    }
}

/// `SyncServer form list`: what is published.
struct FormListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出发布过的表单 · List the published forms with all their versions."
    )

    @OptionGroup var common: CommonOptions

    func run() throws {
        let forms = try common.withStore { try FormShelf($0.replica).forms() }
        if common.json { return try Terminal.print(forms.map(FormOnList.init)) }
        for form in forms {
            common.terminal.say(
                "\(form.id)  \(form.version)  \(FormOnList(form).state)  \(form.questions)  \(form.title)"
            )
        }
        common.terminal.say("共 \(forms.count) 个版本。", "\(forms.count) versions.")
    }
}

/// `SyncServer form withdraw`: lets nobody begin a form any more.
struct FormWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "停用表单 · Withdraw a form: nobody begins it any more.",
        discussion: """
            已经开始的草稿还能填完上报，已报的内容仍可查看。再发布一次就恢复使用。
            Drafts that were begun can still be finished, and answers stay readable. Publishing it \
            again opens it.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "表单编号，见 form list · The form's id, as `form list` shows it.")
    var form: String

    private struct Result: Encodable {
        let form: String
        let withdrawn: Int
    }

    func run() throws {
        let versions = try common.withStore {
            try $0.replica.withdrawForm(form, author: try common.folder.settings().name)
        }
        common.folder.note("form withdrawn", ["form": form])
        if common.json {
            return try Terminal.print(Result(form: form, withdrawn: versions.count))
        }
        common.terminal.say(
            "已停用表单 \(form)（\(versions.count) 个版本）。",
            "The form \(form) is withdrawn (\(versions.count) versions)."
        )
    }
}

/// A form as a list shows it to programs.
struct FormOnList: Encodable {
    let id: String
    let version: String
    let title: String
    let state: String
    let questions: Int
    let newest: Bool

    init(_ form: PublishedForm) {
        id = form.id
        version = form.version
        title = form.title
        state = form.isWithdrawn ? "withdrawn" : "open"
        questions = form.questions
        newest = form.isNewest
    }
}
