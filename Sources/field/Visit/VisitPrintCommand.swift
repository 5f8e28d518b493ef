import ArgumentParser
import FieldKit

/// `field visit print`: a visit, or an empty form, as a school keeps it on paper.
struct VisitPrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "打印家访记录表（PDF） · Print the record of a visit as a PDF.",
        discussion: """
            field visit print 走访编号 -o 家访.pdf
            field visit print --blank --household 户编号
            --blank 打印空白表，名册上有的先填好，带去手写，回来用 visit new --paper 补录。
            --blank prints an empty form with what the roster says, to be filled in by hand and entered
            with `visit new --paper`.
            """,
        aliases: ["打印"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "走访：编号、末几位或要查的词 · The visit: an id, its end, or words to look for.")
    var visit: [String] = []

    @Flag(help: "空白表 · An empty form.")
    var blank = false

    @Option(
        help: ArgumentHelp("户：编号或要查的词 · The family: an id, or words to look for.", valueName: "id")
    )
    var household: String?

    @Option(
        name: [.short, .customLong("out")],
        help: ArgumentHelp("写到哪个文件，- 为标准输出 · The file; - is standard output.", valueName: "file")
    )
    var out: String?

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let file = PaperFile(path: out, output: output)
            guard blank else {
                guard !visit.isEmpty else {
                    throw Problem(.missingOption, ["option": Language.current("走访", "the visit")])
                }
                let typed = visit.joined(separator: " ")
                let record = try VisitReference.visit(typed, folder, today)
                return try file.write(
                    try folder.visitPaper(record.view.id),
                    name: "家访记录表-\(record.view.id.end)",
                    noting: "visit",
                    folder.replica,
                    telling: ["id": .text("\(record.view.id)")]
                )
            }
            let typed = household ?? visit.joined(separator: " ")
            guard !typed.isEmpty else { throw Problem(.missingOption, ["option": "--household"]) }
            let found = try WorkReference.subject(typed, folder, today)
            guard let family = try VisitReference.family(of: found, folder.replica) else {
                throw Problem(
                    .nothingFits,
                    ["what": RecordText(.county).field("household", of: "student")]
                )
            }
            try file.write(
                try folder.blankVisitPaper(of: family),
                name: "家访记录表-空白-\(family.end)",
                noting: "visit",
                folder.replica
            )
        }
    }
}
