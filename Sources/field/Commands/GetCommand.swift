import ArgumentParser
import FieldKit

/// `field get`: one record.
struct GetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "看一条记录 · Show a record and its version."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var record: RecordArgument

    func run() throws {
        let id = try record.record()
        let view = try global.place.replica { try $0.view(record.type, id) }
        if output.json {
            try Terminal.print(RecordJSON.record(view))
        } else {
            try Terminal.show(RecordText(.county).whole(view))
        }
    }
}
