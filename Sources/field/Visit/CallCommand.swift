import ArgumentParser
import FieldKit

/// `field call`: a talk by telephone.
struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "电话：记一次电话随访 · Record a talk by telephone.",
        discussion: """
            field call hq zxm
            学生可写编号，或写能找到他的词：姓名、拼音首字母、班级、村。
            The pupil by id, or by words that find only that one: a name, initials, a class, a village.
            """,
        aliases: ["电话"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "学生或户：编号或要查的词 · The pupil or family: an id, or words to look for.")
    var who: [String] = []

    @Option(
        help: ArgumentHelp(
            "谈了什么，@文件 或 @- 读取 · What was talked about; @FILE and @- read it.",
            valueName: "text"
        )
    )
    var note: String?

    @Option(help: "日期：今天、昨天、9-3 · The day: today, yesterday, 9-3.")
    var date = "today"

    @Flag(help: "没有打通：记为未遇 · Nobody answered.")
    var noAnswer = false

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let prompter = Prompter(isAside: output.json)
            let subject = try subject(folder, today, prompter)
            let view = try view(of: subject, folder.replica)
            guard let day = try VisitAnswers.day(date) else {
                throw Problem(.wrongUsage, ["what": "--date"])
            }
            let kind: VisitKind = noAnswer ? .nobodyIn : .byPhone
            guard let note = try words(prompter) else {
                return try prompter.say("没有记。", "Nothing was kept.")
            }
            let task = try FillTask.visit(folder)
            let answers = VisitAnswers(
                household: view.household,
                students: view.students,
                date: day,
                kind: kind.rawValue,
                note: note
            )
            let result = try task.submit(try task.submission(answers), shelf: nil).first
            guard let result else { return }
            if output.json { return try Terminal.print(RecordJSON.result(result)) }
            try Terminal.say(
                "已记下：\(kind.label(.chinese))（\(Masking.name(view.name))）。晚上同步时上报。",
                "Kept: \(kind.label(.english)) (\(Masking.name(view.name))). It goes up at the next sync."
            )
        }
    }

    private func subject(
        _ folder: ReplicaFolder,
        _ today: BusinessDay,
        _ prompter: Prompter
    ) throws -> RecordID {
        var typed = who.joined(separator: " ")
        if typed.isEmpty, prompter.isAttended {
            typed = prompter.ask(Language.current("打给谁的家里：", "Whose family: ")) ?? ""
        }
        guard !typed.isEmpty else {
            throw Problem(.missingOption, ["option": Language.current("学生", "the pupil")])
        }
        return try WorkReference.subject(typed, folder, today)
    }

    /// What was talked about; nil if the person leaves, and nothing is to be kept.
    private func words(_ prompter: Prompter) throws -> String? {
        var source = ValueSource()
        if let note { return try source.text(note) }
        guard prompter.isAttended, !noAnswer else { return "" }
        let question = Language.current("谈了什么：", "What was talked about: ")
        guard let typed = prompter.ask(question) else { return nil }
        switch TypedWord(typed) {
        case .leave, .back: return nil
        case .ditto, .clear, .pass, .help: return ""
        case nil: return typed
        }
    }

    private func view(
        of id: RecordID,
        _ replica: Replica
    ) throws -> (household: String, students: [String], name: String) {
        guard let student = try? replica.view("student", id) else {
            let family = try replica.view("household", id)
            return ("\(id)", [], family.values["head_name"]?.text ?? "")
        }
        guard let household = student.values["household"]?.text else {
            throw Problem(
                .nothingFits,
                ["what": RecordText(.county).field("household", of: "student")]
            )
        }
        return (household, ["\(id)"], student.values["name"]?.text ?? "")
    }
}
