public import ArgumentParser
public import FieldKit
import Foundation

/// `SyncServer demo`: the invented county, to try things out.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "生成虚构的县，供演示和培训 · Make the invented county, with its answer key.",
        discussion: """
            文件夹里还没有县时先建立一个；已有真实记录时拒绝。同一个种子总是得到同样的内容。
            答案写在文件夹里的 answer-key.json，供导入的名册写在旁边。
            Makes a county first if there is none in the folder, and refuses one that holds records. \
            The same seed always gives the same. What was planted is in answer-key.json in the \
            folder, with a list to import beside it.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "规模 S、M 或 L · How large: S, M or L.")
    var size: DemoSize = .small

    @Option(help: "种子 · The seed.")
    var seed: UInt64 = DemoCounty.defaultSeed

    private struct Result: Encodable {
        let records: Int
        let answerKey: String
    }

    func run() throws {
        let folder = common.folder
        if !folder.exists {
            try CountyFounding(name: "示例县", division: "610326", hosts: []).found(in: folder).close()
        }
        let store = try folder.open(clock: DemoClock(seed: seed))
        let key = try store.inTurn("import") {
            guard try store.replica.holdsDevicesOnly() else {
                throw Problem(.homeExists, ["path": folder.root.path])
            }
            return try store.replica.writeDemoCounty(size: size, seed: seed)
        }
        try store.close()
        for file in try key.files() {
            try DurableFile.replace(folder.root.appending(path: file.name).path, with: file.bytes)
        }
        let answerKey = folder.root.appending(path: "answer-key.json").path
        folder.note("demo county made", ["size": size.rawValue, "seed": "\(seed)"])
        if common.json {
            return try Terminal.print(Result(records: key.records, answerKey: answerKey))
        }
        common.terminal.say(
            "已生成 \(key.records) 条虚构的记录；答案在 \(answerKey)。",
            "Made \(key.records) invented records; what was planted is in \(answerKey).")
    }
}

extension DemoSize: ExpressibleByArgument {}
