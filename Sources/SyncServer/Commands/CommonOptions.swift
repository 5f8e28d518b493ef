import ArgumentParser
import FieldKit
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("数据文件夹 · The server's data folder.", valueName: "dir"))
    var data: String

    @Option(help: "语言 · The language of messages: zh or en.")
    var lang: Language?

    @Flag(help: "输出 JSON · Print one JSON object on standard output.")
    var json = false

    /// The data folder.
    var folder: ServerFolder { ServerFolder(data) }

    /// Where messages for people go.
    var terminal: Terminal {
        Terminal(language: lang ?? .spoken(arguments: []))
    }
}

extension CommonOptions {
    /// Opens the store for one command, also while another process serves it, and closes it.
    func withStore<Result>(_ body: (ReplicaFolder) throws -> Result) throws -> Result {
        let store = try folder.open()
        let result = try body(store)
        try store.close()
        return result
    }
}
