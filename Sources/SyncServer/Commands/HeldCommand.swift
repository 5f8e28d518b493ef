import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer held`: what is held aside here, one by one.
struct HeldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "列出搁置的内容，供人审看 · List what is held aside, for a person to look at.",
        discussion: """
            held show 编号：看写了什么（会记下谁看过）。held accept 编号：采用已停用设备所报的内容；
            held refuse 编号：不采用，各处恢复为县里的内容。
            held show ID: what was written (that it was read is noted). held accept ID: take in what
            a device that was shut out sent of a record; held refuse ID: do not, and everybody who has
            it from elsewhere comes to agree with the county.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "show、accept 或 refuse；不写则列出 · show, accept or refuse; without, the list.")
    var deed: Deed?

    @Argument(help: "记录编号 · The record.")
    var id: String?

    /// What is done beside listing.
    enum Deed: String, CaseIterable, ExpressibleByArgument {
        case show
        case accept
        case refuse
    }

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

    private struct Taken: Encodable {
        let taken: Int
    }

    private struct Refused: Encodable {
        let refused: Int
    }

    func run() throws {
        guard let deed else { return try list() }
        guard let id else { throw Problem(.missingOption, ["option": "ID"]) }
        guard let record = RecordID(id) else { throw Problem(.invalidIdentifier) }
        switch deed {
        case .show: try show(record)
        case .accept: try accept(record)
        case .refuse: try refuse(record)
        }
    }

    private func show(_ record: RecordID) throws {
        guard !common.json else { throw Problem(.wrongUsage, ["what": "held show --json"]) }
        let terminal = common.terminal
        let items = try common.withStore { store in
            try store.replica.held().filter { $0.id == record }
        }
        common.folder.note("held shown", ["record": "\(record)", "by": NSUserName()])
        for item in items {
            terminal.say("\(item.author ?? "?")  [\(item.code)]")
            for register in item.registers {
                terminal.say("  \(register.key)=\(register.value.text)")
            }
        }
    }

    private func accept(_ record: RecordID) throws {
        let taken = try common.withStore { try $0.replica.acceptHeld(of: record) }
        common.folder.note("held accepted", ["record": "\(record)", "writes": "\(taken)"])
        guard !common.json else { return try Terminal.print(Taken(taken: taken)) }
        common.terminal.say("采用 \(taken) 条。", "\(taken) taken in.")
    }

    private func refuse(_ record: RecordID) throws {
        let refused = try common.withStore { try $0.replica.refuseHeld(of: record) }
        common.folder.note("held refused", ["record": "\(record)", "writes": "\(refused)"])
        guard !common.json else { return try Terminal.print(Refused(refused: refused)) }
        common.terminal.say("不采用 \(refused) 条。", "\(refused) refused.")
    }

    private func list() throws {
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
