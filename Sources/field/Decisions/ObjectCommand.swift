import ArgumentParser
import FieldKit

/// `field object`: what was decided against me, and my objections to it.
struct ObjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object",
        abstract: "异议：没有采用我填写的决定，及我的异议 · Decisions against me, and my objections.",
        discussion: """
            异议写明理由，由县里答复；在答复前，记录中仍是县里的决定。
            An objection says why, and the county answers it; until then its decision stands.

                field object
                field object 提出 决定编号 --reason 孩子确实住校 --wanted 住校
                field object 知道了 决定编号
            """,
        subcommands: [
            ObjectListCommand.self, ObjectRaiseCommand.self, ObjectSeenCommand.self,
            ObjectWithdrawCommand.self,
        ],
        defaultSubcommand: ObjectListCommand.self,
        aliases: ["异议"]
    )
}

/// `field object list`: the decisions against me and the objections.
struct ObjectListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出没有采用我填写的决定和异议 · The decisions against me, and the objections.",
        aliases: ["列表"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "也列出已看过和已答复的 · List also what was seen or answered.")
    var all = false

    @OptionGroup var listing: ListingOptions

    func run() throws {
        try global.place.replica { replica in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let overrulings = try replica.overrulings(all: all)
            let objections = try replica.objections(
                isOpenOnly: !all,
                isOwnOnly: true,
                today: today
            )
            guard !output.json else {
                return try Terminal.print(
                    .keys([
                        "decisions": .array(overrulings.map(EveningJSON.overruling)),
                        "objections": .array(objections.map { WorkJSON.record($0.record) }),
                    ])
                )
            }
            try listing.show(replica, as: "object") { names, page in
                for overruling in overrulings {
                    page.add(OverrulingWords.sentence(overruling, names))
                }
                for objection in objections { Self.add(objection, today, names, &page) }
                page.say(
                    "没有采用您填写的决定 \(overrulings.count) 处，异议 \(objections.count) 条。",
                    "\(overrulings.count) decisions against you, \(objections.count) objections."
                )
            }
        }
    }

    private static func add(
        _ objection: HeldObjection,
        _ today: BusinessDay,
        _ names: ShownNames,
        _ page: inout Page
    ) {
        guard let workflow = Workflow.of("objection") else { return }
        let label = RecordText(.county).field(objection.field, of: objection.type)
        let name = names.name(objection.record.name)
        let state = WorkWords.state(objection.record.status, workflow)
        let id = objection.record.view.id.end
        let reason = names.words(objection.reason, about: objection.record.name)
        let answer = objection.record.status.steps.last { $0.isRegular }?.event.details["reason"]
            .map { "：" + names.words($0, about: objection.record.name) }
        page.add("\(id)  \(label)（\(name)）  \(reason)  \(state)\(answer ?? "")")
    }
}

/// `field object raise`: objects to a decision.
struct ObjectRaiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "raise",
        abstract: "对一个决定提出异议 · Object to a decision.",
        aliases: ["提出"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "决定编号 · The decision.")
    var id: String

    @Option(help: ArgumentHelp("理由，@文件 或 @- 读取 · Why; @FILE and @- read it.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "认为应是什么（代码或文字），@文件 或 @- 读取 · What it should be, a code or words; @FILE and @- read it.",
            valueName: "text"
        )
    )
    var wanted: String?

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        var source = ValueSource()
        let wanted = try self.wanted.map { try source.text($0) } ?? ""
        var typed = try reason.map { try source.text($0) }
        if typed == nil, Terminal.canAsk {
            typed = Prompter(isAside: output.json)
                .ask(Language.current("理由（县里会看到）：", "Why (the county reads it): "))
            guard typed != nil else {
                throw Problem(.nothingGiven, ["what": Language.current("理由", "The reason")])
            }
        }
        guard let reason = typed else { throw Problem(.missingOption, ["option": "--reason"]) }
        try global.place.replica { replica in
            let overruling = try ObjectRaiseCommand.decision(id, replica)
            let made = try replica.object(
                to: overruling,
                reason: reason,
                wanted: wanted,
                day: today,
                author: try replica.author()
            )
            let record = try replica.workRecord("objection", made, today: today)
            guard !output.json else { return try Terminal.print(WorkJSON.record(record)) }
            let short = made.end
            try Terminal.say(
                "已提出异议，编号 \(short)。记录中仍是原决定，等县里答复；今晚请同步。",
                "Your objection is \(short). The decision stands until the county answers; sync tonight."
            )
        }
    }

    /// The decision against me that is meant, by its id or the end of it.
    ///
    /// - Throws: `nothing_fits`, `several_fit`.
    static func decision(_ typed: String, _ replica: Replica) throws -> Overruling {
        try WorkReference.one(
            typed,
            of: "decision",
            in: replica.overrulings(all: true),
            id: \.decision
        )
    }
}

/// `field object seen`: has seen a decision, and does not object.
struct ObjectSeenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seen",
        abstract: "知道了，不再提醒 · Seen: not to be told again.",
        aliases: ["知道了"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("决定编号 · The decisions.", valueName: "id"))
    var ids: [String] = []

    @Flag(help: "全部 · All of them.")
    var all = false

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        guard all || !ids.isEmpty else { throw Problem(.missingOption, ["option": "ID, --all"]) }
        try global.place.replica { replica in
            let chosen =
                try all
                ? replica.overrulings() : ids.map { try ObjectRaiseCommand.decision($0, replica) }
            try replica.noteSeen(chosen, day: today, author: try replica.author())
            guard !output.json else {
                return try Terminal.print(.texts(chosen.map { "\($0.decision)" }))
            }
            try Terminal.say("\(chosen.count) 处，不再提醒。", "\(chosen.count) will not be told again.")
        }
    }
}

/// `field object withdraw`: takes an objection back.
struct ObjectWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "撤回我的异议 · Withdraw an objection.",
        aliases: ["撤回"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "异议编号 · The objection.")
    var id: String

    func run() throws {
        guard let today = Moment.today(), let workflow = Workflow.of("objection") else {
            throw Problem(.internalError)
        }
        try global.place.replica { replica in
            let record = try WorkReference.record(id, of: "objection", replica, today)
            try replica.withdraw(record.view.id, day: today, author: try replica.author())
            let after = try replica.workRecord("objection", record.view.id, today: today)
            guard !output.json else { return try Terminal.print(WorkJSON.record(after)) }
            try WorkWords.sayState(after.status, workflow, today)
        }
    }
}
