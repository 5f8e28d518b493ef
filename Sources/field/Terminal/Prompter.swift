import FieldKit
import Foundation

/// Asks a person in a terminal.
struct Prompter {
    /// Whether questions go to standard error, because a program reads the result.
    let isAside: Bool

    /// Shows a question and reads the answer, one line without its end.
    ///
    /// A person whose line is no text of the terminal's encoding is told so and asked again; Control-C says
    /// what was kept before it ends the program.
    ///
    /// - Returns: Nil when the input has ended, also where a pipe says what is no text: the next line is
    ///   the answer to another question.
    func ask(_ question: String) -> String? {
        var pending = ""
        while true {
            // From before the question stands on the screen: whoever sees it can interrupt it.
            let answered =
                isAttended
                ? QuestionInterrupt.during { next(question, &pending) } : line(after: question)
            guard let line = answered else { return nil }
            // What a person types ends the line; what a pipe says does not.
            if !isAttended { try? write("\n") }
            if let text = Codeset.current.text(line) { return text.isEmpty ? pending : text }
            try? sayUnreadable()
            guard isAttended else { return nil }
        }
    }

    /// One line of what is no person.
    private func line(after question: String) -> [UInt8]? {
        // Whoever cannot see the question can still end the input.
        try? write(question)
        return Self.line()
    }

    /// One line of a person, and what had been typed before the screen was locked.
    private func next(_ question: String, _ pending: inout String) -> [UInt8]? {
        try? write(question)
        guard let locked = unfinished(question) else { return nil }
        if !locked.isEmpty { pending = locked }
        return Self.line()
    }

    /// Says that what was typed is no text here.
    func sayUnreadable() throws {
        let name = Codeset.current.name
        try say(
            "刚才输入的有字节不能按 \(name) 读成文字，没有采用；前面填的都在，请再输入一次。（终端若是别的编码，请把 LANG 设成它，如 zh_CN.GB18030。）",
            "A byte of what was typed is no text in \(name); it was not taken, and what was typed before is kept. Type it again. (If the terminal speaks another encoding, set LANG to it, such as zh_CN.GB18030.)"
        )
    }

    /// Waits for a line where the screen locks after a while.
    ///
    /// - Returns: What had been typed when it was locked; empty as a rule, nil when the input ended.
    private func unfinished(_ question: String) -> String? {
        guard isAttended, let lock = ScreenLock.current else { return "" }
        return try? lock.wait { typed in
            if !typed.isEmpty {
                try show(
                    Language.current(
                        "锁定前您输入了“\(typed)”：直接回车就用它，或重新输入。\n",
                        "Before it was locked you typed \"\(typed)\": Enter takes it, or type anew.\n"
                    )
                )
            }
            try show(
                Language.current("输入 ? 可再看这一题。\n", "? shows the question once more.\n")
            )
            try write(question)
        }
    }

    /// The bytes of one line; nil when the input has ended.
    private static func line() -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            let byte = getchar()
            if byte == EOF, bytes.isEmpty { return nil }
            if byte == EOF || byte == 0x0A { break }
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        if bytes.last == 0x0D { bytes.removeLast() }
        return bytes
    }

    /// Whether a person sits at it.
    var isAttended: Bool { Terminal.canAsk }

    /// Shows text in which strangers' words may stand: nothing in it can drive the terminal.
    func show(_ text: String) throws { try write(Problem.harmless(text)) }

    /// Says one thing in the language of the person.
    func say(_ chinese: String, _ english: String) throws {
        try write(Language.current(chinese, english) + "\n")
    }

    /// Shows text as it is.
    func write(_ text: String) throws { try Terminal.speak(text, to: isAside ? 2 : 1) }
}
