import FieldKit
import Foundation

/// How a visit begins that is asked in a terminal.
struct VisitStart {
    /// Whether it is entered after a paper form.
    var isOnPaper = false
    /// Whether nobody was in.
    var isAbsent = false
    /// The family, where it is known already.
    var household: RecordID?

    /// Answers what is known from the beginning.
    func answer(_ session: inout FormSession) throws {
        if isOnPaper { _ = try session.answer(VisitAnswers.Place.mode, .text(Self.paper)) }
        if let household {
            _ = try session.answer(VisitAnswers.Place.household, .text("\(household)"))
        }
    }

    /// The answer of the question `mode` for what is entered after a paper form.
    static let paper = "paper"
}

/// Visits on this laptop that are begun, left, gone on with, and saved.
struct VisitDesk {
    /// A visit that was begun and is not saved.
    typealias Kept = DraftMenu.Kept

    let folder: ReplicaFolder
    let output: OutputOptions

    private var replica: Replica { folder.replica }
    private var prompter: Prompter { Prompter(isAside: output.json) }
    private var places: VisitPlaces { VisitPlaces(folder: folder) }

    // MARK: Drafts

    /// The visits of who works here that are not finished, also one that an earlier version left.
    func kept() throws -> [Kept] {
        let form = try VisitForm.definition().id
        let found = try FillShelf.all(replica, form: form)
        guard found.isEmpty else { return found }
        let shelf = try FillShelf(replica, form: form, about: nil)
        let task = try FillTask.visit(folder)
        return try EarlierVisitDraft.move(to: shelf, task, replica).map { [(shelf, $0)] } ?? []
    }

    /// Where a new visit is kept: a place of its own, also beside one that another window has just begun.
    func newShelf() throws -> FillShelf {
        let about = replica.newSubmissionID()
        return try FillShelf(replica, form: VisitForm.definition().id, about: about)
    }

    /// Where the correction of a visit is kept.
    func shelf(correcting visit: RecordID) throws -> FillShelf {
        try FillShelf(replica, form: VisitForm.definition().id, about: "\(visit)")
    }

    /// Whom a draft is about, masked, with the village, the day of the visit, and when it was begun.
    func title(of draft: FillDraft) throws -> String {
        let answers = draft.submission.answers
        let household = answers.value(at: VisitAnswers.Place.household)
            .flatMap { RecordID($0.text(in: CountyTime.zone)) }
        let family = household.flatMap { try? replica.view("household", $0) }
        let head = family?.values["head_name"]?.text
        let day = answers.value(at: VisitAnswers.Place.date)?.text(in: CountyTime.zone) ?? ""
        let name = head.map(Masking.name) ?? Language.current("未选户", "no family yet")
        let mark =
            draft.submission.supersedes == nil ? "" : Language.current("（更正）", " (correction)")
        let begun = Self.begun(draft).map {
            let moment = Moment.local($0)
            return Language.current("，\(moment) 开始填", ", begun \(moment)")
        }
        let words = [name] + (try folder.placeLabels(family?.buckets ?? [])) + [day]
        return words.filter { !$0.isEmpty }.joined(separator: " ") + mark + (begun ?? "")
    }

    /// When a draft was begun, in milliseconds since 1970; nil if that is not known.
    static func begun(_ draft: FillDraft) -> Int64? {
        RecordID(draft.submission.record).map(\.made)
    }

    /// Says that nothing is left to go on with.
    func sayNothingKept() throws {
        guard !output.json else { return try Terminal.print(.object([:])) }
        try Terminal.say("没有没填完的走访。", "No visit is unfinished.")
    }

    /// Asks which of several drafts is gone on with, or whether a new visit is begun beside them.
    func choose(_ kept: [Kept], offersAnother: Bool) throws -> DraftMenu.Choice {
        let another = Language.current("另记一次", "another visit")
        let menu = DraftMenu(
            prompter: prompter,
            another: offersAnother ? another : nil,
            title: title
        )
        return try menu.choose(kept)
    }

    /// What is void, or replaced already, is not corrected.
    ///
    /// - Throws: `visit_not_current`.
    func checkStands(_ record: WorkRecord) throws {
        guard ["void", "superseded"].contains(record.status.state) else { return }
        let newer = record.status.steps.last { $0.event.kind == "supersede" }?.event.id
        let state = Workflow.of("visit").map { WorkWords.state(record.status, $0) }
        throw Problem(
            .visitNotCurrent,
            ["state": state ?? record.status.state, "newer": newer.map { "\($0)" } ?? "-"]
        )
    }

    // MARK: Asking

    /// Goes on with a visit, and saves it once it is finished.
    ///
    /// - Throws: `visit_not_current` for the correction of what no longer stands; its draft stays.
    func goOn(with kept: Kept) throws {
        let corrected = kept.draft.submission.supersedes
        let isCorrection = corrected != nil
        if let corrected, let today = Moment.today() {
            let visit = try RecordArgument.record(corrected)
            try checkStands(try replica.workRecord("visit", visit, today: today))
        }
        let task = try FillTask.visit(folder, isCorrection: isCorrection)
        let filling = filling(task, kept.shelf)
        guard let finished = try filling.interview(kept.draft) else { return }
        try save(finished, task, kept.shelf)
    }

    /// Asks a new visit, and saves it once it is finished.
    func begin(_ start: VisitStart, on shelf: FillShelf) throws {
        let filling = try filling(start, shelf)
        guard let finished = try filling.interview(nil) else { return }
        try save(finished, filling.task, shelf)
    }

    /// Saves a visit of which a file says everything.
    ///
    /// - Throws: `answer_not_taken`; nothing is saved then.
    func record(_ file: String, _ start: VisitStart) throws {
        let filling = try filling(start, try newShelf())
        try save(try filling.fromFile(file), filling.task, nil)
    }

