import ArgumentParser
import FieldKit

/// `field assign hand-over`: gives what I answer for to a colleague.
struct AssignHandOverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over",
        abstract: "交接：把我包的交给同事，对方接手后才生效 · Hand mine over to a colleague, who has to take over.",
        discussion: """
            field assign 交接 --to 同事 --village 610326101901 --note 钥匙在村委会
            field assign 交接 --to 同事 --all
            """,
        aliases: ["交接"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("包联编号 · Which assignments.", valueName: "id"))
    var ids: [String] = []

    @Option(help: ArgumentHelp("交给谁 · The colleague, by words or id.", valueName: "words"))
    var to: String

    @Option(
        help: ArgumentHelp(
            "只交这个村的（名称或代码） · What lies in a village, by name or code.",
            valueName: "village"
        )
    )
    var village: String?

    @Flag(help: "交出我包的全部 · All that is mine.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "交接说明，@文件 或 @- 读取 · What the colleague has to know; @FILE and @- read it.",
            valueName: "text"
        )
    )
    var note: String = ""

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        guard all || village != nil || !ids.isEmpty else {
            throw Problem(.missingOption, ["option": "ID, --village, --all"])
        }
        var source = ValueSource()
        let note = try source.text(note)
        try global.place.open { folder in
            let colleague = try WorkReference.subject(to, of: ["teacher"], folder, today)
            let name = try folder.replica.subjectName("teacher", colleague)
            let author = try folder.replica.author()
            guard name != author else {
                throw Problem(.wrongUsage, ["what": Language.current("不能交给自己", "to yourself")])
            }
            let mine = try folder.assignments(.mine, today: today)
                .filter { $0.record.status.state == "active" && $0.isCurrent }
            let village = try village.map { try PlaceReference.village($0, folder, today) }
            let chosen = try AssignChoice.among(mine, ids, village: village, all: all)
            let villages = try rosterVillages(folder, today, village)
            guard !chosen.isEmpty || !villages.isEmpty else {
                throw Problem(.nothingFits, ["what": RecordText(.county).type("assignment")])
            }
            try folder.handOver(
                chosen.map(\.record.view.id),
                villages: villages,
                to: name,
                note: note,
                day: today,
                author: author
            )
            let count = chosen.count + villages.count
            guard !output.json else {
                let given = try folder.assignments(.mine, today: today)
                    .filter { $0.addressee == name }
                return try Terminal.print(.array(given.map(AssignWords.json)))
            }
            try Terminal.say(
                "已提出把 \(count) 项交给 \(name)。对方接手前仍由您负责；今晚请同步。",
                "\(count) are offered to \(name). Until they are taken over, you answer; sync tonight."
            )
        }
    }

    /// The villages to be handed over that only the roster gives to me.
    private func rosterVillages(
        _ folder: ReplicaFolder,
        _ today: BusinessDay,
        _ village: String?
    ) throws -> [String] {
        guard all || village != nil else { return [] }
        let open = try folder.assignments(.mine, today: today).filter(\.record.status.isOpen)
        let known = Set(open.map(\.subject))
        return try folder.ownVillages().filter {
            (all || $0 == village) && !known.contains($0)
        }
    }
}

/// What the taker of something that is handed over needs.
struct AssignAnswerOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("包联编号 · Which assignments.", valueName: "id"))
    var ids: [String] = []

    @Option(
        help: ArgumentHelp(
            "只看这个村的（名称或代码） · What lies in a village, by name or code.",
            valueName: "village"
        )
    )
    var village: String?

    @Flag(help: "全部 · All of them.")
    var all = false

    /// Those that are meant.
    func chosen(
        among list: [HeldAssignment],
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> [HeldAssignment] {
        guard all || village != nil || !ids.isEmpty else {
            throw Problem(.missingOption, ["option": "ID, --village, --all"])
        }
        let village = try village.map { try PlaceReference.village($0, folder, today) }
        let chosen = try AssignChoice.among(list, ids, village: village, all: all)
        guard !chosen.isEmpty else {
            throw Problem(.nothingFits, ["what": RecordText(.county).type("assignment")])
        }
        return chosen
    }
}

/// Picks assignments out of a list.
enum AssignChoice {
    /// Those of the ids or their ends, of a village, or all.
    ///
    /// - Throws: `nothing_fits`, `several_fit` for an end.
    static func among(
        _ list: [HeldAssignment],
        _ ids: [String],
        village: String?,
        all: Bool
    ) throws -> [HeldAssignment] {
        if !ids.isEmpty {
            return try ids.map {
                try WorkReference.one($0, of: "assignment", in: list, id: \.record.view.id)
            }
        }
        return list.filter { held in
            guard let village else { return all }
            return held.subject == village || held.record.view.buckets.contains(village)
        }
    }
}

