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
    func callAsFunction<Words>(_ chinese: Words, _ english: Words) -> Words {
        self == .chinese ? chinese : english
    }

    /// The half of a text that says the same in Chinese and English, as titles of forms do: `走访 · Home visit`.
    func half(of text: String) -> String {
        let halves = text.split(separator: " · ", maxSplits: 1).map(String.init)
        return halves.count == 2 ? self(halves[0], halves[1]) : text
    }
}
