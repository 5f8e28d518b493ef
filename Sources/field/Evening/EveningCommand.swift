import ArgumentParser
import FieldKit

/// `field evening`: the last summary once more.
struct EveningCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evening",
        abstract: "小结：再看一次上次同步的小结 · The summary of the last sync once more.",
        discussion: """
            上报了什么、收到什么、退回了什么、哪里没有采用您的填写。
            What went up, what came down, what was sent back, what was decided otherwise.
            """,
        aliases: ["小结"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @OptionGroup var listing: ListingOptions

    func run() throws {
        try global.place.replica { replica in
            let summary = try replica.lastEvening()
            guard !output.json else {
                return try Terminal.print(summary.map(EveningJSON.summary) ?? .object([:]))
            }
            guard let summary else {
                return try Terminal.say(
                    "还没有小结：先同步一次（field 同步）。",
                    "There is no summary yet: sync first with `field sync`."
                )
            }
            try listing.show(replica, as: "evening") { names, page in
                let moment = Moment.local(summary.at)
                page.say("\(moment) 的小结：", "The summary of \(moment):")
                EveningWords.add(summary, names, &page)
            }
        }
    }
}
