import ArgumentParser
import FieldKit
import Foundation

/// `field ask`: how each of a few pupils is today.
struct AskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "一问：每天一问 · One question a day for each of your pupils.",
        discussion: """
            逐个问：1 正常，2 需关注，3 异常；回车是正常，数字后可加几个字。每答一个就存。
            不写学生时，问包联给您的学生；没有包联时，问您包的村里的重点学生。
            Asks of each: 1 well, 2 to be watched, 3 not well; Enter means well, and words may follow the
            number. Each answer is saved at once.
            """,
        aliases: ["一问"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "学生：编号或要查的词，每个一项 · Pupils: ids, or words to look for, one an argument.")
    var who: [String] = []

    @Flag(help: "再问今天已问过的 · Ask again of those asked today.")
    var again = false

    @OptionGroup var reveals: RevealOptions

    private static let pupilsMax = 40

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let pupils = try pupils(folder, today).filter { again || $0.mood == nil }
            guard !pupils.isEmpty else {
                guard !output.json else { return try Terminal.print(.array([])) }
                return try Terminal.say("今天没有要问的学生。", "There is nobody to ask of today.")
            }
            let names = try shownNames(of: pupils, folder.replica)
            let results = try ask(pupils, names, folder.replica, today)
            guard !output.json else {
                return try Terminal.print(.array(results.map(RecordJSON.result)))
            }
            try Terminal.say(
                "已记 \(results.count)/\(pupils.count) 名学生。",
                "\(results.count) of \(pupils.count) pupils are written down."
            )
        }
    }

    private func pupils(_ folder: ReplicaFolder, _ today: BusinessDay) throws -> [DailyPupil] {
        guard !who.isEmpty else { return try folder.dailyPupils(on: today, limit: Self.pupilsMax) }
        return try who.map { typed in
            let id = try WorkReference.subject(typed, of: ["student"], folder, today)
            return try folder.dailyPupil(id, on: today)
        }
    }

    /// How names are shown; it is written down before they are.
    private func shownNames(
        of pupils: [DailyPupil],
        _ replica: Replica
    ) throws -> ShownNames {
        let names = ShownNames(isRevealed: reveals.reveal)
        guard reveals.reveal else { return names }
        for pupil in pupils { _ = names.name(pupil.view.values["name"]?.text ?? "") }
        let event = AuditEvent(
            revealing: "ask",
            because: try reveals.given(),
            names: names.names
        )
        try replica.note(event, author: try replica.author())
        return names
    }

    private func ask(
        _ pupils: [DailyPupil],
        _ names: ShownNames,
        _ replica: Replica,
        _ today: BusinessDay
    ) throws -> [EditResult] {
        let prompter = Prompter(isAside: output.json)
        var results: [Int: EditResult] = [:]
        var last: DailyAnswer?
        var index = 0
        asking: while index < pupils.count {
            let view = pupils[index].view
            let place = "\(index + 1)/\(pupils.count)"
            guard let typed = prompter.ask(Self.question(view, place, names)) else { break }
            let answer: DailyAnswer?
            switch TypedWord(typed) {
            case .leave: break asking
            case .back:
                index = max(0, index - 1)
                continue
            case .pass:
                index += 1
                continue
            case .ditto: answer = last
            case .help, .clear: answer = nil
            case nil: answer = DailyAnswer(typed)
            }
            guard let answer else {
                try sayHelp(prompter)
                continue
            }
            let changes: [Edit.Change] = [
                .set("student", .text("\(view.id)")), .set("date", today.value),
            ]
            let edit = Edit(
                type: "daily_check",
                id: results[index]?.id,
                changes: (results[index] == nil ? changes : [])
                    + answer.changes(isAgain: results[index] != nil)
            )
            results[index] = try replica.edit([edit], author: try replica.author()).first
            last = answer
            index += 1
        }
        return results.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func question(
        _ view: RecordView,
        _ place: String,
        _ names: ShownNames
    ) -> String {
        let name = names.name(view.values["name"]?.text ?? "")
        let group = RecordText(.county).value("class", of: view)
        return Problem.harmless(
            Language.current(
                "\(place) \(name) \(group)：1 正常 2 需关注 3 异常〔1〕",
                "\(place) \(name) \(group): 1 well 2 watch 3 not well [1] "
            )
        )
    }

    private func sayHelp(_ prompter: Prompter) throws {
        try prompter.say(
            "请输入 1、2 或 3，后面可加最多 \(DailyAnswer.noteLengthMax) 个字；< 上一个，> 跳过，\" 同上，q 结束。",
            "Type 1, 2 or 3, and at most \(DailyAnswer.noteLengthMax) characters after it; < goes back, "
                + "> passes, \" repeats, q ends."
        )
    }
}
