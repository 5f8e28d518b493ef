import ArgumentParser
import FieldKit

/// `field aid`: what pupils should receive, what they have received, and what is missed.
struct AidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aid",
        abstract: "资助：看、漏助、帮办、告知 · Aid: show, missed, help, tell.",
        discussion: """
            field aid 看 学生
            field aid 漏助
            field aid 帮办 学生 --policy SX06
            field aid 告知 学生 -o B信.pdf
            漏助只看您包的村；没有包村就看您的学校；--all 看这台电脑上的全部学生。
            Missed looks at your own villages, else at your school; --all at every pupil held here.
            """,
        aliases: ["资助"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "做什么：看、漏助、帮办、告知 · What to do: show, missed, help, tell.")
    var action = "missed"

    @Argument(
        help: ArgumentHelp("学生或户：编号或要查的词 · The pupil or the family.", valueName: "who")
    )
    var who: [String] = []

    @Option(help: "项目：编码或名称的一部分 · The policy: its code, or a part of its name.")
    var policy: String?

    @Option(help: "日期：今天、昨天、9-3 · The day: today, yesterday, 9-3.")
    var date = "today"

    @Option(help: "说明，@文件 或 @- 读取 · What else there is to say; @FILE and @- read it.")
    var note: String?

    @Option(
        name: [.short, .customLong("out")],
        help: ArgumentHelp(
            "告知时把B信打印到哪个文件 · The file to print letter B to.",
            valueName: "file"
        )
    )
    var out: String?

    @Flag(help: "漏助：看全部学生 · Missed: look at all pupils.")
    var all = false

    @OptionGroup var listing: ListingOptions

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let desk = AidDesk(command: self, folder: folder, today: today)
            switch action {
            case "show", "看": try desk.show()
            case "missed", "漏助": try desk.missed()
            case "help", "帮办": try desk.help()
            case "tell", "告知": try desk.tell()
            default:
                let what = Language.current(
                    "没有“\(action)”；可写：看、漏助、帮办、告知",
                    "\(action): show, missed, help, tell"
                )
                throw Problem(.wrongUsage, ["what": what])
            }
        }
    }
}
