public import ArgumentParser
public import FieldKit
import Foundation

extension Language: ExpressibleByArgument {
    /// The language in which this run speaks.
    static let current = spoken(
        arguments: CommandLine.arguments,
        environment: ProcessInfo.processInfo.environment
    )

    /// The language of messages: `--lang`, else the environment's.
    ///
    /// Read before anything is parsed, because what cannot be parsed must be said in words too.
    static func spoken(arguments: [String], environment: [String: String]) -> Language {
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count,
                let chosen = Language(rawValue: arguments[index + 1])
            {
                return chosen
            }
            if argument.hasPrefix("--lang="),
                let chosen = Language(rawValue: String(argument.dropFirst(7)))
            {
                return chosen
            }
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        return locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }

    /// Picks the words of this language.
    func callAsFunction(_ chinese: String, _ english: String) -> String {
        self == .chinese ? chinese : english
    }
}
