import ArgumentParser
import FieldKit

/// What may stand where somebody is typing.
struct Completion {
    /// A word, and what it does.
    struct Item {
        let word: String
        let what: String
    }

    private let root: HelpTree.Command

    init(_ root: HelpTree.Command) { self.root = root }

    /// The words that may stand in place of the last.
    ///
    /// - Parameter words: What was typed behind the program's name, the last perhaps only begun.
    /// - Returns: The words that begin like the last; none where a file or free text is meant.
    func items(for words: [String]) -> [Item] {
        var command = root
        var places = 0
        var pending: HelpTree.Argument?
        for word in words.dropLast() {
            if pending != nil {
                pending = nil
            } else if word.hasPrefix("-") {
                pending = option(word, of: command)
            } else if let below = command.commands.first(where: { $0.names.contains(word) }) {
                command = below
            } else {
                places += 1
            }
        }
        let begun = words.last ?? ""
        return all(command, places, pending, isOption: begun.hasPrefix("-"))
            .filter { $0.word.hasPrefix(begun) }
    }

    /// The option of a word, if its value comes next.
    private func option(_ word: String, of command: HelpTree.Command) -> HelpTree.Argument? {
        command.shown.first { argument in
            argument.takesValue && argument.names?.contains { $0.typed == word } == true
        }
    }

    private func all(
        _ command: HelpTree.Command,
        _ places: Int,
        _ pending: HelpTree.Argument?,
        isOption: Bool
    ) -> [Item] {
        if let pending { return (pending.allValues ?? []).map { Item(word: $0, what: "") } }
        guard !isOption else {
            return command.shown.flatMap { argument in
                let what = Language.current.half(of: argument.abstract ?? "")
                return (argument.names ?? []).map { Item(word: $0.typed, what: what) }
            }
        }
        let below = command.commands.flatMap { below in
            let what = Language.current.half(of: below.abstract ?? "")
            return below.names.map { Item(word: $0, what: what) }
        }
        guard places == 0 else { return [] }
        let values = command.shown.first { $0.isPositional }?.allValues ?? []
        return below + values.map { Item(word: $0, what: "") } + actions(of: command)
    }

    private static let work: [any WorkCommand.Type] = [
        DropCommand.self, TaskCommand.self, IssueCommand.self, ClueCommand.self,
        LetterCommand.self,
    ]

    /// What can be done with things in hand: the commands' first words, which are no commands.
    private func actions(of command: HelpTree.Command) -> [Item] {
        guard let type = Self.work.first(where: { $0._commandName == command.commandName }),
            let workflow = Workflow.of(type.type)
        else { return [] }
        let own = ["list", "列表", "show", "看", "new", "新建"] + type.beginnings
        return own.map { Item(word: $0, what: "") }
            + workflow.events.flatMap { event in
                let label = event.label(.current)
                return [event.code, event.label(.chinese)].map { Item(word: $0, what: label) }
            }
    }
}
