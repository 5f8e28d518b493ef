import ArgumentParser
import FieldKit

/// `field form list`: the forms that can be filled in.
struct FormListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出县里发布的表单 · List the forms that the county has published.",
        discussion: """
            每个表单列出最新的版本；停用的不能再开始填写。--all 也列旧版本。
            The newest version of each form; one that is withdrawn cannot be begun any more. --all \
            lists older versions too.
            """,
        aliases: ["列表"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "也列旧版本 · List older versions too.")
    var all = false

    func run() throws {
        let forms = try global.place.replica { try FormShelf($0).forms() }
            .filter { all || $0.isNewest }
        if output.json { return try Terminal.print(.array(forms.map(Self.json))) }
        guard !forms.isEmpty else {
            return try Terminal.say(
                "还没有表单。县里发布以后，同步一次就有。",
                "There are no forms yet. Those that the county publishes come with the next sync."
            )
        }
        try Pager().show {
            var page = Page(columns: Terminal.columns)
            page.add(Self.table(forms))
            return page
        }
    }

    private static func table(_ forms: [PublishedForm]) -> Table {
        var table = Table([
            Language.current("表单", "form"), Language.current("版本", "version"),
            Language.current("状态", "state"), Language.current("题数", "questions"),
            Language.current("名称", "title"),
        ])
        for form in forms {
            let state =
                form.isWithdrawn
                ? Language.current("停用", "withdrawn")
                : form.isNewest
                    ? Language.current("可填", "open") : Language.current("旧版", "outdated")
            table.add([
                form.id, form.version, state, "\(form.questions)",
                Language.current.half(of: form.title),
            ])
        }
        return table
    }

    private static func json(_ form: PublishedForm) -> JSON {
        .keys([
            "id": .text(form.id), "version": .text(form.version), "title": .text(form.title),
            "state": .text(form.isWithdrawn ? "withdrawn" : "open"),
            "questions": .integer(form.questions), "newest": .boolean(form.isNewest),
        ])
    }
}
