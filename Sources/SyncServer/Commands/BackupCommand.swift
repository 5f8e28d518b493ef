import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer backup`: a consistent copy of the database, also while it is being served.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "备份资料库，服务不用停 · Copy the database, consistently, while it is served.",
        discussion: """
            文件里没有密钥：请另行保管数据文件夹里的 *.key 和 *.key.pem（县的密钥丢了，就不能恢复）。
            The keys are not in it: keep the folder's *.key and *.key.pem files apart; without the \
            county's key a backup cannot be restored.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "备份文件 · The file to write.")
    var file: String

    private struct Result: Encodable {
        let epoch: String
        let file: String
    }

    func run() throws {
        let epoch = try common.withStore { store in
            try store.backup(to: URL(filePath: file))
            return try store.replica.epochID()
        }
        common.folder.note("backup made", ["epoch": epoch])
        if common.json { return try Terminal.print(Result(epoch: epoch, file: file)) }
        common.terminal.say(
            "已备份到 \(file)。密钥不在其中，请另行保管。",
            "Backed up to \(file). The keys are not in it; keep them apart.")
    }
}
