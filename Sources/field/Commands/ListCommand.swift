import ArgumentParser
import FieldKit

/// `field list`: the records of a type.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出一种记录 · List the records of a type, oldest first.",
        discussion: """
            给人看的列表遮住姓名、电话和备注；--reveal 全部显示，须有理由，并记下是谁看的。
            Lists for people mask names, numbers and notes; --reveal shows them, takes a reason and is
            logged.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "记录类型 · The type of the records.")
    var type: String

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "只列内容相符的 · Only those whose field has this value; a set field matches by member.",
            valueName: "name=value"
        )
    )
    var conditions: [String] = []

    @OptionGroup var listing: ListingOptions

    func run() throws {
        let filter = try RecordFilter(conditions)
        try global.place.replica { replica in
            if output.json {
                try listJSON(replica, filter)
            } else {
                try listTable(replica, filter)
            }
        }
    }

    private func listJSON(_ replica: Replica, _ filter: RecordFilter) throws {
        var pending = "["
        var isFirst = true
        try replica.list(type, matching: filter.present) { view in
            guard filter.fitsAbsent(view) else { return }
            pending += (isFirst ? "" : ",\n") + RecordJSON.record(view).text
            isFirst = false
            guard pending.utf8.count > 65_536 else { return }
            try Terminal.write(pending)
            pending = ""
        }
        try Terminal.write(pending + "]\n")
    }

    private func listTable(_ replica: Replica, _ filter: RecordFilter) throws {
        let text = RecordText(.county)
        var views: [RecordView] = []
        try replica.list(type, matching: filter.present) { view in
            if filter.fitsAbsent(view) { views.append(view) }
        }
        let held = Set(views.flatMap { text.fields(of: $0) })
        let known = PolicyTable.county.type(type)?.fields.map(\.name) ?? []
        let names = Array(
            (known.filter(held.contains) + held.subtracting(known).sorted()).prefix(4)
        )
        try listing.show(replica, as: type) { shown, page in
            var table = Table(
                [Language.current("编号", "id")] + names.map { text.field($0, of: type) }
            )
            for view in views {
                table.add(
                    ["\(view.id)"]
                        + names.map { shown.value(text.value($0, of: view), field: $0) }
                )
            }
            page.add(table)
            page.say("共 \(views.count) 条。", "\(views.count) records.")
        }
    }
}
