import ArgumentParser
import FieldKit
import Foundation

/// `field fill`: fills in a form, by questions or from a file.
struct FillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "填写表单 · Fill in a form.",
        discussion: """
            逐项提问，每答一项就存盘；回车跳过，> 跳过这一步，< 返回上一项，? 看说明，" 同上，q 存草稿并退出，再次运行时接着填。
            标准输入不是终端时，每行是一个答案；或用 --answers 给出全部答案。
            表单是县里发布的表单的编号；给出 .xlsx 文件时只是试填，什么也不保存。
            Asks question by question, and keeps each answer at once; Enter passes a question, > the \
            rest of a step, < goes back, ? explains, \
            " repeats the last answer, q keeps the draft and leaves, and the next run goes on with it.
            Where standard input is no terminal, each line is an answer; or --answers gives all.
            FORM is the id of a form that the county has published; a file .xlsx is only tried, and
            nothing is saved.
            """,
        aliases: ["填表"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "表单编号，或 .xlsx 文件 · The form's id, or a file .xlsx.")
    var form: String

    @Option(help: ArgumentHelp("户编号 · The household that it is about.", valueName: "id"))
    var household: String?

    @Option(help: ArgumentHelp("学生编号 · The pupil whom it is about.", valueName: "id"))
    var student: String?

    @Option(
        help: ArgumentHelp(
            "答案文件（JSON，按题目路径）· All answers in a JSON object, by the path of each question.",
            valueName: "file"
        )
    )
    var answers: String?

    private var isTrial: Bool { form.lowercased().hasSuffix(".xlsx") }

    func run() throws {
        do {
            try global.place.open { try fill($0) }
        } catch let problem as Problem where problem.code == .homeMissing && isTrial {
            // Whoever designs forms needs no records to try one.
            try fill(nil)
        }
    }

    private func fill(_ folder: ReplicaFolder?) throws {
        let replica = folder?.replica
        for (type, id) in [("household", household), ("student", student)] {
            guard let id else { continue }
            let record = try RecordArgument.record(id)
            _ = try replica?.view(type, record)
        }
        let shelf = try FillShelf(
            replica,
            form: isTrial ? "try:\(URL(filePath: form).lastPathComponent)" : form,
            about: household ?? student
        )
        var kept = answers == nil ? try shelf.load() : nil
        var definition = try isTrial ? tried() : published(replica, kept)
        if kept != nil {
            switch try choose(FillWords().title(of: definition)) {
            case .leave: return
            case .goOn: break
            case .anew:
                kept = nil
                // What begins now is the newest version, whichever the draft was of.
                if !isTrial { definition = try published(replica, nil) }
            }
        }
        let task = try FillTask(
            definition,
            folder: folder,
            isTrial: isTrial,
            household: household,
            student: student
        )
        var filling = Filling(task: task, shelf: shelf, isAside: output.json, command: command)
        filling.remarks = { session in
            try task.notHeld(task.newDraft(session).submission).map(\.sentence)
        }
        let finished = try answers.map { try filling.fromFile($0) } ?? filling.interview(kept)
        guard let finished else { return }
        try save(finished, task, answers == nil ? shelf : nil)
    }

    // MARK: A draft

    private enum Choice { case goOn, anew, leave }

    private static let anew: Set<String> = ["2", "重新填", "重新", "新填"]

    private func choose(_ title: String) throws -> Choice {
        let prompter = Prompter(isAside: output.json)
        try prompter.say(
            "有一份没填完的“\(title)”。1 接着填  2 重新填",
            "There is an unfinished \"\(title)\". 1 go on  2 begin anew"
        )
        // Who cannot answer this cannot answer the rest; the interview says so.
        guard let asked = prompter.ask("〔1〕") else { return .goOn }
        guard TypedWord(asked) != .leave else { return .leave }
        let typed = PlainText.halfWidth(asked).filter { $0 != " " }
        return Self.anew.contains(typed) || YesOrNo(typed) == .no ? .anew : .goOn
    }

    /// How the person comes back to the draft.
    private var command: String {
        let about = [("--household", household), ("--student", student)]
        let options = about.compactMap { option, id in id.map { " \(option) \($0)" } }
        return Language.current("field 填表", "field fill") + " \(form)" + options.joined()
    }

    // MARK: The form

    private func tried() throws -> FormDefinition {
        let reading = try FormFile.read(form)
        if let refusal = reading.problems.refusal(of: form) { throw refusal }
        return reading.form
    }

    /// The newest version; a draft goes on with its own.
    private func published(_ replica: Replica?, _ kept: FillDraft?) throws -> FormDefinition {
        guard let replica else { throw Problem(.homeMissing) }
        let shelf = FormShelf(replica)
        let found =
            try kept.map { try shelf.form(form, version: $0.submission.answers.version) }
            ?? shelf.newest(form)
        if found.isWithdrawn {
            guard kept != nil else { throw Problem(.formWithdrawn, ["form": form]) }
            Terminal.note(
                "县里已停用这份表单；没填完的草稿仍可填完提交。",
                "The county has withdrawn this form; the draft may still be finished and sent."
            )
        } else if !found.isNewest {
            Terminal.note(
                "这份表单已有新版；草稿仍按原来的版本填完。",
                "There is a newer version of this form; the draft goes on in its own."
            )
        }
        return try shelf.definition(of: found)
    }

    // MARK: The end

    private func save(_ draft: SubmissionDraft, _ task: FillTask, _ shelf: FillShelf?) throws {
        guard !task.isTrial else {
            try shelf?.clear()
            return try sayTried(draft, task)
        }
        let missing = try task.notHeld(draft)
        let results = try task.submit(draft, shelf: shelf)
        guard let result = results.first else { return }
        if output.json {
            guard case .object(var keys) = RecordJSON.result(result) else { return }
            keys["form"] = .text(task.definition.id)
            keys["form_version"] = .text(task.definition.version)
            keys["instance"] = .text(Submission.instance(of: "\(result.id)"))
            if !missing.isEmpty { keys["not_held"] = .texts(missing.map(\.type)) }
            try Terminal.print(.object(keys))
        } else {
            try Terminal.say(
                "已保存：\(result.id)。晚上同步时上报。",
                "It is saved: \(result.id). It goes up at the next sync."
            )
        }
    }

    private func sayTried(_ draft: SubmissionDraft, _ task: FillTask) throws {
        guard output.json else {
            return try Terminal.say("试填完了，什么也没有保存。", "This was a trial; nothing is saved.")
        }
        let answers = draft.answers.texts(in: CountyTime.zone)
        try Terminal.print(
            .object([
                "form": .text(task.definition.id),
                "form_version": .text(task.definition.version),
                "answers": .object(answers.mapValues { .text($0) }),
            ])
        )
    }
}

extension FormAnswers {
    /// The relevant answers as text, by path.
    func texts(in zone: TimeZone) -> [String: String] {
        var found: [String: String] = [:]
        func add(_ node: Node, _ path: String) {
            guard node.isRelevant else { return }
            if let value = node.value, !path.isEmpty { found[path] = value.text(in: zone) }
            var counts: [String: Int] = [:]
            for child in node.children { counts[child.name, default: 0] += 1 }
            var places: [String: Int] = [:]
            for child in node.children {
                places[child.name, default: 0] += 1
                let place = places[child.name] ?? 1
                let isRepeated = (counts[child.name] ?? 0) > 1
                let name = isRepeated ? "\(child.name)[\(place)]" : child.name
                add(child, path.isEmpty ? name : "\(path)/\(name)")
            }
        }
        add(root, "")
        return found
    }
}
