import ArgumentParser
import FieldKit

/// `field undo`: takes my last change back.
struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "撤销我最近的一次修改，什么也不会丢 · Take my last change back; nothing is lost.",
        discussion: """
            一次命令写下的都一起撤销；再运行一次就撤更早的。别人已经改过的不撤。
            What one command wrote is taken back together; again, it goes further back.
            What somebody has changed since is not taken back.
            """,
        aliases: ["撤销"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "重做刚撤销的 · Make again what was taken back last.")
    var redo = false

    func run() throws {
        try global.place.replica { replica in
            let author = try replica.author()
            let change = try redo ? replica.redo(author: author) : replica.undo(author: author)
            guard !output.json else { return try Terminal.print(Self.json(change)) }
            let moment = Moment.local(change.stamp)
            try redo
                ? Terminal.say("已重做：", "Made again:")
                : Terminal.say("已撤销您 \(moment) 的修改：", "Your change of \(moment) is taken back:")
            for part in change.parts { try Terminal.show(try Self.line(part, replica) + "\n") }
            if !redo {
                try Terminal.say(
                    "原来写的仍在历史中。再运行一次撤更早的；重做请输入 field 撤销 --redo。",
                    "What it wrote stays in the history. Again, it goes further back; "
                        + "`field undo --redo` makes it again."
                )
            }
        }
    }

    private static func line(_ part: UndoneChange.Part, _ replica: Replica) throws -> String {
        let text = RecordText(.county)
        let name = Masking.name(try replica.subjectName(part.type, part.id))
        let about = [text.type(part.type), name].filter { !$0.isEmpty }.joined(separator: " ")
        if part.key == .deleted {
            let isGone = part.to == .boolean(true)
            return isGone
                ? Language.current("  \(about)：标为删除，内容保留", "  \(about): marked deleted, and kept")
                : Language.current("  \(about)：不再是删除的", "  \(about): no longer deleted")
        }
        let isPlace = part.key.name == RegisterKey.bucketName
        let field =
            isPlace
            ? Language.current("所属", "bucket") : text.field(part.key.name, of: part.type)
        if let element = part.key.element {
            let sign = part.to == .boolean(true) ? "+" : "-"
            return "  \(about)  \(field)：\(sign)\(element)"
        }
        let from = text.value(part.from, field: part.key.name, of: part.type)
        let to = text.value(part.to, field: part.key.name, of: part.type)
        return "  \(about)  \(field)：\(from) → \(to)"
    }

    private static func json(_ change: UndoneChange) -> JSON {
        .keys([
            "at": .text(Moment.iso(change.stamp)),
            "parts": .array(
                change.parts.map { part in
                    .keys([
                        "type": .text(part.type), "id": .text("\(part.id)"),
                        "field": .text(part.key.fieldName),
                        "element": part.key.element.map { .text($0) },
                        "from": part.from == .cleared ? nil : JSON(part.from),
                        "to": part.to == .cleared ? nil : JSON(part.to),
                    ])
                }
            ),
        ])
    }
}
