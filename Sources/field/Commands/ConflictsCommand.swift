import ArgumentParser
import FieldKit

/// `field conflicts`: what somebody should decide.
struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "列出待定的冲突 · List the open conflicts.",
        aliases: ["冲突"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "也列只留作历史的 · Also those that are kept as history only.")
    var all = false

    func run() throws {
        let conflicts = try global.place.replica { try $0.conflicts(all: all) }
        if output.json {
            return try Terminal.print(.array(conflicts.map(Self.json)))
        }
        let text = RecordText(.county)
        for conflict in conflicts {
            let field = conflict.key.fieldName
            try Terminal.show(
                "\(text.type(conflict.type)) \(conflict.id)  "
                    + "\(text.field(field, of: conflict.type))\n"
            )
            for entry in conflict.entries {
                let value = text.value(entry.value, field: entry.key.name, of: conflict.type)
                try Terminal.show("  \(value)  \(entry.author)  \(Moment.local(entry.stamp))\n")
            }
        }
        try Terminal.say("共 \(conflicts.count) 处冲突。", "\(conflicts.count) conflicts.")
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
