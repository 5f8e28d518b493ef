import ArgumentParser
import FieldKit

/// `field ledger`: the own families, who is not visited, who is in focus, and the own numbers.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract:
            "台账：我的户、未访、重点、覆盖 · My families, whom I have not visited, whom I follow, my numbers.",
        discussion: """
            families 我的户，unvisited 未访，focus 重点学生（本月谁还没有联系），coverage 覆盖（默认）。
            --period 是学期（2026-2027-1、2026秋）或月份（2026-11），默认本学期。
            The list is one of families, unvisited, focus and coverage. The period is a semester or a month,
            this semester by default; focus looks at its last month.
            """,
        aliases: ["台账"]
    )

    /// Which list.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case families
        case unvisited
        case focus
        case coverage

        private var chinese: String {
            switch self {
            case .families: "我的户"
            case .unvisited: "未访"
            case .focus: "重点"
            case .coverage: "覆盖"
            }
        }

        init?(argument: String) {
            let kind = Self.allCases.first { [$0.rawValue, $0.chinese].contains(argument) }
            guard let kind else { return nil }
            self = kind
        }

        /// What completions offer.
        static var allValueStrings: [String] {
            allCases.map(\.rawValue) + allCases.map(\.chinese)
        }
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "哪一份 · Which list: families, unvisited, focus or coverage.")
    var kind = Kind.coverage

    @Option(help: "学期或月份 · A semester or a month.")
    var period: String?

    @OptionGroup var listing: ListingOptions

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        let days = try Period.days(period, today: today)
        try global.place.open { folder in
            let words = LedgerWords(try folder.ownLedger(days))
            guard !output.json else { return try Terminal.print(words.json(kind)) }
            let name = try folder.replica.author()
            let lastSync = try folder.replica.status().lastSync
            try listing.show(folder.replica, as: "ledger") { names, page in
                words.add(kind, of: name, lastSync: lastSync, names, &page)
            }
        }
    }
}
