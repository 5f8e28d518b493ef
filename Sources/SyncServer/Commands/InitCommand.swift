import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer init`: makes a new county.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "建立县的资料库、密钥和证书 · Make a new county: its store, keys, CA and certificate."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: InitOptions

    private struct Result: Encodable {
        let server: String
        let epoch: String
        let publicKey: String
    }

    func run() throws {
        let store = try options.create(in: common.folder)
        let result = Result(
            server: "\(store.replica.device)",
            epoch: try store.replica.checkWritable().hexadecimal,
            publicKey: store.replica.publicKey.hexadecimal
        )
        try store.close()
        if common.json { return try Terminal.print(result) }
        common.terminal.say(
            """
            已建立“\(options.name)”（\(result.server)）。
            请妥善保管文件夹 \(common.folder.root.path)：里面有县的密钥，资料尚未加密。
            """,
            """
            Made "\(options.name)" (\(result.server)).
            Keep the folder \(common.folder.root.path) safe: the county's keys are in it, and its \
            data are not encrypted yet.
            """
        )
    }
}
