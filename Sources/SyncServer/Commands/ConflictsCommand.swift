import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer conflicts`: what somebody should decide.
struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "列出待定的冲突 · List the open conflicts.")

    @OptionGroup var common: CommonOptions

    @Flag(help: "也列只留作历史的 · Also those that are kept as history only.")
    var all = false

    private struct Conflict: Encodable {
        let type: String
        let id: String
        let field: String
        let version: String
        let entries: [Entry]

        init(_ conflict: ConflictView) {
            type = conflict.type
            id = "\(conflict.id)"
            field = conflict.field
            version = "\(conflict.version)"
            entries = conflict.entries.map(Entry.init)
        }
    }

    private struct Entry: Encodable {
        let value: ValueJSON?
        let author: String
        let at: Date
        let replica: String
        let state: String
        let clockSuspect: Bool?

        init(_ entry: EntryView) {
            value = entry.value == .cleared ? nil : ValueJSON(value: entry.value)
            author = entry.author
            at = Date(milliseconds: entry.stamp)
            replica = "\(entry.replica)"
            state = entry.standing.rawValue
            clockSuspect = entry.isClockSuspect ? true : nil
        }
    }

    func run() throws {
        let conflicts = try common.withStore { try $0.replica.conflicts(all: all) }
        if common.json { return try Terminal.print(conflicts.map(Conflict.init)) }
        for conflict in conflicts {
            common.terminal.say("\(conflict.type) \(conflict.id)  \(conflict.field)")
            for entry in conflict.entries {
                common.terminal.say(
                    "  \(entry.value.text)  \(entry.author)  \(CountyTime.text(entry.stamp))")
            }
        }
        common.terminal.say("共 \(conflicts.count) 处冲突。", "\(conflicts.count) conflicts.")
    }
}

/// A field's value in JSON: whole numbers and yes or no as such, all else as text.
struct ValueJSON: Encodable {
    let value: Value

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .integer(let number): try container.encode(number)
        case .boolean(let flag): try container.encode(flag)
        default: try container.encode(value.text)
        }
    }
}
