import FieldKit
import Foundation

/// What the program says: results on standard output, everything else on standard error.
///
/// What people read goes out in the encoding of their terminal, what programs read in UTF-8.
enum Terminal {
    /// Whether a person can be asked.
    static var canAsk: Bool { isatty(0) == 1 }

    /// Whether what is written goes to a screen.
    static var isSeen: Bool { isatty(1) == 1 }

    /// Whether a person sees what is written, and can say when to go on.
    static var canPage: Bool { canAsk && isSeen }

    /// Whether colours may be added to what is said without them too.
    static var isColoured: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isSeen && environment["NO_COLOR"]?.isEmpty != false
            && environment["TERM"] != "dumb"
    }

    /// The columns that a table may fill: the terminal's, else what `COLUMNS` says.
    static var columns: Int {
        if let size, size.ws_col >= narrowest { return Int(size.ws_col) }
        return number("COLUMNS").flatMap { $0 >= narrowest ? $0 : nil } ?? 80
    }

    /// The rows of the screen.
    static var rows: Int {
        if let size, size.ws_row >= lowest { return Int(size.ws_row) }
        return number("LINES").flatMap { $0 >= lowest ? $0 : nil } ?? 24
    }

    private static let narrowest = 40
    private static let lowest = 5

    /// The window's size as it is now; nil where there is none.
    private static var size: winsize? {
        var size = winsize()
        return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    // MARK: For people

    /// Says one thing in the language of the person.
    static func say(_ chinese: String, _ english: String) throws {
        try show(Language.current(chinese, english) + "\n")
    }

    /// Shows text in which strangers' words may stand: nothing in it can drive the terminal.
    static func show(_ text: String) throws { try speak(Problem.harmless(text)) }

    /// Says something that is no result, in the language of the person.
    static func note(_ chinese: String, _ english: String) {
        let text = Problem.harmless(Language.current(chinese, english))
        // Nobody is left to hear of it if standard error itself is broken.
        try? speak(text + "\n", to: 2)
    }

    /// Shows how far something is, in a line that the next such line replaces.
    static func progress(_ chinese: String, _ english: String) {
        // Only a decoration.
        try? speak("\r\u{1B}[K" + Language.current(chinese, english), to: 2)
    }

    /// Writes text for people in the encoding of their terminal; on a screen, lines that are wider are broken
    /// between words.
    static func speak(_ text: String, to file: Int32 = 1) throws {
        let text = isatty(file) == 1 ? folded(text, to: columns) : text
        try write(Codeset.current.bytes(text), to: file)
    }

    /// Text whose lines are at most so wide; what goes on in the next line is indented like the line.
    static func folded(_ text: String, to columns: Int) -> String {
        guard DisplayWidth.of(text) > columns else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let indent = String(line.prefix { $0 == " " }.prefix(columns / 2))
            return DisplayWidth.wrapped(
                String(line.dropFirst(indent.count)),
                to: columns - indent.count
            )
            .map { indent + $0 }.joined(separator: "\n")
        }
        .joined(separator: "\n")
    }

    /// Clears the screen and what can be scrolled back to.
    static func clear() throws { try write(Data("\u{1B}[H\u{1B}[2J\u{1B}[3J".utf8), to: 1) }

    // MARK: For programs

    /// Prints one JSON object or array.
    static func print(_ json: JSON) throws { try write(json.text + "\n") }

    /// Writes text for programs as it is.
    static func write(_ text: String) throws { try write(Data(text.utf8), to: 1) }

    /// Lets bytes that are no text go to standard output, unless a person would see them.
    ///
    /// - Throws: `wrong_usage` where standard output is a terminal.
    static func requireNoTerminal() throws {
        guard isatty(1) != 0 else { return }
        throw Problem(
            .wrongUsage,
            [
                "what": Language.current(
                    "这种文件不是文字，不能显示在终端里；请用 -o 写明文件名，或接管道",
                    "such a file is no text and cannot be shown in a terminal; name a file with -o, or use a pipe"
                )
            ]
        )
    }

    /// Writes bytes as they are.
    static func write(_ data: Data, to file: Int32) throws {
        try data.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = Foundation.write(file, rest.baseAddress, rest.count)
                if count > 0 {
                    done += count
                } else if errno != EINTR {
                    throw Problem(
                        .fileUnwritable,
                        ["path": "/dev/fd/\(file)", "reason": String(cString: strerror(errno))]
                    )
                }
            }
        }
    }
}
