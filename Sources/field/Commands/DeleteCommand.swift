import ArgumentParser
import FieldKit

/// `field delete`: marks a record deleted; its values stay.
struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "标记删除一条记录，内容保留 · Mark a record deleted; its values are kept."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var record: RecordArgument

    func run() throws {
        let edit = Edit(
            type: record.type,
            id: try record.record(),
            changes: [.delete(true)],
            isRaw: true
        )
        let results = try global.place.replica { replica in
            try replica.edit([edit], author: try replica.author())
        }
        for result in results {
            if output.json {
                try Terminal.print(RecordJSON.result(result))
            } else {
                try Terminal.say(
                    "已标记删除：\(RecordText(.county).type(result.type)) \(result.id)",
                    "Marked deleted: \(result.type) \(result.id)"
                )
            }
        }
    }
}
