import ArgumentParser
import FieldKit

/// What every command about things in hand takes.
struct WorkOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: "做什么：列表、看、新建，或一个事件 · What to do: list, show, new, or what has happened."
    )
    var action = "list"

    @Argument(
        help: ArgumentHelp(
            "编号；新建时为学生或户的编号 · Which one; for a new one the pupil or the family.",
            valueName: "id"
        )
    )
    var id: String?

    @Argument(
        help: ArgumentHelp(
            "内容，如 方式=电话；@文件 或 @- 读取 · What there is to say, such as way=telephone; @FILE and @- read it.",
            valueName: "name=value"
        )
    )
    var values: [String] = []

    @Option(help: "发生日期：今天、昨天、9-3 · The day on which it happened: today, yesterday, 9-3.")
    var date = "today"

    @Option(help: "证据，可多次 · What proves it; more than once if need be.")
    var evidence: [String] = []

    @Flag(help: "也列出已办结的 · List also what is finished.")
    var all = false

    @OptionGroup var listing: ListingOptions
}
