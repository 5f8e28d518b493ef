import ArgumentParser
import FieldKit

/// What `field` alone shows: everything that a teacher does, by number, letter or Chinese word.
struct MainMenu {
    /// The options that were typed, which hold for everything that is chosen.
    let globals: [String]
    /// Why names are shown; nil as long as they are masked.
    private var reason: String?

    private init(globals: [String]) { self.globals = globals }

    /// One thing to choose.
    private struct Entry {
        /// The letters.
        let key: String
        let chinese: String
        let english: String
        /// The command line that it stands for.
        let arguments: [String]
        /// What is asked for, and put behind it as one argument.
        var question: (chinese: String, english: String)?
        /// What is asked before it is done, because it changes something at once.
        var confirmation: (chinese: String, english: String)?
        /// Whether it lists persons.
        var hasNames = false
        /// Whether another person may go on after it.
        var endsTurn = false
    }

    /// Things that are looked for together.
    private struct Group {
        let chinese: String
        let english: String
        let entries: [Entry]
    }

    private static func item(
        _ key: String,
        _ chinese: String,
        _ english: String,
        _ arguments: String...,
        hasNames: Bool = false,
        endsTurn: Bool = false
    ) -> Entry {
        Entry(
            key: key,
            chinese: chinese,
            english: english,
            arguments: arguments,
            hasNames: hasNames,
            endsTurn: endsTurn
        )
    }

    private static let groups = [
        Group(
            chinese: "今天",
            english: "today",
            entries: [
                item("t", "今日", "today", "today", hasNames: true),
                item("v", "家访", "visit", "visit", "new"),
                item("u", "续填", "go on", "visit", "resume"),
                item("c", "电话", "call", "call"),
                item("a", "一问", "ask", "ask", hasNames: true),
                Entry(
                    key: "f",
                    chinese: "查",
                    english: "find",
                    arguments: ["find"],
                    question: ("查谁（姓名、拼音首字母、班级、村）：", "Whom (name, initials, class, village): "),
                    hasNames: true
                ),
            ]
        ),
        Group(
            chinese: "要办",
            english: "in hand",
            entries: [
                item("d", "辍学", "dropouts", "drop", hasNames: true),
                item("k", "任务", "tasks", "task", hasNames: true),
                item("h", "问题", "issues", "issue", hasNames: true),
                item("y", "线索", "clues", "clue", hasNames: true),
                item("p", "信", "letters", "letter", hasNames: true),
                item("i", "漏助", "missed aid", "aid", "missed", hasNames: true),
            ]
        ),
        Group(
            chinese: "记录",
            english: "records",
            entries: [
                item("l", "走访列表", "visits", "visit", "list", hasNames: true),
                Entry(
                    key: "n",
                    chinese: "撤销",
                    english: "undo",
                    arguments: ["undo"],
                    confirmation: (
                        "撤销您最近的一次修改吗（y 是，回车 不）：", "Take your last change back (y: yes, Enter: no): "
                    )
                ),
                item("x", "冲突", "conflicts", "conflicts", hasNames: true),
                item("o", "异议", "objections", "object", hasNames: true),
                item("r", "台账", "ledger", "ledger", hasNames: true),
                item("b", "包联", "assignments", "assign"),
                item("bd", "表单", "forms", "form", "list"),
            ]
        ),
        Group(
            chinese: "晚上",
            english: "evening",
            entries: [
                item("s", "同步", "sync", "sync"),
                item("e", "小结", "evening", "evening"),
                item("z", "状态", "status", "status"),
                item("j", "自检", "doctor", "doctor"),
            ]
        ),
        Group(
            chinese: "电脑",
            english: "laptop",
            entries: [
                item("ry", "人员", "people", "people"),
                item("w", "切换", "switch", "switch", endsTurn: true),
                item("g", "锁定", "lock", "lock", endsTurn: true),
            ]
        ),
    ]

    private static let entries = groups.flatMap(\.entries)

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

    /// The columns of the name of a group, and of one entry: a label and four entries are 80.
    private static let labelColumns = 8
    private static let entryColumns = 18
    private static let entriesInRow = 4

    private func show() throws {
        try Terminal.say("\n主菜单（数字、字母或中文）", "\nMenu (a number, a letter or a word)")
        var number = 0
        for group in Self.groups {
            let cells = group.entries.map { entry in
                number += 1
                let name = Language.current(entry.chinese, entry.english)
                let digits = number < 10 ? " \(number)" : "\(number)"
                return "\(digits) \(entry.key) \(name)"
            }
            var label = Language.current(group.chinese, group.english)
            for start in stride(from: 0, to: cells.count, by: Self.entriesInRow) {
                try showRow(label, cells[start...].prefix(Self.entriesInRow))
                label = ""
            }
        }
        let isMasked = reason == nil
        let names =
            isMasked
            ? Language.current(" m 明：显示姓名", " m show names")
            : Language.current(" m 明：遮住姓名", " m mask names")
        let leave = Language.current(" 0 q 退出", " 0 q quit")
        try showRow("", [DisplayWidth.pad(names, to: Self.entryColumns), leave])
    }

    private func showRow(_ label: String, _ cells: some Collection<String>) throws {
        let line =
            DisplayWidth.pad(label, to: Self.labelColumns)
            + cells.map { DisplayWidth.pad($0, to: Self.entryColumns) }.joined()
        try Terminal.show(DisplayWidth.trimmed(line) + "\n")
    }

    private static func entry(_ typed: String) -> Entry? {
        entries.entry(typed: typed)
            ?? entries.first { [$0.key, $0.chinese, $0.english].contains(typed) } ?? spelt(typed)
    }

    /// The one entry whose Chinese word has these letters, or initials, or is one of these characters.
    private static func spelt(_ typed: String) -> Entry? {
        guard typed.count > 1, !PlainText.isDigits(typed) else { return nil }
        let words = ChoiceMenu(entries.map { .init(name: $0.key, label: $0.chinese) })
        let found = words.find(typed)
        return found.count == 1 ? entries[found[0]] : nil
    }

    /// Does one thing; whatever goes wrong with it is said, and the menu stays.
    private func perform(_ entry: Entry, _ prompter: Prompter) {
        var arguments = entry.arguments + globals
        var words: [String] = []
        if let confirmation = entry.confirmation {
            let typed = prompter.ask(Language.current(confirmation.chinese, confirmation.english))
            guard YesOrNo(PlainText.halfWidth(typed ?? "").lowercased()) == .yes else { return }
        }
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
