import ArgumentParser
import FieldKit

/// `field visit amend`: a corrected version of a visit.
struct VisitAmendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amend",
        abstract: "改一次走访：另存更正的一版 · Correct a visit: a new version takes its place.",
        discussion: """
            打开核对页，填编号改那一项，回车提交。原来的一版保留，标为“已更正”；更正的一版作废后，原来的一版恢复。
            走访可写编号、编号的末几位，或能找到那一户的词（改最近一次）。也可用选项直接改。
            Opens the review; a number changes that answer, Enter submits. The version before is kept and
            marked replaced; if the correction is voided, it stands again. The visit by its id, the end of
            it, or words that find the family (its newest one). Options change it without questions.
            """,
        aliases: ["改"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "走访：编号、末几位或要查的词 · The visit: an id, its end, or words to look for.")
    var visit: [String]

    @OptionGroup var values: VisitValueOptions

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let typed = visit.joined(separator: " ")
            let record = try VisitReference.visit(typed, folder, today)
            let desk = VisitDesk(folder: folder, output: output)
            try desk.checkStands(record)
            let shelf = try desk.shelf(correcting: record.view.id)
            let begun = try shelf.load()
            guard values.isEmpty else {
                guard begun == nil else { throw Problem(.correctionBegun) }
                return try correct(record.view, folder, desk)
            }
            if let begun { return try desk.goOn(with: (shelf, begun)) }
            try sayWhy(record)
            try desk.correct(record.view, on: shelf)
        }
    }

    /// Why the visit was sent back.
    private func sayWhy(_ record: WorkRecord) throws {
        let last = record.status.steps.last { $0.event.kind == "return" && $0.isRegular }
        guard record.status.state == "returned", let event = last?.event else { return }
        let reason = event.details["reason"] ?? ""
        try Prompter(isAside: output.json).show(
            Language.current(
                "退回（\(event.author)，\(event.day)）：\(reason)",
                "Sent back (\(event.author), \(event.day)): \(reason)"
            ) + "\n"
        )
    }

    // MARK: Options

    private func correct(
        _ view: RecordView,
        _ folder: ReplicaFolder,
        _ desk: VisitDesk
    ) throws {
        let task = try FillTask.visit(folder, isCorrection: true)
        var (draft, session) = task.correction(of: view)
        let places = VisitPlaces(folder: folder)
        var source = ValueSource()
        let household = try RecordArgument.record(view.values["household"]?.text ?? "")
        let answers = VisitAnswers(
            household: nil,
            students: values.students.isEmpty
                ? nil : try values.pupils(of: household, places),
            date: try values.date.map { try VisitValueOptions.day($0) },
            kind: try values.kind.map { try VisitValueOptions.kindCode($0) },
            note: try values.note.map { try source.text($0) }
        )
        try answers.give(to: &session, task.surroundings)
        session.finish()
        draft.submission.answers = session.answers
        try desk.save(draft.submission, task, nil)
    }
}
