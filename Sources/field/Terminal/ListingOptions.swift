import ArgumentParser
import FieldKit

/// For commands that show persons whose names they otherwise mask.
struct RevealOptions: ParsableArguments {
    @Flag(
        name: [.customLong("reveal"), .customLong("明")],
        help: "显示姓名和号码，须有理由，会留下记录 · Show names and numbers; it takes a reason and is logged."
    )
    var reveal = false

    @Option(help: ArgumentHelp("显示姓名的理由 · Why names are shown.", valueName: "text"))
    var reason: String?

    /// Why names are to be shown: what the option says, or what the person is asked.
    ///
    /// - Throws: `missing_option` if it says nothing and nobody can be asked; `nothing_given`,
    ///   `reason_needed`.
    func given() throws -> String {
        if let reason { return try Self.checked(reason) }
        guard Terminal.canAsk else { throw Problem(.missingOption, ["option": "--reason"]) }
        guard let reason = Self.ask() else {
            throw Problem(
                .nothingGiven,
                ["what": Language.current("显示姓名的理由", "Why names are to be shown")]
            )
        }
        return reason
    }

    /// Asks why; nil if the person will not say.
    static func ask() -> String? {
        let typed = Prompter(isAside: true).ask(
            Language.current("显示姓名的理由（会留下记录）：", "Why are names shown (it is logged): ")
        )
        guard let typed, TypedWord(typed) == nil else { return nil }
        let reason = PlainText.clean(typed)
        return reason.isEmpty ? nil : reason
    }

    private static func checked(_ reason: String) throws -> String {
        let reason = PlainText.clean(reason)
        guard !reason.isEmpty else { throw Problem(.reasonNeeded) }
        return reason
    }
}

/// For commands that list persons.
struct ListingOptions: ParsableArguments {
    @OptionGroup var reveals: RevealOptions

    @Flag(
        name: [.customLong("wide"), .customLong("宽")],
        help: "不截短过宽的列 · Do not cut columns that are too wide."
    )
    var wide = false

    /// Shows a list, masked unless it was asked for in full; then it is logged first.
    ///
    /// - Parameters:
    ///   - replica: Where it is logged.
    ///   - object: What the log calls the list.
    ///   - make: Makes the list; called again if the person has the names shown.
    /// - Throws: `missing_option`, `reason_needed`, and what `make` does.
    func show(
        _ replica: Replica,
        as object: String,
        _ make: @escaping (ShownNames, inout Page) throws -> Void
    ) throws {
        func page(_ names: ShownNames) throws -> Page {
            var page = Page(columns: wide ? nil : Terminal.columns)
            try make(names, &page)
            return page
        }
        func revealed(_ reason: String) throws -> Pager.Making {
            let names = ShownNames(isRevealed: true)
            _ = try page(names)
            let event = AuditEvent(revealing: object, because: reason, names: names.names)
            if names.hasShown { try replica.note(event, author: try replica.author()) }
            return { try page(names) }
        }
        guard !reveals.reveal else {
            try Pager().show(try revealed(try reveals.given()))
            return
        }
        let pager = Pager { try RevealOptions.ask().map(revealed) }
        try pager.show { try page(ShownNames(isRevealed: false)) }
    }
}
