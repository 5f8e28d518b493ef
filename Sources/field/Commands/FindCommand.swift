import ArgumentParser
import FieldKit
import Foundation

/// `field find`: records by what is quick to type.
struct FindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "查找：姓名、拼音、首字母、监护人、电话 · Find by name, pinyin, initials, guardian or telephone.",
        discussion: """
            各词都要符合：姓名或监护人（张小明、zhangxm、zxm）、班级（302、3班）、电话、
            电话或身份证后四位、村或学校的代码或名称。
            All words must fit: a name, also a guardian's (张小明, zhangxm, zxm), a class
            (302, 3班), a telephone number, the last four characters of one or of an
            identity number, a village or school by code or name.

            拼音照 z/zh、c/ch、s/sh、n/l、in/ing、en/eng 不分来找，用 --fuzzy；照原样一个也找
            不到时自动这样找。
            With --fuzzy z is zh, c is ch, s is sh, n is l, in is ing and en is eng; so it is
            too where nobody is found otherwise.

                field find zxm 柿林

            --words 从文件或标准输入（-）读取，姓名就不会留在命令历史里。
            --words keeps names out of the shell's history. Names are masked as in
            lists; --reveal shows them, takes a reason and is logged.
            """,
        aliases: ["查"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "要查的词 · What to look for.")
    var word: [String] = []

    @Option(
        help: ArgumentHelp(
            "从文件或标准输入读取要查的词 · A file with words to look for; - is standard input.",
            valueName: "file"
        )
    )
    var words: String?

    @Flag(
        name: [.customLong("fuzzy"), .customLong("模糊")],
        help: "拼音不分平翘舌、n/l、前后鼻音 · Take loosely spelt pinyin too: z for zh, n for l, in for ing."
    )
    var fuzzy = false

    @OptionGroup var listing: ListingOptions

    func run() throws {
        var source = ValueSource()
        let all = try word + (words.map { [try source.text("@" + $0)] } ?? [])
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let result = try folder.find(all, today: today, isFuzzy: fuzzy)
            guard !output.json else {
                return try Terminal.print(.array(result.items.map(Self.json)))
            }
            try listing.show(folder.replica, as: "find") { names, page in
                page.add(Self.table(result, names))
                Self.sayCount(result, &page)
            }
        }
    }

    private static func sayCount(_ result: FindResult, _ page: inout Page) {
        if result.isLoose {
            page.say("照原样没有找到；以下是按模糊音找到的。", "Nobody fits as typed; these fit loosely.")
        }
        guard result.hasMore else {
            return page.say(
                "共 \(result.items.count) 条。",
                "\(result.items.count) records."
            )
        }
        page.say(
            "只列出前 \(result.items.count) 条；再加一个词可以缩小范围。",
            "Only the first \(result.items.count) are shown; another word narrows it."
        )
    }

    private static func json(_ item: FindResult.Item) -> JSON {
        func text(_ name: String) -> JSON? { item.view.values[name].map { .text($0.text) } }
        return .keys([
            "type": .text(item.view.type), "id": .text("\(item.view.id)"),
            "name": .text(item.name), "grade": text("grade"), "class": text("class"),
            "guardian": text("guardian"), "buckets": .texts(item.view.buckets),
            "places": .texts(item.places),
        ])
    }

    private static func table(_ result: FindResult, _ names: ShownNames) -> Table {
        let text = RecordText(.county)
        var table = Table([
            Language.current("编号", "id"), Language.current("类型", "type"),
            Language.current("姓名", "name"), Language.current("班级", "class"),
            Language.current("监护人", "guardian"), Language.current("村、学校", "places"),
        ])
        let ends = result.items.map(\.view.id).ends
        for (item, end) in zip(result.items, ends) {
            let guardian = text.value("guardian", of: item.view)
            table.add([
                end, text.type(item.view.type),
                isPlace(item) ? item.name : names.name(item.name),
                text.value("class", of: item.view), names.value(guardian, field: "guardian"),
                PlaceWords.line(item.places),
            ])
        }
        return table
    }

    /// The name of a village or school is nobody's.
    private static func isPlace(_ item: FindResult.Item) -> Bool {
        item.view.type == "school" || item.view.type == "division"
    }
}
