import FieldKit
import Foundation

/// What the program says: results on standard output, everything else on standard error.
enum Terminal {
    /// Whether a person can be asked.
    static var canAsk: Bool { isatty(0) == 1 }

    /// The columns that a table may fill.
    static var columns: Int {
        let typed = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
        if let typed, typed >= 40 { return typed }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 80 }
        return Int(size.ws_col)
    }

    /// Says one thing in the language of the person.
    static func say(_ chinese: String, _ english: String) throws {
        try show(Language.current(chinese, english) + "\n")
    }

    /// Shows text in which strangers' words may stand: nothing in it can drive the terminal.
    static func show(_ text: String) throws { try write(Problem.harmless(text)) }

    /// Says something that is no result, in the language of the person.
    static func note(_ chinese: String, _ english: String) {
        let text = Problem.harmless(Language.current(chinese, english))
        // Nobody is left to hear of it if standard error itself is broken.
        try? write(Data((text + "\n").utf8), to: 2)
    }

    /// Shows how far something is, in a line that the next such line replaces.
    static func progress(_ chinese: String, _ english: String) {
        let text = "\r\u{1B}[K" + Language.current(chinese, english)
        // Only a decoration.
        try? write(Data(text.utf8), to: 2)
    }

    /// Prints one JSON object or array.
    static func print(_ json: JSON) throws { try write(json.text + "\n") }

    /// Writes text as it is.
    static func write(_ text: String) throws { try write(Data(text.utf8), to: 1) }

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
