import ArgumentParser
import FieldKit

/// `field resolve`: decides a conflict.
struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "决定一处冲突 · Decide one conflict; the decision travels to its authors."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var record: RecordArgument

    @Argument(
        help: ArgumentHelp(
            "字段和决定的值 · The field and what is decided.",
            valueName: "name=value"
        )
    )
    var decided: String

    @Option(help: ArgumentHelp("理由 · Why; people read it.", valueName: "text"))
    var reason: String

    @Option(
        help: ArgumentHelp(
            "决定所依据的版本 · What the reviewer had read; default: what is shown now.",
            valueName: "version"
        )
    )
    var base: String?

    func run() throws {
        let id = try record.record()
        let assignment = try Assignment(decided, position: 3)
        guard assignment.deed == .set else { throw Problem(.notASet, ["field": assignment.name]) }
        var source = ValueSource()
        let value = try value(assignment, &source)
        let version = try base.map { try RecordVersion($0) }
        let result = try global.place.replica { replica in
            try replica.resolve(
                id,
                type: record.type,
                field: assignment.name,
                value: value,
                reason: reason,
                reviewer: try replica.author(),
                base: version
            )
        }
        if output.json {
            try Terminal.print(RecordJSON.result(result))
        } else {
            let text = RecordText(.county)
            try Terminal.say(
                "已决定：\(text.type(record.type)) \(id) 的“\(text.field(assignment.name, of: record.type))”。",
                "Decided: \"\(assignment.name)\" of \(record.type) \(id)."
            )
        }
    }

    private func value(_ assignment: Assignment, _ source: inout ValueSource) throws -> Value {
        let typed = try source.text(assignment.typed)
        if assignment.name == "deleted" {
            return try FieldPolicy("deleted", "删除", kind: .boolean).value(typed)
        }
        let key = RegisterKey(assignment.name)
        return try PolicyTable.county.policy(key, of: record.type).value(typed)
    }
}
