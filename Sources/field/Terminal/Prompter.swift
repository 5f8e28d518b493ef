import FieldKit
import Foundation

/// Asks a person in a terminal.
struct Prompter {
    /// Whether questions go to standard error, because a program reads the result.
    let isAside: Bool

    /// Shows a question and reads the answer, one line without its end.
    ///
    /// - Returns: Nil when the input has ended.
    func ask(_ question: String) -> String? {
        // Whoever cannot see the question can still end the input.
        try? write(question)
        guard let pending = unfinished(question) else { return nil }
        let answer = Self.line()
        // What a person types ends the line; what a pipe says does not.
        if !isAttended { try? write("\n") }
        return answer?.isEmpty == true ? pending : answer
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

    /// One line in the encoding of the terminal; what cannot be read in it is shown as `�`.
    private static func line() -> String? {
        guard Codeset.current != .utf8 else { return readLine(strippingNewline: true) }
        var bytes: [UInt8] = []
        while true {
            let byte = getchar()
            if byte == EOF, bytes.isEmpty { return nil }
            if byte == EOF || byte == 0x0A { break }
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        if bytes.last == 0x0D { bytes.removeLast() }
        return Codeset.current.text(bytes) ?? String(decoding: bytes, as: UTF8.self)
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
