import ArgumentParser
import FieldKit

/// `field visit new`: records a visit, by questions or from options.
struct VisitNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "记一次走访 · Record a visit.",
        discussion: """
            在终端里逐项提问，每答一项就存草稿；输入 < 返回上一项，q 存草稿并退出。
            不在终端里时，各项用选项给出。
            Asks in a terminal, and keeps a draft after each answer; < goes back, q leaves and keeps
            the draft. Elsewhere the options say everything.
            """
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

    @Option(help: "方式代码，如 10 入户 · The code of how it was made, such as 10, at home.")
    var kind: String?

    @Option(
        help: ArgumentHelp(
            "纪要，@文件 或 @- 读取 · What was talked about; @FILE and @- read it.",
            valueName: "text"
        )
    )
    var note: String?

    func run() throws {
        let home = global.place
        let places = VisitPlaces(home: home)
        let isAsking = Terminal.canAsk && household == nil
        let answered =
            isAsking
            ? try VisitInterview(places: places, prompter: Prompter(isAside: output.json)).run()
            : try fromOptions(places)
        guard let draft = answered else { return }
        let edit = try draft.edit(.county)
        let results = try home.replica { replica in
            let results = try replica.edit([edit], author: try replica.author())
            if isAsking { try VisitDraft.clear(replica) }
            return results
        }
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

    // MARK: Options

    private func fromOptions(_ places: VisitPlaces) throws -> VisitDraft {
        var source = ValueSource()
        var draft = VisitDraft()
        let view = try places.household(try given(household, "--household"))
        draft.household = "\(view.id)"
        draft.students = try students(of: view.id, places)
        draft.date = try day(try given(date, "--date"))
        draft.kind = try kindCode(try given(kind, "--kind"))
        draft.note = try source.text(try given(note, "--note"))
        return draft
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
            return try places.home.replica { "\(try $0.view("student", id).id)" }
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
        guard let kind = VisitKind(rawValue: PlainText.halfWidth(typed)) else {
            let codes = VisitKind.allCases.map { "\($0.rawValue) \($0.label(.current))" }
            throw Problem(
                .wrongUsage,
                ["what": "--kind: " + codes.joined(separator: ", ")]
            )
        }
        return kind.rawValue
    }
}

/// What the answers of a visit mean.
enum VisitAnswers {
    /// The day that was typed, as the field holds it; nil if it is none, or lies in the future.
    static func day(_ typed: String) throws -> String? {
        guard let today = Moment.today(),
            let day = BusinessDay.typed(typed, today: today),
            day.dayNumber <= today.dayNumber + 1
        else { return nil }
        return "\(day)"
    }
}
