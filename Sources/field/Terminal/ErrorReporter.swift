import ArgumentParser
import FieldKit
import Foundation

/// The one place where an error meets the terminal.
enum ErrorReporter {
    /// Ends the program after an error.
    ///
    /// The sentence, the next step and the code go to standard error, and the exit code is that of
    /// the catalogue. Help and version, which the parser also throws, go to standard output.
    static func exit(after error: any Error) -> Never {
        let code = Field.exitCode(for: error)
        if code == .success {
            try? Terminal.speak(Field.fullMessage(for: error) + "\n")
            Foundation.exit(0)
        }
        let problem = problem(error, code)
        say(problem)
        Foundation.exit(problem.code.entry.exit)
    }

    /// Says what went wrong to somebody who goes on.
    static func say(_ error: any Error) { say(problem(error, Field.exitCode(for: error))) }

    private static func say(_ problem: Problem) {
        Terminal.note(text(problem, .chinese), text(problem, .english))
    }

    private static func text(_ problem: Problem, _ language: Language) -> String {
        let error = language("错误：", "Error: ")
        let next = language("下一步：", "Next: ")
        return """
            \(error)\(problem.sentence(language))
            \(next)\(problem.next(language)) [\(problem.code.rawValue)]
            """
    }

    private static func problem(_ error: any Error, _ code: ExitCode) -> Problem {
        if let problem = error as? Problem { return problem }
        if code == .validationFailure {
            var message = Field.message(for: error)
            if message.hasSuffix(".") { message.removeLast() }
            let words = Language.current == .chinese ? ParserWords.chinese(message) : message
            return Problem(.wrongUsage, ["what": unknownCommand(message) ?? words])
        }
        return Problem(.internalError, ["reason": String(reflecting: type(of: error))])
    }

    /// The parser calls a command that there is not an argument too many, or begins with its options.
    private static func unknownCommand(_ message: String) -> String? {
        guard message.contains("nexpected argument") || message.hasPrefix("Unknown option"),
            let word = (try? HelpTree.own())?.unknownCommand(in: CommandLine.arguments.dropFirst())
        else { return nil }
        return Language.current("没有“\(word)”这个命令", "there is no command '\(word)'")
    }
}
