import FieldKit
import Foundation

extension Prompter {
    /// Asks for what must not stand on the screen.
    ///
    /// - Returns: What was typed; nil when the input has ended or Ctrl-C was pressed.
    /// - Throws: What the terminal meets.
    func askSecret(_ question: String) throws -> String? {
        while let typed = try secretLine(question) {
            if let text = Codeset.current.text(typed) { return text }
            try sayUnreadable()
        }
        return nil
    }

    private func secretLine(_ question: String) throws -> [UInt8]? {
        var before = termios()
        guard tcgetattr(0, &before) == 0 else {
            try write(question)
            return Self.secretBytes()
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        // Ctrl-C ends the line like Enter: ended by the signal, the program would leave a terminal
        // behind that shows nothing any more.
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VEOL)] = Self.interrupt }
        tcsetattr(0, TCSANOW, &silent)
        defer {
            tcsetattr(0, TCSANOW, &before)
            try? write("\n")
        }
        // Only now: whoever types at once must not be faster than the terminal.
        try write(question)
        guard let typed = Self.secretBytes(), typed.last != Self.interrupt else { return nil }
        return typed
    }

    private static let interrupt: UInt8 = 3

    /// One line, or what ended at Ctrl-C; nil when the input has ended.
    private static func secretBytes() -> [UInt8]? {
        var typed: [UInt8] = []
        var byte: UInt8 = 0
        while read(0, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return typed }
            typed.append(byte)
            if byte == interrupt { return typed }
        }
        return typed.isEmpty ? nil : typed
    }
}
