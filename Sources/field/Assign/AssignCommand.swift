import ArgumentParser
import FieldKit

/// `field assign`: who answers for which village, household or pupil.
struct AssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "包联：看、分配、交接、空缺 · Who answers for whom: show, assign, hand over, vacant.",
        subcommands: [
            AssignShowCommand.self, AssignGiveCommand.self, AssignHandOverCommand.self,
            AssignTakeCommand.self, AssignDeclineCommand.self, AssignKeepCommand.self,
            AssignVacantCommand.self,
        ],
        defaultSubcommand: AssignShowCommand.self,
        aliases: ["包联"]
    )
}

/// `field assign show`: my assignments, a teacher's, a village's or a record's.
struct AssignShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "看我的、某教师的或某村的包联 · My assignments, a teacher's or a village's.",
        aliases: ["看"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("某教师的 · Those of a teacher, by words.", valueName: "words"))
    var teacher: String?

    @Option(
        help: ArgumentHelp(
            "某村的（名称或代码） · Those of a village, by name or code.",
            valueName: "village"
        )
    )
    var village: String?

    @Option(help: ArgumentHelp("某户或学生的 · Those of a family or a pupil.", valueName: "words"))
    var of: String?

    @Flag(help: "也列出已结束的 · List also what has ended.")
    var all = false

    @OptionGroup var listing: ListingOptions

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let found = try folder.assignments(try filter(folder, today), today: today)
                .filter { all || $0.record.status.isOpen }
            let waiting = try isMine ? folder.assignments(.waiting, today: today) : []
            let proposed = try isMine ? proposed(folder, beside: found, today) : []
            guard !output.json else {
                let all = found + waiting + proposed
                return try Terminal.print(.array(all.map(AssignWords.json)))
            }
            let villages = try folder.placeLabels(isMine ? rosterVillages(folder, found) : [])
            try listing.show(folder.replica, as: "assign") { names, page in
                AssignWords.add(found, today, names, &page)
                if !villages.isEmpty {
                    let list = villages.joined(separator: Language.current("、", ", "))
                    page.say("名册上的包村：\(list)", "Villages by the roster: \(list)")
                }
                page.say("共 \(found.count) 项。", "\(found.count) assignments.")
                if !proposed.isEmpty {
                    page.say("\n等您确定的提议：", "\nProposed, to be settled by you:")
                    AssignWords.add(proposed, today, names, &page)
                    page.say(
                        "确定请输入 field 包联 接手 编号。",
                        "`field assign take ID` settles one."
                    )
                }
                guard !waiting.isEmpty else { return }
                page.say("\n等您接手：", "\nTo be taken over by you:")
                AssignWords.add(waiting, today, names, &page)
                page.say(
                    "接手请输入 field 包联 接手 编号（或 --all）；不接请输入 field 包联 不接 编号。",
                    "`field assign take ID`, or --all, takes over; `field assign decline ID` does not."
                )
            }
        }
    }

    /// What others proposed and this laptop's role settles.
    private func proposed(
        _ folder: ReplicaFolder,
        beside found: [HeldAssignment],
        _ today: BusinessDay
    ) throws -> [HeldAssignment] {
        // Who settles nothing need not look through all that is assigned.
        let kinds = Set(try AssignmentKind.allCases.filter(folder.mayAssign))
        guard !kinds.isEmpty else { return [] }
        let listed = Set(found.map(\.record.view.id))
        return try folder.assignments(.proposed, today: today).filter { held in
            !listed.contains(held.record.view.id)
                && AssignmentKind(typed: held.kind).map(kinds.contains) == true
        }
    }

    private var isMine: Bool { teacher == nil && village == nil && of == nil }

    private func filter(_ folder: ReplicaFolder, _ today: BusinessDay) throws -> AssignmentFilter {
        if let village { return .subject(try PlaceReference.village(village, folder, today)) }
        if let teacher {
            return .teacher(try WorkReference.subject(teacher, of: ["teacher"], folder, today))
        }
        if let of { return .subject("\(try WorkReference.subject(of, folder, today))") }
        return .mine
    }

    private func rosterVillages(
        _ folder: ReplicaFolder,
        _ found: [HeldAssignment]
    ) throws -> [String] {
        let listed = Set(found.filter(\.isCurrent).map(\.subject))
        return try folder.ownVillages().filter { !listed.contains($0) }
    }
}

