import ArgumentParser
import FieldKit

/// `field conflicts`: what somebody should decide.
struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "冲突：列出，在终端里逐条处理 · The open conflicts; in a terminal, one by one.",
        discussion: """
            在终端里逐条给出两边写的内容，可以采用一边、另写，或留给县里决定，并写明理由。
            In a terminal each is shown with both sides: take one, write another value, or leave it to
            the county; a decision needs a reason.
            """,
        aliases: ["冲突"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @OptionGroup var listing: ListingOptions

    @Flag(help: "也列只留作历史的 · Also those that are kept as history only.")
    var all = false

    func run() throws {
        try global.place.replica { replica in
            let conflicts = try replica.conflicts(all: all)
            guard !output.json else {
                return try Terminal.print(.array(conflicts.map(Self.json)))
            }
            try listing.show(replica, as: "conflicts") { names, page in
                for conflict in conflicts { try Self.add(conflict, replica, names, &page) }
                page.say("共 \(conflicts.count) 处冲突。", "\(conflicts.count) conflicts.")
            }
            guard Terminal.canAsk, !conflicts.isEmpty else { return }
            try ConflictTalk(replica, Prompter(isAside: false)).run(conflicts)
        }
    }

    private static func add(
        _ conflict: ConflictView,
        _ replica: Replica,
        _ names: ShownNames,
        _ page: inout Page
    ) throws {
        let text = RecordText(.county)
        let field = text.field(conflict.key.fieldName, of: conflict.type)
        let name = names.name(try replica.subjectName(conflict.type, conflict.id))
        let heading = [text.type(conflict.type), name, conflict.id.end, " " + field]
        page.add(heading.filter { !$0.isEmpty }.joined(separator: " "), .heading)
        for entry in conflict.entries {
            let value = text.value(entry.value, field: entry.key.name, of: conflict.type)
            let shown = names.value(value, field: entry.key.name)
            page.add("  \(shown)  \(entry.author)  \(Moment.local(entry.stamp))")
        }
    }

    private static func json(_ conflict: ConflictView) -> JSON {
        let field = conflict.key.fieldName
        return .keys([
            "type": .text(conflict.type), "id": .text("\(conflict.id)"), "field": .text(field),
            "version": .text("\(conflict.version)"),
            "entries": .array(
                conflict.entries.map { RecordJSON.entry($0, field: field, standing: true) }
            ),
            "origins": conflict.origins.isEmpty
                ? nil
                : .array(
                    conflict.origins.map { RecordJSON.entry($0, field: field, standing: false) }
                ),
        ])
    }
}
