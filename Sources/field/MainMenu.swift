import ArgumentParser
import FieldKit

/// What `field` alone shows: everything that a teacher does, by number, letter or Chinese word.
enum MainMenu {
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
    }

    private static let entries = [
        Entry(key: "t", chinese: "今日", english: "today", arguments: ["today"]),
        Entry(key: "v", chinese: "家访", english: "visit", arguments: ["visit", "new"]),
        Entry(key: "c", chinese: "电话", english: "call", arguments: ["call"]),
        Entry(key: "a", chinese: "一问", english: "daily question", arguments: ["ask"]),
        Entry(
            key: "f",
            chinese: "查",
            english: "find",
            arguments: ["find"],
            question: ("查谁（姓名、拼音首字母、班级、村）：", "Whom (name, initials, class, village): ")
        ),
        Entry(key: "d", chinese: "辍学", english: "dropouts", arguments: ["drop"]),
        Entry(key: "k", chinese: "任务", english: "tasks", arguments: ["task"]),
        Entry(key: "b", chinese: "台账", english: "ledger", arguments: ["ledger"]),
        Entry(key: "l", chinese: "走访列表", english: "list of visits", arguments: ["visit", "list"]),
        Entry(key: "x", chinese: "冲突", english: "conflicts", arguments: ["conflicts"]),
        Entry(key: "s", chinese: "同步", english: "sync", arguments: ["sync"]),
        Entry(key: "z", chinese: "状态", english: "status", arguments: ["status"]),
        Entry(key: "w", chinese: "切换", english: "switch", arguments: ["switch"]),
        Entry(key: "g", chinese: "锁定", english: "lock", arguments: ["lock"]),
    ]

    /// Shows the menu, and does what is chosen, until somebody leaves.
    static func run() throws {
        let prompter = Prompter(isAside: false)
        while true {
            try show()
            guard let typed = prompter.ask(Language.current("请选择：", "Choose: ")) else { return }
            let plain = PlainText.halfWidth(typed).lowercased().filter { $0 != " " }
            if ["q", "0", "退出"].contains(plain) { return }
            guard let entry = entry(plain) else {
                try prompter.say("没有这一项，请重选。", "There is no such choice.")
                continue
            }
            perform(entry, prompter)
        }
    }

    private static func show() throws {
        let cells = entries.enumerated().map { index, entry in
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
        try Terminal.say(" 0 q 退出", " 0 q quit")
    }

    private static func entry(_ typed: String) -> Entry? {
        if let number = Int(typed), entries.indices.contains(number - 1) {
            return entries[number - 1]
        }
        return entries.first { [$0.key, $0.chinese, $0.english].contains(typed) }
    }

    /// Does one thing; whatever goes wrong with it is said, and the menu stays.
    private static func perform(_ entry: Entry, _ prompter: Prompter) {
        var arguments = entry.arguments
        if let question = entry.question {
            let typed = prompter.ask(Language.current(question.chinese, question.english)) ?? ""
            guard !typed.isEmpty else { return }
            arguments.append(typed)
        }
        do {
            var command = try Field.parseAsRoot(arguments)
            try command.run()
        } catch {
            ErrorReporter.say(error)
        }
    }
}
