import FieldKit

/// Drafts to choose from: one to go on with, or something new beside them.
struct DraftMenu {
    /// What was begun and is not saved.
    typealias Kept = (shelf: FillShelf, draft: FillDraft)

    /// What a person wants who has drafts.
    enum Choice {
        case goOn(Kept)
        /// Something new; the drafts stay.
        case another
        case leave
    }

    let prompter: Prompter
    /// What something new is called; nil where none is offered.
    let another: String?
    /// How a draft is shown in the list.
    let title: (FillDraft) throws -> String

    /// Asks which of several drafts is gone on with, or whether something new is begun beside them.
    ///
    /// With one draft and nothing new to offer there is nothing to ask. Drafts that are forgotten here are
    /// gone when it returns.
    func choose(_ kept: [Kept]) throws -> Choice {
        guard kept.count > 1 || another != nil else {
            return kept.first.map { .goOn($0) } ?? .leave
        }
        var kept = kept
        while let first = kept.first {
            for (index, entry) in kept.enumerated() {
                try prompter.show("  \(index + 1) \(try title(entry.draft))\n")
            }
            guard let typed = prompter.ask(question) else { return .leave }
            let word = PlainText.halfWidth(typed).lowercased().filter { !$0.isWhitespace }
            if word.isEmpty { return .goOn(first) }
            if TypedWord(word) == .leave { return .leave }
            let isAnother =
                Self.another.contains(word) || word == another || word == "2" && kept.count == 1
            if isAnother { return another == nil ? .leave : .another }
            let isRemoval = ["del", "删"].contains { word.hasPrefix($0) }
            let chosen = isRemoval ? word.drop { !$0.isNumber } : word[...]
            guard let entry = kept.entry(typed: chosen) else {
                try prompter.say("没有这个编号。", "There is no such number.")
                continue
            }
            guard isRemoval else { return .goOn(entry) }
            try entry.shelf.clear()
            kept.removeAll { $0.draft.submission.record == entry.draft.submission.record }
        }
        return another == nil ? .leave : .another
    }

    private static let another: Set<String> = ["0", "n", "new", "另记", "新建", "都不要", "重新填"]

    private var question: String {
        guard let another else {
            return Language.current(
                "接着填哪一份〔1〕（0 都不要；删 2 丢掉第 2 份）：",
                "Which one [1] (0: none; del 2 forgets the second): "
            )
        }
        return Language.current(
            "接着填哪一份〔1〕（0 \(another)；删 1 丢掉第 1 份；q 退出）：",
            "Which one [1] (0: \(another); del 1 forgets the first; q: leave): "
        )
    }
}