    private func filling(_ start: VisitStart, _ shelf: FillShelf) throws -> Filling {
        var filling = filling(try FillTask.visit(folder, isAbsent: start.isAbsent), shelf)
        filling.beginning = { task in
            var session = task.begin()
            try start.answer(&session)
            return (task.newDraft(session), session)
        }
        return filling
    }

    /// Asks what is to be corrected in a visit, and saves the corrected version.
    func correct(_ visit: RecordView, on shelf: FillShelf) throws {
        let task = try FillTask.visit(folder, isCorrection: true)
        var filling = filling(task, shelf)
        filling.beginning = { $0.correction(of: visit) }
        guard let finished = try filling.interview(nil) else { return }
        try save(finished, task, shelf)
    }

    private func filling(_ task: FillTask, _ shelf: FillShelf) -> Filling {
        var filling = Filling(
            task: task,
            shelf: shelf,
            isAside: output.json,
            command: Language.current("field 家访 续填", "field visit resume")
        )
        filling.remarks = { try remarks($0) }
        filling.consider = { path, session, keep in
            path == VisitAnswers.Place.household ? try consider(session, keep) : .goOn
        }
        filling.previous = { try previous($0, task) }
        return filling
    }

    /// What was answered at the last visit to the family, else at the last one that who works here wrote.
    private func previous(_ session: FormSession, _ task: FillTask) throws -> FormAnswers? {
        guard let household = household(in: session),
            let last = try replica.visits(to: household).first
        else { return nil }
        return Submission.answers(
            in: last.view,
            task.definition,
            zone: task.surroundings.timeZone
        )
    }

    private func household(in session: FormSession) -> RecordID? {
        session.nodeState(at: VisitAnswers.Place.household)?.value
            .flatMap { RecordID($0.text(in: CountyTime.zone)) }
    }

    // MARK: Another visit on that day

    /// The visits to the family of an interview on the day that it says.
    private func others(_ session: FormSession) throws -> [WorkRecord] {
        guard let household = household(in: session),
            let day = session.nodeState(at: VisitAnswers.Place.date)?.value
        else { return [] }
        return try places.visits(to: household, on: day.text(in: CountyTime.zone))
    }

    /// Says that somebody was there on that day already, before the rest is asked.
    private func consider(
        _ session: FormSession,
        _ keep: () throws -> Void
    ) throws -> FillInterview.Wish {
        let others = try others(session)
        guard let first = others.first else { return .goOn }
        try keep()
        while true {
            try prompter.write(
                Problem.harmless(
                    try places.notice(of: first.view)
                        + Language.current("仍要新建吗？", "Record another one?")
                ) + "\n"
            )
            let typed = prompter.ask(
                Language.current("1 新建  2 查看  3 取消〔1〕：", "1 yes  2 show it  3 no [1]: ")
            )
            // Where nobody sits, the interview says what the end of the input means.
            guard let typed else { return prompter.isAttended ? .leave : .goOn }
            if TypedWord(typed) == .leave { return .leave }
            switch PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces).lowercased() {
            case "", "1", "新建": return .goOn
            case "2", "查看", "看":
                for other in others {
                    let page = VisitPage(other.view, folder)
                    try prompter.show(try page.lines(columns: Terminal.columns))
                }
            case "3", "取消": return .cancel
            default: try prompter.say("请填 1、2 或 3。", "Type 1, 2 or 3.")
            }
        }
    }

    /// That a visit to the family on that day is there already.
    private func remarks(_ session: FormSession) throws -> [String] {
        guard try !others(session).isEmpty else { return [] }
        return [
            Language.current(
                "这户当天已有一次走访记录；仍可保存。",
                "A visit to this household on that day is recorded already; you may save this one too."
            )
        ]
    }

    // MARK: Saving

    /// Makes the records of a finished visit, and says what was made.
    func save(_ draft: SubmissionDraft, _ task: FillTask, _ shelf: FillShelf?) throws {
        let results = try task.submit(draft, shelf: shelf)
        guard let result = results.first else { return }
        let tasks = results.filter { $0.type == "task" }
        if output.json {
            guard case .object(var keys) = RecordJSON.result(result) else { return }
            if let earlier = draft.supersedes { keys["supersedes"] = .text(earlier) }
            if !tasks.isEmpty { keys["tasks"] = .texts(tasks.map { "\($0.id)" }) }
            return try Terminal.print(.object(keys))
        }
        if draft.supersedes != nil {
            try Terminal.say(
                "已保存更正后的走访：\(result.id.end)。原来的一版保留，标为“已更正”。晚上同步时上报。",
                "The corrected visit is saved: \(result.id.end). The version before is kept and marked replaced. It goes up at the next sync."
            )
        } else {
            try Terminal.say(
                "已保存这次走访：\(result.id.end)。晚上同步时上报。",
                "The visit is saved: \(result.id.end). It goes up at the next sync."
            )
        }
        if let day = try places.lateDays(of: result.id) {
            try Terminal.say("补录：比走访晚 \(day) 天。", "Entered late: \(day) days after the visit.")
        }
        for task in tasks {
            let text = try replica.view("task", task.id).values["text"]?.text ?? ""
            try Terminal.say("已列任务：\(text)", "A task was made: \(text)")
        }
        for dropout in results where dropout.type == "dropout_case" {
            let end = dropout.id.end
            try Terminal.say(
                "已立疑似辍学个案 \(end)：当天要报告，看 field 辍学 看 \(end)。",
                "A case of a pupil who may have dropped out was begun, \(end); it is to be reported the same day: field drop show \(end)."
            )
        }
    }
}
