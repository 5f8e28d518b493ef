import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer objections`: what teachers object to, and the county's answers.
struct ObjectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "objections",
        abstract: "教师对决定的异议：列出、答复 · Objections to decisions: list them, answer them.",
        subcommands: [ObjectionsListCommand.self, ObjectionsAnswerCommand.self],
        defaultSubcommand: ObjectionsListCommand.self
    )
}

/// `SyncServer objections list`: the open ones.
struct ObjectionsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出待答复的异议 · List the objections that wait for an answer."
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "也列已答复的 · Also those that were answered.")
    var all = false

    private struct Objection: Encodable {
        let id: String
        let type: String
        let record: String
        let field: String
        let taken: String
        let wanted: String
        let reason: String
        let author: String
        let state: String
        let opened: String
        let version: String?

        init(_ held: HeldObjection) {
            id = "\(held.record.view.id)"
            type = held.type
            record = held.subject.map { "\($0)" } ?? ""
            field = held.field
            taken = held.taken
            wanted = held.wanted
            reason = held.reason
            author = held.author
            state = held.record.status.state
            opened = held.record.view.values["opened"]?.text ?? ""
            version = held.version.map { "\($0)" }
        }
    }

    func run() throws {
        let today = try CountyTime.today()
        let objections = try common.withStore {
            try $0.replica.objections(isOpenOnly: !all, today: today)
        }
        if common.json { return try Terminal.print(objections.map(Objection.init)) }
        for held in objections {
            let wanted = held.wanted.isEmpty ? "" : " → \(held.words(held.wanted))"
            common.terminal.say(
                "\(held.record.view.id)  \(held.type)  \(held.field)：\(held.words(held.taken))\(wanted)  "
                    + "\(held.author)：\(held.reason)"
            )
        }
        common.terminal.say("共 \(objections.count) 条异议。", "\(objections.count) objections.")
    }
}

/// `SyncServer objections answer`: upholds a decision, or writes another value.
struct ObjectionsAnswerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "答复一条异议 · Answer an objection.",
        discussion: """
            写上 --value 就改为该值，不写就维持原决定；理由会告诉提出的人。
            With --value the field is written anew, without it the decision is upheld; whoever objected
            reads the reason.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "异议编号 · The objection.")
    var id: String

    @Option(
        help: ArgumentHelp(
            "改为的值（代码或文字），@文件 或 @- 读取 · Another value, a code or words.",
            valueName: "text"
        )
    )
    var value: String?

    @Option(help: ArgumentHelp("理由 · Why; people read it.", valueName: "text"))
    var reason: String

    @Option(
        help: ArgumentHelp(
            "答复所依据的版本（列表的 version）· What was read of the record; default: what is shown now.",
            valueName: "version"
        )
    )
    var base: String?

    func run() throws {
        guard let record = RecordID(id) else { throw Problem(.invalidIdentifier) }
        let base = try base.map { try RecordVersion($0) }
        let value = try value.map { try InputFile.typed($0) }
        let today = try CountyTime.today()
        try common.withStore { store in
            let all = try store.replica.objections(isOpenOnly: false, today: today)
            guard let objection = all.first(where: { $0.record.view.id == record }) else {
                throw Problem(.recordNotHeld, ["id": id])
            }
            try store.replica.answer(
                objection,
                with: value,
                base: base,
                reason: reason,
                day: today,
                author: try common.folder.settings().name
            )
        }
        common.folder.note("objection answered", ["record": "\(record)"])
        if common.json { return try Terminal.print(["id": id]) }
        common.terminal.say("已答复。", "Answered.")
    }
}