/// `field assign give`: makes somebody answer for a village, a household or a pupil.
struct AssignGiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "give",
        abstract: "分配：由谁包村、包户、包人 · Make somebody answer for a village, a family or a pupil.",
        discussion: """
            包村、包户由中心校分配，包人也可由学校分配，当天生效；其他人写下的是提议。
            The township assigns villages and families, the school also pupils; what others write is
            a proposal.

                field assign 分配 包村 610326101901 --teacher 工号或姓名
            """,
        aliases: ["分配"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "包村、包户、包人、一对一、结对、学困 · village, household, pupil, one-to-one, pair, struggling.")
    var kind: String

    @Argument(
        help: ArgumentHelp(
            "村（名称或代码），或户、学生的编号或词 · The village by name or code, or the family or pupil.",
            valueName: "subject"
        )
    )
    var subject: String

    @Option(help: ArgumentHelp("教师 · The teacher, by words or id.", valueName: "words"))
    var teacher: String

    @Flag(help: "协助，不是主责 · Helps, and does not answer first.")
    var helper = false

    func run() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        guard let kind = AssignmentKind(typed: kind) else {
            let known = AssignmentKind.allCases.map { $0.label(.current) }
            throw Problem(.wrongUsage, ["what": "KIND: " + known.joined(separator: ", ")])
        }
        try global.place.open { folder in
            let subject =
                try kind.subjectType.map {
                    "\(try WorkReference.subject(self.subject, of: [$0], folder, today))"
                } ?? PlaceReference.village(self.subject, folder, today)
            let id = try folder.assign(
                kind,
                subject,
                to: try WorkReference.subject(teacher, of: ["teacher"], folder, today),
                isPrimary: !helper,
                day: today,
                author: try folder.replica.author()
            )
            let held = try folder.assignments(.subject(subject), today: today)
            guard let made = held.first(where: { $0.record.view.id == id }) else { return }
            guard !output.json else { return try Terminal.print(AssignWords.json(made)) }
            try AssignWords.show([made], today)
            try sayMade(made)
            try AssignWords.noteOthers(held, beside: made)
        }
    }

    private func sayMade(_ made: HeldAssignment) throws {
        if made.isCurrent {
            try Terminal.say("已分配，即日生效。", "Assigned as of today.")
        } else {
            try Terminal.say(
                "已提出，等中心校或学校确定（field 包联 接手 编号）。",
                "Proposed; the township or the school decides with `field assign take ID`."
            )
        }
    }
}

/// `field assign vacant`: for whom nobody answers.
struct AssignVacantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacant",
        abstract: "空缺：没有人包的村、户、人 · For whom nobody answers.",
        discussion: """
            --village 时也看该村需要关注而没有人包的学生。
            With --village, also the pupils of that village who need care and have nobody.
            """,
        aliases: ["空缺"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @OptionGroup var listing: ListingOptions

    @Option(help: ArgumentHelp("村（名称或代码） · A village, by name or code.", valueName: "village"))
    var village: String?

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let village = try village.map { try PlaceReference.village($0, folder, today) }
            let found = try folder.vacancies(inVillage: village, today: today)
            guard !output.json else { return try Terminal.print(.array(found.map(Self.json))) }
            try listing.show(folder.replica, as: "vacant") { names, page in
                Self.add(found, names, &page)
            }
        }
    }

    private static func add(_ found: [Vacancy], _ names: ShownNames, _ page: inout Page) {
        var table = Table(["", "", ""])
        for vacancy in found {
            let isNamed = vacancy.kind == .village && !vacancy.name.isEmpty
            let id = RecordID(vacancy.subject).map(\.end) ?? (isNamed ? "" : vacancy.subject)
            let name = vacancy.kind == .village ? vacancy.name : names.name(vacancy.name)
            table.add([vacancy.kind.label(.current), name, id])
        }
        page.add(table, hasHeader: false)
        page.say(
            "空缺 \(found.count) 处（只按这台电脑上有的教师和包联来看）。",
            "\(found.count) vacant, by the teachers and assignments that are held here."
        )
    }

    private static func json(_ vacancy: Vacancy) -> JSON {
        .keys([
            "kind": .text(vacancy.kind.rawValue), "subject": .text(vacancy.subject),
            "name": .text(vacancy.name), "assignment": vacancy.orphan.map { .text("\($0)") },
        ])
    }
}
