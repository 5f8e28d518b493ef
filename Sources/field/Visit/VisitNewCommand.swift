import ArgumentParser
import FieldKit
import Foundation

/// `field visit new`: records a visit, by questions or from options.
struct VisitNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "记一次走访 · Record a visit.",
        discussion: """
            在终端里按走访表逐项提问，每答一项就存草稿；回车跳过，> 跳过这一步，< 返回上一项，q 存草稿并退出。
            不在终端里时，各项用选项给出。
            Asks in a terminal, and keeps a draft after each answer; Enter passes a question, > the
            rest of a step, < goes back, q leaves and keeps the draft. Elsewhere the options say
            everything.
            """,
        aliases: ["新建"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("户编号 · The household's id.", valueName: "id"))
    var household: String?

    @Option(
        name: .customLong("student"),
        help: ArgumentHelp(
            "学生编号，可多次；all 为全部 · A pupil's id, more than once if need be; all: all of them.",
            valueName: "id"
        )
    )
    var students: [String] = []

    @Option(help: "日期：今天、昨天、9-3、2026-09-03 · The day: today, yesterday, 9-3, 2026-09-03.")
    var date: String?

    @Option(help: "方式，如 10 或 入户 · How it was made: a code or its words, such as 10 or 入户.")
    var kind: String?

    @Option(
        help: ArgumentHelp(
            "纪要，@文件 或 @- 读取 · What was talked about; @FILE and @- read it.",
            valueName: "text"
        )
    )
    var note: String?

    func run() throws { try global.place.open { try record(in: $0) } }

    private func record(in folder: ReplicaFolder) throws {
        let task = try FillTask.visit(folder)
        let isAsking = Terminal.canAsk && household == nil
        let shelf = try FillShelf(folder.replica, form: task.definition.id, about: nil)
        let finished =
            isAsking ? try ask(task, shelf, folder) : try fromOptions(task, folder)
        guard let finished else { return }
        let results = try task.submit(finished, shelf: isAsking ? shelf : nil)
        guard let result = results.first else { return }
        if output.json {
            try Terminal.print(RecordJSON.result(result))
        } else {
            try Terminal.say(
                "已保存这次走访：\(result.id)。晚上同步时上报。",
                "The visit is saved: \(result.id). It goes up at the next sync."
            )
        }
    }

    private func ask(
        _ task: FillTask,
        _ shelf: FillShelf,
        _ folder: ReplicaFolder
    ) throws -> SubmissionDraft? {
        let kept = try shelf.load() ?? EarlierVisitDraft.move(to: shelf, task, folder.replica)
        let places = VisitPlaces(folder: folder)
        let filling = Filling(
            task: task,
            shelf: shelf,
            isAside: output.json,
            remarks: { try Self.remarks($0, places) },
            command: "field visit new"
        )
        return try filling.interview(kept)
    }

    /// That a visit to the family on that day is there already.
    private static func remarks(
        _ session: FormSession,
        _ places: VisitPlaces
    ) throws -> [String] {
        guard let household = session.nodeState(at: VisitAnswers.Place.household)?.value,
            let date = session.nodeState(at: VisitAnswers.Place.date)?.value,
            try places.hasVisit(
                to: household.text(in: .current),
                on: date.text(in: .current)
            )
        else { return [] }
        return [
            Language.current(
                "这户当天已有一次走访记录；仍可保存。",
                "A visit to this household on that day is recorded already; you may save this one too."
            )
        ]
    }

    // MARK: Options

    private func fromOptions(_ task: FillTask, _ folder: ReplicaFolder) throws -> SubmissionDraft {
        var source = ValueSource()
        let places = VisitPlaces(folder: folder)
        let view = try places.household(try given(household, "--household"))
        let answers = VisitAnswers(
            household: "\(view.id)",
            students: try students(of: view.id, places),
            date: try day(try given(date, "--date")),
            kind: try kindCode(try given(kind, "--kind")),
            note: try source.text(try given(note, "--note"))
        )
        return try task.submission(answers)
    }

    private func given(_ value: String?, _ option: String) throws -> String {
        guard let value else { throw Problem(.missingOption, ["option": option]) }
        return value
    }

    private func students(of household: RecordID, _ places: VisitPlaces) throws -> [String] {
        let held = try places.students(of: household).map { "\($0.id)" }
        if students == ["all"] { return held }
        guard !students.isEmpty || held.isEmpty else {
            throw Problem(.missingOption, ["option": "--student"])
        }
        return try students.map { text in
            let id = try RecordArgument.record(text)
            return "\(try places.replica.view("student", id).id)"
        }
    }

    private func day(_ typed: String) throws -> String {
        guard let day = try VisitAnswers.day(typed) else {
            let expected = PolicyTable.county.policy(RegisterKey("date"), of: "visit")
            _ = try expected.value(typed.isEmpty ? "?" : typed)
            throw Problem(
                .wrongUsage,
                ["what": Language.current("走访日期在今天之后", "the day of the visit is yet to come")]
            )
        }
        return day
    }

    private func kindCode(_ typed: String) throws -> String {
        let code = CodeList.value(typed, field: "kind", of: "visit")
        guard let kind = VisitKind(rawValue: code) else {
            let codes = VisitKind.allCases.map { "\($0.rawValue) \($0.label(.current))" }
            throw Problem(
                .wrongUsage,
                ["what": "--kind: " + codes.joined(separator: ", ")]
            )
        }
        return kind.rawValue
    }
}
