import ArgumentParser
import FieldKit
import Foundation

/// The commands, as the parser itself tells them: what manual pages and completions are made from.
struct HelpTree: Decodable {
    /// A command with its options.
    struct Command: Decodable {
        let commandName: String
        let shouldDisplay: Bool?
        let aliases: [String]?
        let abstract: String?
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?

        /// Its names, in either language.
        var names: [String] { [commandName] + (aliases ?? []) }
        /// The commands below it that are for people, less the one that only shows help.
        var commands: [Command] {
            (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
        }
        /// The word that stands where a command is named and names none, before any option; nil if there
        /// is none.
        func unknownCommand(in words: some Sequence<String>) -> String? {
            var command = self
            for word in words.prefix(while: { !$0.hasPrefix("-") }) {
                guard !command.commands.isEmpty else { return nil }
                guard let next = command.commands.first(where: { $0.names.contains(word) }) else {
                    return word
                }
                command = next
            }
            return nil
        }
        /// What it takes and shows.
        var shown: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
    }

    /// An option, a flag or a word that has its meaning by its place.
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            /// As it is typed.
            var typed: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let allValues: [String]?

        var isPositional: Bool { kind == "positional" }
        /// Whether a value follows it.
        var takesValue: Bool { kind == "option" }
    }

    let command: Command

    /// Reads the tree of this program.
    ///
    /// - Throws: `internal_error` if the parser tells it otherwise than it did.
    static func own() throws -> Command {
        let data = Data(Field._dumpHelp().utf8)
        guard let tree = try? JSONDecoder().decode(Self.self, from: data) else {
            throw Problem(.internalError, ["reason": "help"])
        }
        return tree.command
    }
}

/// Text that says everything twice, in Chinese and in English.
enum TwoLanguages {
    /// The lines in a language; an example, which begins with the program's name, is in both.
    static func lines(_ text: String, _ language: Language) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).filter {
            isExample($0) || $0.isEmpty || isChinese($0) == (language == .chinese)
        }
    }

    /// Whether a line is a command to type.
    static func isExample(_ line: String) -> Bool {
        line.drop { $0 == " " }.hasPrefix("field ")
    }

    private static func isChinese(_ line: String) -> Bool {
        let wide = line.count { DisplayWidth.of($0) == 2 }
        return wide * 3 > line.count { $0.isASCII && $0.isLetter }
    }
}
