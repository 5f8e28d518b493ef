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

    @Flag(help: "显示姓名 · Show names; this is logged.")
    var reveal = false

    private static let pupilsMax = 40
    private static let noteLengthMax = 60

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        try global.place.open { folder in
            let pupils = try pupils(folder, today).filter { again || $0.mood == nil }
            guard !pupils.isEmpty else {
                guard !output.json else { return try Terminal.print(.array([])) }
                return try Terminal.say("今天没有要问的学生。", "There is nobody to ask of today.")
            }
            if reveal {
                try folder.replica.noteReveal(of: "student", by: try folder.replica.author())
            }
            let results = try ask(pupils, folder.replica, today)
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

    private func ask(
        _ pupils: [DailyPupil],
        _ replica: Replica,
        _ today: BusinessDay
    ) throws -> [EditResult] {
        let prompter = Prompter(isAside: output.json)
        let author = try replica.author()
        let text = RecordText(.county)
        var results: [EditResult] = []
        var index = 0
        while index < pupils.count {
            let view = pupils[index].view
            let name = WorkWords.name(view.values["name"]?.text ?? "", isRevealed: reveal)
            let place = text.value("class", of: view)
            let typed = prompter.ask(
                Language.current(
                    "\(index + 1)/\(pupils.count) \(name) \(place)：1 正常 2 需关注 3 异常〔1〕",
                    "\(index + 1)/\(pupils.count) \(name) \(place): 1 well 2 watch 3 not well [1] "
                )
            )
            guard let typed, !["q", "退出"].contains(typed.lowercased()) else { break }
            guard let (mood, note) = Self.answer(typed) else {
                try prompter.say(
                    "请输入 1、2 或 3；后面可加最多 \(Self.noteLengthMax) 个字。",
                    "Type 1, 2 or 3, and at most \(Self.noteLengthMax) characters after it."
                )
                continue
            }
            var changes: [Edit.Change] = [
                .set("student", .text("\(view.id)")), .set("date", today.value),
                .set("mood", .integer(Int64(mood))),
            ]
            if !note.isEmpty { changes.append(.set("note", .text(note))) }
            results += try replica.edit(
                [Edit(type: "daily_check", changes: changes)],
                author: author
            )
            index += 1
        }
        return results
    }

    /// A number from 1 to 3, and words after it; nothing means 1.
    private static func answer(_ typed: String) -> (mood: Int, note: String)? {
        let plain = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces)
        guard let first = plain.first else { return (1, "") }
        guard let mood = first.wholeNumberValue, (1...3).contains(mood) else { return nil }
        let note = plain.dropFirst().trimmingCharacters(
            in: CharacterSet.whitespaces.union(CharacterSet(charactersIn: ",，、:："))
        )
        return note.count <= noteLengthMax ? (mood, note) : nil
    }
}
