import ArgumentParser
import FieldKit

/// What `field` alone shows: everything that a teacher does, by number, letter or Chinese word.
struct MainMenu {
    /// The options that were typed, which hold for everything that is chosen.
    let globals: [String]
    /// Why names are shown; nil as long as they are masked.
    private var reason: String?

    private init(globals: [String]) { self.globals = globals }

    /// One line of the menu.
    private struct Entry {
        /// The letter.
        let key: String
        let chinese: String
        let english: String
        /// The command line that it stands for.
        let arguments: [String]
        /// What is asked for, and put behind it as one argument.
        var question: (chinese: String, english: String)?
        /// Whether it lists persons.
        var hasNames = false
        /// Whether another person may go on after it.
        var endsTurn = false
    }

    private static let entries = [
        Entry(key: "t", chinese: "今日", english: "today", arguments: ["today"], hasNames: true),
        Entry(key: "v", chinese: "家访", english: "visit", arguments: ["visit", "new"]),
        Entry(key: "u", chinese: "续填", english: "go on", arguments: ["visit", "resume"]),
        Entry(key: "c", chinese: "电话", english: "call", arguments: ["call"]),
        Entry(
            key: "a",
            chinese: "一问",
            english: "daily question",
            arguments: ["ask"],
            hasNames: true
        ),
        Entry(
            key: "f",
            chinese: "查",
            english: "find",
            arguments: ["find"],
            question: ("查谁（姓名、拼音首字母、班级、村）：", "Whom (name, initials, class, village): "),
            hasNames: true
        ),
        Entry(key: "d", chinese: "辍学", english: "dropouts", arguments: ["drop"], hasNames: true),
        Entry(key: "k", chinese: "任务", english: "tasks", arguments: ["task"], hasNames: true),
        Entry(
            key: "i",
            chinese: "漏助",
            english: "missed aid",
            arguments: ["aid", "missed"],
            hasNames: true
        ),
        Entry(key: "r", chinese: "台账", english: "ledger", arguments: ["ledger"], hasNames: true),
        Entry(key: "b", chinese: "包联", english: "assignments", arguments: ["assign"]),
        Entry(
            key: "l",
            chinese: "走访列表",
            english: "list of visits",
            arguments: ["visit", "list"],
            hasNames: true
        ),
        Entry(
            key: "x",
            chinese: "冲突",
            english: "conflicts",
            arguments: ["conflicts"],
            hasNames: true
        ),
        Entry(key: "s", chinese: "同步", english: "sync", arguments: ["sync"]),
        Entry(key: "e", chinese: "小结", english: "evening", arguments: ["evening"]),
        Entry(key: "z", chinese: "状态", english: "status", arguments: ["status"]),
        Entry(key: "j", chinese: "自检", english: "doctor", arguments: ["doctor"]),
        Entry(key: "w", chinese: "切换", english: "switch", arguments: ["switch"], endsTurn: true),
        Entry(key: "g", chinese: "锁定", english: "lock", arguments: ["lock"], endsTurn: true),
    ]

    /// Shows the menu, and does what is chosen, until somebody leaves.
    static func run(_ globals: [String]) throws {
        var menu = MainMenu(globals: globals)
        try menu.run()
    }

    private mutating func run() throws {
        let prompter = Prompter(isAside: false)
        while true {
            try show()
            guard let typed = choice(prompter) else { return }
            let plain = PlainText.halfWidth(typed).lowercased().filter { $0 != " " }
            switch TypedWord(plain) {
            case .leave: return
            case .help, .back: continue
            default: break
            }
            if plain.isEmpty { continue }
            if plain == "0" { return }
            if ["m", "明"].contains(plain) {
                reason = reason == nil ? RevealOptions.ask() : nil
                continue
            }
            guard let entry = Self.entry(plain) else {
                try prompter.say("没有这一项，请重选。", "There is no such choice.")
                continue
            }
            // The reason was given by who works here now.
            if entry.endsTurn { reason = nil }
            perform(entry, prompter)
        }
    }

    /// Asks what is chosen; who does not choose for a while has the screen cleared and the laptop locked.
    private mutating func choice(_ prompter: Prompter) -> String? {
        let question = Language.current("请选择：", "Choose: ")
        while prompter.isAttended {
            try? prompter.write(question)
            if WaitingInput.hasLine(within: ScreenLock.pauseSeconds) { return prompter.ask("") }
            reason = nil
            try? lock()
            try? show()
        }
        return prompter.ask(question)
    }

    /// Locks a laptop that several teachers share.
    private func lock() throws {
        try GlobalOptions.parse(globals).place.open(isOpenToAll: true) { folder in
            try ScreenLock(folder).close()
        }
    }

    private func show() throws {
        let cells = Self.entries.enumerated().map { index, entry in
            let name = Language.current(entry.chinese, entry.english)
            let number = index < 9 ? " \(index + 1)" : "\(index + 1)"
            return "\(number) \(entry.key) \(name)"
        }
        try Terminal.say("\n主菜单（数字、字母或中文）", "\nMenu (a number, a letter or a word)")
        for start in stride(from: 0, to: cells.count, by: 3) {
            let row = cells[start..<min(start + 3, cells.count)]
            let line = row.map { DisplayWidth.pad($0, to: 24) }.joined()
            try Terminal.show(String(line.reversed().drop { $0 == " " }.reversed()) + "\n")
        }
        let isMasked = reason == nil
        try Terminal.say(
            DisplayWidth.pad(isMasked ? " m 明：显示姓名" : " m 明：遮住姓名", to: 24) + " 0 q 退出",
            DisplayWidth.pad(isMasked ? " m show names" : " m mask names", to: 24) + " 0 q quit"
        )
    }

    private static func entry(_ typed: String) -> Entry? {
        entries.entry(typed: typed)
            ?? entries.first { [$0.key, $0.chinese, $0.english].contains(typed) }
    }

    /// Does one thing; whatever goes wrong with it is said, and the menu stays.
    private func perform(_ entry: Entry, _ prompter: Prompter) {
        var arguments = entry.arguments + globals
        var words: [String] = []
        if let question = entry.question {
            let typed = prompter.ask(Language.current(question.chinese, question.english)) ?? ""
            guard !typed.isEmpty, TypedWord(typed) == nil else { return }
            words = ["--", typed]
        }
        if entry.hasNames, let reason { arguments += ["--reveal", "--reason", reason] }
        do {
            var command = try Field.parseAsRoot(arguments + words)
            try command.run()
        } catch {
            ErrorReporter.say(error)
        }
    }
}
