import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer restore`: goes back to a backup, in a new epoch.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "从备份恢复（先停止服务） · Go back to a backup, in a new epoch; stop serving first.",
        discussion: """
            原来的资料库留在 replaced.sqlite。备份之后上报过的内容，各台电脑会再报一次。
            What stood there is kept as replaced.sqlite. What laptops sent after the backup was made, \
            they send again.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "备份文件 · The backup.")
    var file: String

    private struct Result: Encodable { let epoch: String }

    func run() throws {
        let folder = common.folder
        _ = try folder.settings()
        let epoch = try ReplicaFolder.restore(at: folder.root, from: URL(filePath: file))
        folder.note("backup restored", ["epoch": epoch])
        if common.json { return try Terminal.print(Result(epoch: epoch)) }
        common.terminal.say(
            "已恢复。各台电脑下次同步时会补上备份之后的内容。",
            "Restored. Laptops bring what the backup lacks with their next sync.")
    }
}
