import ArgumentParser
import FieldKit

/// `field drop`: pupils who may have dropped out.
struct DropCommand: WorkCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "辍学：疑似、核查、确认、劝返、书面报告、下达通知书、复学、销号 · Pupils who may have dropped out.",
        discussion: """
            field drop 疑似 学生编号 来源=家访 疑似原因=01 未到校起=9-1
            field drop 劝返 个案编号 方式=入户 结果=答应返校 承诺日期=10-8 --date 昨天
            field drop 列表
            """,
        aliases: ["辍学"]
    )
    static let type = "dropout_case"
    static let beginnings = ["suspect", "疑似"]

    @OptionGroup var options: WorkOptions
}

/// `field task`: what somebody is to do.
struct TaskCommand: WorkCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "任务：新建、办结、取消 · What is to be done for a family or a pupil.",
        discussion: """
            field task 新建 学生或户编号 内容=帮办申请 期限=10-20
            field task 办结 任务编号 结果=已交表
            """,
        aliases: ["任务"]
    )
    static let type = "task"

    @OptionGroup var options: WorkOptions
}

/// `field issue`: what is wrong and must be put right.
struct IssueCommand: WorkCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "问题：立项、交办、报结、销号 · What is wrong and must be put right.",
        aliases: ["问题"]
    )
    static let type = "issue"
    static let beginnings = ["立项"]

    @OptionGroup var options: WorkOptions
}

/// `field clue`: families that may be falling back into poverty.
struct ClueCommand: WorkCommand {
    static let configuration = CommandConfiguration(
        commandName: "clue",
        abstract: "线索：新建、移交、纳入、不纳入 · Families that may be falling back into poverty.",
        aliases: ["线索"]
    )
    static let type = "clue"

    @OptionGroup var options: WorkOptions
}

/// `field letter`: letters and notices, and their receipts.
struct LetterCommand: WorkCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter",
        abstract: "信与文书：打印、发出、送达、回执、拒收 · Letters and notices, and their receipts.",
        discussion: """
            field letter 打印 A 学生 -o A信.pdf
            field letter 新建 学生编号 文书=A
            field letter 回执 编号 收件=祖母
            打印 A 是政策宣传信，B 是受助情况告知信，各带回执；可写几个学生，或一户；--all 给符合的全部学生，如一个班。
            Print makes letter A (which aid there is) or B (what came) with a receipt to be cut off, for
            several pupils or a family; --all for everybody who fits, such as a class.
            """,
        aliases: ["信"]
    )
    static let type = "notice"

    @OptionGroup var options: WorkOptions

    @Option(
        name: [.short, .customLong("out")],
        help: ArgumentHelp(
            "打印到哪个文件，- 为标准输出 · The file to print to; - is standard output.",
            valueName: "file"
        )
    )
    var out: String?

    func run() throws {
        guard ["print", "打印"].contains(options.action) else { return try work() }
        try LetterDesk(options: options, out: out).print()
    }
}
