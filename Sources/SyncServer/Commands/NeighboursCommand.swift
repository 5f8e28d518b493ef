import ArgumentParser
import FieldKit

/// `SyncServer neighbours`: tells the villages of each township that their neighbours' families are known.
struct NeighboursCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "neighbours",
        abstract: "更新邻村户摘要 · Tell villages by digests whom their neighbours have.",
        discussion: """
            同一乡镇的村互相得到摘要（不含姓名和号码），新建户时据此提示邻村可能已有这一户。serve 每夜自动更新。
            The villages of a township are given digests, without names and numbers, by which a teacher who
            meets a new family is told that a village next door may have it. `serve` does it every night.
            """
    )

    @OptionGroup var common: CommonOptions

    private struct Result: Encodable {
        /// How many records have changed.
        let changed: Int
    }

    func run() throws {
        let changed = try common.withStore { store in
            try store.replica.renewNeighbours(author: try common.folder.settings().name)
        }
        guard !common.json else { return try Terminal.print(Result(changed: changed)) }
        common.terminal.say("更新了 \(changed) 条摘要。", "\(changed) records were brought up to date.")
    }
}
