import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer resolve`: decides a conflict.
struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "决定一处冲突 · Decide one conflict; the decision travels to its authors.",
        discussion: """
            值可写成 NAME=@文件 或 NAME=@-（标准输入），以免留在命令历史里。
            The value may come from a file (NAME=@FILE) or from standard input (NAME=@-).
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "记录类型 · The record's type.")
    var type: String

    @Argument(help: "记录编号 · The record.")
    var id: String

    @Argument(
        help: ArgumentHelp(
            "字段和决定的值 · The field and what is decided.",
            valueName: "name=value"
        )
    )
    var decided: String

    @Option(help: ArgumentHelp("理由 · Why; people read it.", valueName: "text"))
    var reason: String

    @Option(help: "审核人，默认县的名称 · Who decides; default: the county's name.")
    var reviewer: String?

    @Option(
        help: ArgumentHelp(
            "决定所依据的版本 · What the reviewer had read; default: what is shown now.",
            valueName: "version"
        )
    )
    var base: String?

    private struct Result: Encodable {
        let type: String
        let id: String
        let version: String
        let generation: UInt64
    }

    func run() throws {
        guard let record = RecordID(id) else {
            throw Problem(.invalidIdentifier)
        }
        guard let equals = decided.firstIndex(of: "="), equals > decided.startIndex else {
            throw Problem(.wrongUsage, ["what": "NAME=VALUE"])
        }
        let field = String(decided[..<equals])
        let value = try value(String(decided[decided.index(after: equals)...]), of: field)
        let version = try base.map { try RecordVersion($0) }
        let result = try common.withStore { store in
            guard store.replica.kind == .county else { throw Problem(.notTheCounty) }
            return try store.replica.resolve(
                record,
                type: type,
                field: field,
                value: value,
                reason: reason,
                reviewer: try reviewer ?? common.folder.settings().name,
                base: version
            )
        }
        common.folder.note("conflict decided", ["record": "\(record)", "field": field])
        if common.json {
            return try Terminal.print(
                Result(
                    type: result.type,
                    id: "\(result.id)",
                    version: "\(result.version)",
                    generation: result.generation
                )
            )
        }
        common.terminal.say(
            "已决定：\(type) \(record) 的“\(field)”。",
            "Decided: \"\(field)\" of \(type) \(record)."
        )
    }

    private func value(_ typed: String, of field: String) throws -> Value {
        let text = try InputFile.typed(typed)
        if field == "deleted" {
            return try FieldPolicy("deleted", "删除", kind: .boolean).value(text)
        }
        return try PolicyTable.county.policy(RegisterKey(field), of: type).value(text)
    }
}
