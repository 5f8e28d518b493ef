import FieldKit
import Foundation

/// A file that somebody named, read whole.
enum InputFile {
    /// The bytes of a file.
    ///
    /// - Throws: `file_unreadable`, with the reason in the system's words.
    static func data(_ path: String) throws(Problem) -> Data {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
        close(file)
        do {
            return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw unreadable(path, "not a file")
        }
    }

    /// The text of a file.
    ///
    /// - Throws: `file_unreadable`, also for what is not UTF-8.
    static func text(_ path: String) throws(Problem) -> String {
        try text(path, of: data(path))
    }

    /// What a person typed: itself, or for `@FILE` and `@-` the text of a file or of standard input,
    /// less one line break at its end.
    ///
    /// - Throws: `file_unreadable`, also for what is not UTF-8.
    static func typed(_ typed: String) throws(Problem) -> String {
        guard typed.hasPrefix("@") else { return typed }
        let path = String(typed.dropFirst())
        let data = try path == "-" ? standardInput() : data(path)
        var text = try text(path, of: data)
        if text.last?.isNewline == true { text.removeLast() }
        return text
    }

    private static func standardInput() throws(Problem) -> Data {
        do {
            return try FileHandle.standardInput.readToEnd() ?? Data()
        } catch {
            throw unreadable("-", "standard input")
        }
    }

    private static func text(_ path: String, of data: Data) throws(Problem) -> String {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw unreadable(path, "UTF-8")
        }
        return text
    }

    private static func unreadable(_ path: String, _ reason: String) -> Problem {
        Problem(.fileUnreadable, ["path": path, "reason": reason])
    }
}
