import FieldKit
import Foundation

/// A form in a spreadsheet that the command line names.
enum FormFile {
    /// Reads it, with everything that is wrong with it.
    ///
    /// - Throws: `file_unreadable`, and the problems of the file as a whole.
    static func read(_ path: String) throws -> XLSFormReading {
        let url = URL(filePath: path)
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw Problem(
                .fileUnreadable,
                ["path": path, "reason": error.localizedDescription]
            )
        }
        return try XLSForm.read(bytes: bytes, fileName: url.lastPathComponent)
    }

    /// One problem for people: where it is, what it is, and what to do.
    static func line(_ problem: FormProblem) -> String {
        let kind =
            problem.severity == .error
            ? Language.current("错误", "error") : Language.current("提醒", "warning")
        let place = [
            problem.sheet,
            problem.row.map { Language.current("第 \($0) 行", "row \($0)") },
            problem.column.map { Language.current("“\($0)”列", "column \($0)") },
        ].compactMap { $0 }.joined(separator: Language.current("，", ", "))
        let words = problem.problem
        let colon = Language.current("：", ": ")
        let gap = Language.current("", " ")
        return "\(kind) \(place)\(colon)\(words.sentence(.current))\(gap)\(words.next(.current))"
            + " [\(problem.code.rawValue)]"
    }

    /// That a form cannot be used, for the end of a command; nil if it can.
    static func refusal(_ reading: XLSFormReading, _ path: String) -> Problem? {
        let errors = reading.problems.count { $0.severity == .error }
        return errors == 0
            ? nil : Problem(.formUnusable, ["file": path, "errors": "\(errors)"])
    }
}
