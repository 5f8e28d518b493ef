import FieldKit
import Foundation

/// One question: shown, asked, and asked again until the answer will do.
struct FillQuestion {
    /// What the person did.
    enum Reply {
        case value(AnswerValue?)
        case skip
        /// The rest of the step is passed.
        case pass
        case back
        case leave(FillInterview.Ending)
    }

    /// How many choices are shown at once; of more the person types a part.
    private static let menuMax = 20

    private let interview: FillInterview
    private let path: FormPath
    private let row: FormNode
    private let menu: ChoiceMenu
    /// The choices that the person sees; numbers refer to them.
    private var shown: [Int]

    private var session: FormSession { interview.session }
    private var prompter: Prompter { interview.prompter }

    init(_ interview: FillInterview, _ path: FormPath, _ row: FormNode) {
        self.interview = interview
        self.path = path
        self.row = row
        menu =
            row.choices == nil ? ChoiceMenu([]) : AnswerReader.menu(at: path, of: interview.session)
        shown = Array(menu.items.indices)
    }

    /// Asks until there is an answer that will do, or another wish.
    mutating func ask() throws -> Reply {
        try showQuestion()
        while true {
            guard let typed = prompter.ask(try prompt()) else {
                return .leave(prompter.isAttended ? .left : .inputEnded)
            }
            let text = typed.trimmingCharacters(in: .whitespaces)
            switch TypedWord(text) {
            case .leave: return .leave(.left)
            case .back: return .back
            case .pass:
                if case .skip? = try enter() { return .pass }
            case .help: try help()
            case .clear:
                if session.nodeState(at: path)?.isRequired != true { return .value(nil) }
                try say(session.fault(of: nil, at: path))
            case .ditto:
                if let value = try ditto() { return .value(value) }
            case nil where text.isEmpty:
                if let reply = try enter() { return reply }
            case nil:
                if let value = try read(text) { return .value(value) }
            }
        }
    }

    // MARK: Asking

    private var label: String {
        let own = session.shown(row.label, at: path)
        return own.isEmpty ? row.name : own
    }

    private var isFile: Bool { row.kind.isFile }

    private var hasHelp: Bool { !row.hint.isEmpty || !row.guidance.isEmpty }

    private var title: String {
        let mark = session.nodeState(at: path)?.isRequired == true ? " *" : ""
        return label + mark + (hasHelp ? Language.current("（? 说明）", " (? for help)") : "")
    }

    private func showQuestion() throws {
        if isFile {
            try prompter.say(
                "（只记下文件名，文件本身不上报，请自己保管好。）",
                "(Only the file's name is kept; the file itself is not sent, so keep it safe.)"
            )
        }
        guard row.choices != nil else { return }
        try interview.write(title)
        try showMenu()
    }

    /// Whether the choices are too many to stand on the screen.
    private var isUnseen: Bool { shown.count > Self.menuMax }

    /// Whether a number was typed for the place in a list that the person does not see.
    private func isPlaceUnseen(_ text: String) -> Bool {
        guard row.choices != nil, isUnseen, !menu.isCoded else { return false }
        let words = PlainText.halfWidth(text).split { " ,，、;；".contains($0) }
        return words.contains { PlainText.isDigits($0) && (Int($0) ?? .max) <= menu.items.count }
    }

    private func showMenu() throws {
        guard !isUnseen else {
            return try prompter.say(
                "  共 \(shown.count) 项：请填名称的一部分，或拼音首字母。",
                "  \(shown.count) choices: type a part of a name, or pinyin initials."
            )
        }
        guard !shown.isEmpty else {
            return try prompter.say("  （没有可选的）", "  (there is nothing to choose)")
        }
        let items = shown.enumerated().map { place, index in
            let item = menu.items[index]
            return (menu.isCoded ? item.name : "\(place + 1)") + " " + item.label
        }
        try prompter.show(FillPage.menu(items, columns: Terminal.columns))
    }

    private func prompt() throws -> String {
        let colon = Language.current("：", ": ")
        let current = session.nodeState(at: path)?.value.map {
            interview.words.answer($0, at: path, of: session)
        }
        let offered = current.map { Language.current("〔\($0)〕", " [\($0)]") } ?? ""
        guard row.choices == nil else {
            return Problem.harmless(Language.current("选择", "Choose") + offered + colon)
        }
        return Problem.harmless(title + offered + colon)
    }

    // MARK: Replies

    /// Enter takes what is offered, or passes a question that need not be answered.
    private func enter() throws -> Reply? {
        let value = session.nodeState(at: path)?.value
        if let fault = session.fault(of: value, at: path) {
            try say(fault)
            return nil
        }
        return .skip
    }

    private mutating func read(_ text: String) throws -> AnswerValue? {
        guard !isPlaceUnseen(text) else {
            try prompter.say(
                "选项太多，没有列出编号，不能按数字选；请填名称的一部分，或拼音首字母。",
                "The choices are too many to be listed, so none has a number; type a part of a name, or initials."
            )
            return nil
        }
        do throws(AnswerReader.Refusal) {
            if isFile, !FileManager.default.fileExists(atPath: text) {
                try? prompter.say("没有这个文件。请填文件的位置。", "There is no such file; type its path.")
                return nil
            }
            return try interview.reader.read(text, at: path, in: session, menu: menu, shown: shown)
        } catch {
            try interview.write(interview.words.sentence(error, of: session))
            if case .unclear(_, let found) = error {
                shown = found
                try showMenu()
            }
            return nil
        }
    }

    private func say(_ fault: FormFault?) throws {
        guard let fault else { return }
        try interview.write(interview.words.sentence(fault, of: session))
    }

    private func help() throws {
        for text in [row.hint, row.guidance] where !text.isEmpty {
            try interview.write(session.shown(text, at: path))
        }
        try prompter.say(
            "回车取〔〕里的内容，没有就跳过；> 跳过这一步；< 上一项；\" 同上；- 清空；q 存草稿并退出。",
            "Enter takes what stands in [ ], or passes; > passes the step; < goes back; \" repeats the last answer; "
                + "- clears; q keeps the draft and leaves."
        )
        if row.choices != nil {
            try prompter.say(
                "填数字、名称的一部分或拼音首字母；多选用空格或逗号隔开。",
                "Type numbers, parts of names or pinyin initials; several with blanks or commas."
            )
            try showMenu()
        }
    }

    // MARK: Ditto

    /// What was answered to the same question before: in the instance before this one, or in the
    /// last submission.
    private func ditto() throws -> AnswerValue? {
        guard let value = try sibling ?? interview.previous(session)?.value(at: path) else {
            try prompter.say("前面没有填过这一项。", "Nothing was answered to this before.")
            return nil
        }
        if let fault = session.fault(of: value, at: path) {
            try say(fault)
            return nil
        }
        try prompter.show(
            "→ \(interview.words.answer(value, at: path, of: session))\n"
        )
        return value
    }

    private var sibling: AnswerValue? {
        guard let last = path.steps.lastIndex(where: { ($0.position ?? 1) > 1 }) else { return nil }
        var before = path
        before.steps[last].position = (path.steps[last].position ?? 2) - 1
        return session.nodeState(at: before)?.value
    }
}

extension FormAnswers {
    /// The answer of a path; nil if there is none.
    func value(at path: FormPath) -> AnswerValue? {
        var node = root
        for step in path.steps {
            let found = node.children.filter { $0.name == step.name }
            let place = (step.position ?? 1) - 1
            guard found.indices.contains(place) else { return nil }
            node = found[place]
        }
        return node.value
    }
}
