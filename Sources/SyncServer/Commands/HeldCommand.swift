import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer held`: what is held aside here, one by one.
struct HeldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "列出搁置的内容，供人审看 · List what is held aside, for a person to look at."
    )

    @OptionGroup var common: CommonOptions

    /// Names of fields and no values: what was written may be about a child.
    private struct Item: Encodable {
        let type: String
        let id: String?
        let place: String
        let code: String
        let reason: String
        let next: String
        let since: Date
        let device: String?
        let author: String?
        let fields: [String]

        enum CodingKeys: String, CodingKey {
            case type, id, code, reason, next, since, device, author, fields
            case place = "where"
        }

        init(_ held: HeldWrite, _ language: Language) {
            type = held.type
            id = held.id.map { "\($0)" }
            place = held.place
            code = held.code
            reason = held.problem.sentence(language)
            next = held.problem.next(language)
            since = Date(milliseconds: held.since)
            device = held.device.map { "\($0)" }
            author = held.author
            fields = Set(held.registers.map(\.key.name)).sorted()
        }
    }

    func run() throws {
        let terminal = common.terminal
        let items = try common.withStore { try $0.replica.held() }
            .map { Item($0, terminal.language) }
        guard !common.json else { return try Terminal.print(items) }
        for item in items {
            terminal.say(
                """
                \(item.type) \(item.id ?? "?")  \(item.author ?? "?")  \(item.device ?? "?")  \
                \(item.since.formatted(.iso8601))  \(item.fields.joined(separator: " "))
                  \(item.reason) [\(item.code)]
                """
            )
        }
        terminal.say("共搁置 \(items.count) 条。", "\(items.count) held aside.")
    }
}
