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
            --paper 补录纸质表；--absent 未遇，只问几项；--new-family 名册上没有的户。
            标准输入不是终端时，各项用选项给出，或每行一个答案，或用 --answers 给出全部答案。
            Asks in a terminal, and keeps a draft after each answer; Enter passes a question, > the
            rest of a step, < goes back, q leaves and keeps the draft. --paper enters a paper form,
            --absent asks little because nobody was in, --new-family is for a family that is not on
            the roster. Elsewhere the options say everything.
            """,
        aliases: ["新建"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("户编号 · The household's id.", valueName: "id"))
    var household: String?

    @OptionGroup var values: VisitValueOptions

    @Flag(help: "补录：先问纸质表的日期和编号 · After a paper form, whose day and number are asked first.")
    var paper = false

    @Option(help: ArgumentHelp("纸质表编号 · The number of the paper form.", valueName: "number"))
    var paperNumber: String?

    @Flag(help: "未遇：家中无人 · Nobody was in.")
    var absent = false

    @Option(
        help: ArgumentHelp(
            "答案文件（JSON，按题目路径）· All answers in a JSON object, by the path of each question.",
            valueName: "file"
        )
    )
    var answers: String?

    @Flag(help: "新户：名册上没有的户 · A family that is not on the roster.")
    var newFamily = false

    func run() throws {
        try global.place.open { folder in
            let desk = VisitDesk(folder: folder, output: output)
            if let answers {
                try desk.record(answers, try start(folder))
            } else if household == nil, isInterview {
                try ask(desk, folder)
            } else {
                let task = try FillTask.visit(folder)
                try desk.save(try fromOptions(task, folder), task, nil)
            }
        }
    }

    /// Whether a person is asked, or a program that says each answer on a line.
    private var isInterview: Bool {
        Terminal.canAsk || values.isEmpty && WaitingInput.saysSomething()
    }

    private func ask(_ desk: VisitDesk, _ folder: ReplicaFolder) throws {
        let kept = try desk.kept().filter { $0.draft.submission.supersedes == nil }
        // Who says how it begins wants a new one, and so does a program; what is not finished stays.
        let isNew = paper || absent || newFamily || !Terminal.canAsk
        if !kept.isEmpty, !isNew {
            try sayUnfinished(kept)
            switch try desk.choose(kept, offersAnother: true) {
            case .goOn(let chosen): return try desk.goOn(with: chosen)
            case .leave: return
            case .another: break
            }
        }
        var start = try start(folder)
        if newFamily {
            guard let household = try NewFamilyDesk(folder: folder, output: output).ask() else {
                return
            }
            start.household = household
        }
        try desk.begin(start, on: try desk.newShelf())
    }

    /// What the options say of how it begins.
    private func start(_ folder: ReplicaFolder) throws -> VisitStart {
        let family = try household.map { try VisitPlaces(folder: folder).household($0).id }
        return VisitStart(isOnPaper: paper, isAbsent: absent, household: family)
    }

    private func sayUnfinished(_ kept: [VisitDesk.Kept]) throws {
        try Prompter(isAside: output.json).say(
            "有 \(kept.count) 份没填完的走访：",
            kept.count == 1
                ? "There is an unfinished visit:" : "There are \(kept.count) unfinished visits:"
        )
    }

    // MARK: Options

    private func fromOptions(_ task: FillTask, _ folder: ReplicaFolder) throws -> SubmissionDraft {
        var source = ValueSource()
        let places = VisitPlaces(folder: folder)
        let view = try places.household(try given(household, "--household"))
        let day = try VisitValueOptions.day(try given(values.date, "--date", orAbsent: "today"))
        let nobodyIn = VisitKind.nobodyIn.rawValue
        let kind = try given(values.kind, "--kind", orAbsent: nobodyIn)
        let answers = VisitAnswers(
            household: "\(view.id)",
            students: try students(of: view.id, places),
            date: day,
            kind: try VisitValueOptions.kindCode(kind),
            note: try source.text(try given(values.note, "--note", orAbsent: "")),
            paper: paper || paperNumber != nil ? day : nil,
            paperNumber: paperNumber
        )
        if let other = try places.visits(to: view.id, on: day).first {
            let notice = try places.notice(of: other.view)
            Terminal.note(notice, notice)
        }
        return try task.submission(answers)
    }

    /// What an option says; one that is missing is named, unless nobody was in.
    private func given(
        _ value: String?,
        _ option: String,
        orAbsent other: String? = nil
    ) throws -> String {
        if let value { return value }
        guard absent, let other else { throw Problem(.missingOption, ["option": option]) }
        return other
    }

    private func students(of household: RecordID, _ places: VisitPlaces) throws -> [String] {
        guard values.students.isEmpty, !absent, try !places.students(of: household).isEmpty else {
            return try values.pupils(of: household, places)
        }
        throw Problem(.missingOption, ["option": "--student"])
    }
}