/// `field assign take`: takes over what a colleague hands over, or settles what was proposed.
struct AssignTakeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "接手同事交来的 · Take over what a colleague hands over.",
        aliases: ["接手"]
    )

    @OptionGroup var options: AssignAnswerOptions

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        try options.global.place.open { folder in
            let author = try folder.replica.author()
            let waiting = try folder.assignments(.waiting, today: today)
            if let proposed = try proposed(folder, waiting, today) {
                return try settle(proposed, folder, today)
            }
            let chosen = try options.chosen(among: waiting, folder, today)
            guard let teacher = try folder.ownTeacher() else {
                throw Problem(.nothingFits, ["what": RecordText(.county).type("teacher")])
            }
            try folder.takeOver(chosen, as: teacher, day: today, author: author)
            let ids = Set(chosen.map(\.subject))
            let mine = try folder.assignments(.mine, today: today)
                .filter { $0.isCurrent && ids.contains($0.subject) }
            guard !options.output.json else {
                return try Terminal.print(.array(mine.map(AssignWords.json)))
            }
            try AssignWords.show(mine, today)
            try Terminal.say(
                "已接手 \(chosen.count) 项，今晚请同步。",
                "\(chosen.count) taken over; sync tonight."
            )
        }
    }

    /// The one proposed assignment that an id means; nil if it means something else.
    private func proposed(
        _ folder: ReplicaFolder,
        _ waiting: [HeldAssignment],
        _ today: BusinessDay
    ) throws -> WorkRecord? {
        guard options.ids.count == 1, let typed = options.ids.first,
            !waiting.contains(where: { $0.record.view.id.ends(as: typed) }),
            let record = try? WorkReference.record(typed, of: "assignment", folder.replica, today),
            record.status.state == "proposed"
        else { return nil }
        return record
    }

    private func settle(
        _ record: WorkRecord,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws {
        let kind = AssignmentKind(typed: record.view.values["kind"]?.text ?? "")
        guard try kind.map(folder.mayAssign) ?? true else {
            throw Problem(
                .authorityNeeded,
                ["field": kind?.rawValue ?? "", "authority": "中心校 (the township)"]
            )
        }
        let event = Edit.event("accept", on: record.view.id, day: today)
        _ = try folder.replica.edit([event], author: try folder.replica.author())
        try Terminal.say("已确定，即日生效。", "Settled as of today.")
    }
}

/// `field assign decline`: does not take over what a colleague hands over.
struct AssignDeclineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "不接同事交来的，并说明理由 · Do not take over, with a reason.",
        aliases: ["不接"]
    )

    @OptionGroup var options: AssignAnswerOptions

    @Option(help: ArgumentHelp("理由 · Why.", valueName: "text"))
    var reason: String

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        try options.global.place.open { folder in
            let chosen = try options.chosen(
                among: folder.assignments(.waiting, today: today),
                folder,
                today
            )
            try AssignAnswer.write("decline", reason: reason, on: chosen, folder, today)
            try AssignAnswer.say(chosen, options.output, "没有接手", "declined")
        }
    }
}

/// `field assign keep`: takes back what I offered, before it was taken over.
struct AssignKeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "撤回还没有接手的交接 · Take an offer back before it is taken over.",
        aliases: ["撤回"]
    )

    @OptionGroup var options: AssignAnswerOptions

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        try options.global.place.open { folder in
            let offered = try folder.assignments(.mine, today: today)
                .filter { $0.record.status.state == "handover" }
            let chosen = try options.chosen(among: offered, folder, today)
            try AssignAnswer.write("keep", reason: "", on: chosen, folder, today)
            try AssignAnswer.say(chosen, options.output, "仍由您负责", "kept")
        }
    }
}

/// Writes an event on each of some assignments.
private enum AssignAnswer {
    static func write(
        _ kind: String,
        reason: String,
        on chosen: [HeldAssignment],
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws {
        let edits = chosen.map {
            Edit.event(kind, on: $0.record.view.id, day: today, details: ["reason": reason])
        }
        _ = try folder.replica.edit(edits, author: try folder.replica.author())
    }

    static func say(
        _ chosen: [HeldAssignment],
        _ output: OutputOptions,
        _ chinese: String,
        _ english: String
    ) throws {
        guard !output.json else {
            return try Terminal.print(.texts(chosen.map { "\($0.record.view.id)" }))
        }
        try Terminal.say("\(chosen.count) 项：\(chinese)。", "\(chosen.count) \(english).")
    }
}
