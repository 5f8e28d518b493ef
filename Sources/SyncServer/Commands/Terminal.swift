public import ArgumentParser
public import FieldKit
import Foundation

/// What a command says: results on standard output, everything else on standard error.
struct Terminal: Sendable {
    /// The language for people.
    let language: Language

    /// One of two texts, by the language of the person.
    func text(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    /// Says one thing in the language of the person.
    func say(_ chinese: String, _ english: String) { say(text(chinese, english)) }

    /// Says one thing that has a stable code.
    func say(_ chinese: String, _ english: String, _ code: ProblemCode) {
        say("\(text(chinese, english)) [\(code.rawValue)]")
    }

    /// Says on standard error what is to be known beside the result.
    func note(_ problem: Problem) {
        Self.write(
            "\(problem.sentence(language)) \(problem.next(language)) [\(problem.code.rawValue)]\n",
            to: .standardError
        )
    }

    /// Says what is the same in every language.
    ///
    /// Strangers' words may stand in it: nothing in it can drive the terminal.
    func say(_ line: String) { Self.write(Problem.harmless(line) + "\n", to: .standardOutput) }

    /// Prints one JSON object or array, with sorted keys.
    static func print(_ result: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        FileHandle.standardOutput.write(try encoder.encode(result) + Data("\n".utf8))
    }

    /// Writes text that goes to another program as it is.
    static func write(_ text: String, to handle: FileHandle) { handle.write(Data(text.utf8)) }

    /// Ends the program after an error.
    ///
    /// The sentence, the next step and the code go to standard error, and the exit code is the
    /// catalogue's. Help and version, which the parser also throws, go to standard output.
    static func exit(after error: any Error) -> Never {
        if SyncServer.exitCode(for: error) == .success {
            write(SyncServer.fullMessage(for: error) + "\n", to: .standardOutput)
            Foundation.exit(0)
        }
        let problem = problem(error)
        let language = Language.spoken(arguments: CommandLine.arguments)
        let hint = language == .chinese ? "下一步" : "Next"
        let label = language == .chinese ? "错误" : "Error"
        write(
            "\(label): \(problem.sentence(language))\n\(hint): \(problem.next(language))\n"
                + "[\(problem.code.rawValue)]\n",
            to: .standardError
        )
        Foundation.exit(problem.code.entry.exit)
    }

    private static func problem(_ error: any Error) -> Problem {
        if let problem = error as? Problem { return problem }
        if SyncServer.exitCode(for: error) == .validationFailure {
            let message = SyncServer.message(for: error)
            return Problem(
                .wrongUsage,
                ["what": message.hasSuffix(".") ? String(message.dropLast()) : message]
            )
        }
        return Problem(.internalError, ["reason": String(reflecting: type(of: error))])
    }
}

extension Language: ExpressibleByArgument {
    /// The language of messages: `--lang`, else the environment's.
    static func spoken(
        arguments: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Language {
        for (name, value) in zip(arguments, arguments.dropFirst()) where name == "--lang" {
            if let chosen = Language(rawValue: value) { return chosen }
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        return locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }
}
