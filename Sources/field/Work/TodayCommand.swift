import ArgumentParser
import FieldKit

/// `field today`: what to look at today.
struct TodayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today",
        abstract: "今日：退回、疑似辍学、任务、应访户 · What to look at today, the most urgent first.",
        discussion: """
            --route 按村、组排列应访的户，可打印带走。
            --route lists the families to visit by village and group, to be printed and taken along.
            """,
        aliases: ["今日"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "只列应访的户，按村、组排列 · Only whom to visit, by village and group.")
    var route = false

    @OptionGroup var listing: ListingOptions

    @Flag(help: "把走访路线打印成 PDF · Print the route as a PDF.")
    var print = false

    @Option(
        name: [.short, .customLong("out")],
        help: ArgumentHelp("打印到哪个文件 · The file to print to.", valueName: "file")
    )
    var out: String?

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let list = try folder.today(today)
            if print { return try printRoute(list, folder, today) }
            guard !output.json else { return try Terminal.print(json(list)) }
            let codes = list.route.map(\.bucket)
            let villages = try folder.placeLabels(codes)
            try listing.show(folder.replica, as: "today") { names, page in
                if route {
                    Self.addRoute(list, villages, names, &page)
                } else {
                    Self.add(list, today, names, &page)
                }
            }
        }
    }

    // MARK: For people

    private static func add(
        _ list: TodayList,
        _ today: BusinessDay,
        _ names: ShownNames,
        _ page: inout Page
    ) {
        page.say("今日 \(today)", "Today, \(today)")
        for kind in TodayList.Kind.allCases {
            let items = list.items.filter { $0.kind == kind }
            guard !items.isEmpty else { continue }
            page.add("")
            page.add("\(title(kind))  \(items.count)", .heading)
            var table = Table(["", "", "", ""])
            for item in items.prefix(shownMax) {
                let id = "  " + (item.decision ?? item.record).end
                table.add(
                    [id, names.name(item.name), about(item, names), next(item, today)],
                    WorkWords.style(item.status, today)
                )
            }
            page.add(table, hasHeader: false)
            if items.count > shownMax {
                let rest = items.count - shownMax
                page.say("  还有 \(rest) 条。", "  \(rest) more.")
            }
        }
        if list.items.isEmpty { page.say("没有要办的事。", "Nothing is to be done.") }
        addCounts(list, &page)
    }

    private static func addCounts(_ list: TodayList, _ page: inout Page) {
        if list.families.all > 0 {
            let share = Percent(list.families.visited, of: list.families.all)
            page.say(
                "\n本学期入户 \(list.families.visited)/\(list.families.all) 户（\(share)）。",
                "\nVisited at home this semester: \(list.families.visited) of \(list.families.all) families "
                    + "(\(share))."
            )
        }
        if list.unsealed > 0 {
            page.say(
                "有 \(list.unsealed) 条县里还没有确认，今晚请同步。",
                "\(list.unsealed) lines are not sealed by the county yet; sync tonight."
            )
        }
        if list.held > 0 {
            page.say(
                "有 \(list.held) 条被搁置或没有采用，见 field 搁置。",
                "\(list.held) are held aside or were not taken; see `field held`."
            )
        }
    }

    /// The way from door to door, with what the village of each family is called.
    private static func addRoute(
        _ list: TodayList,
        _ villages: [String],
        _ names: ShownNames,
        _ page: inout Page
    ) {
        let visits = list.route
        var code = ""
        for (item, village) in zip(visits, villages) {
            if item.bucket != code {
                code = item.bucket
                page.add(village, .heading)
            }
            let name = DisplayWidth.pad(names.name(item.name), to: 10)
            page.add("  □ \(name)  \(group(item, names))")
        }
        page.say("应访 \(visits.count) 户。", "\(visits.count) families to visit.")
    }

    /// What is to be done, or where.
    private static func about(_ item: TodayList.Item, _ names: ShownNames) -> String {
        item.matter == nil ? group(item, names) : WorkWords.matter(item.matter, names)
    }

    private static func group(_ item: TodayList.Item, _ names: ShownNames) -> String {
        names.value(item.group, field: item.groupField)
    }

    /// The route on paper shows names in full, which is logged.
    private func printRoute(
        _ list: TodayList,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws {
        try PaperFile(path: out, output: output).write(
            try folder.routePaper(list, on: today),
            name: "走访路线-\(today)",
            noting: "today",
            folder.replica
        )
    }

    private static let shownMax = 12

    private static func next(_ item: TodayList.Item, _ today: BusinessDay) -> String {
        guard let status = item.status, let workflow = Workflow.of(item.type) else { return "" }
        let next = WorkWords.next(status, workflow, today)
        let state = WorkWords.state(status, workflow)
        return next.isEmpty ? state : "\(state)；\(next)"
    }

    private static func title(_ kind: TodayList.Kind) -> String {
        switch kind {
        case .returned: Language.current("退回的走访", "Visits sent back")
        case .dropout: Language.current("疑似辍学", "Pupils who may have dropped out")
        case .task: Language.current("任务", "Tasks")
        case .issue: Language.current("问题", "Issues")
        case .clue: Language.current("监测线索", "Families at risk")
        case .letter: Language.current("信与文书", "Letters and notices")
        case .handover:
            Language.current("等您接手（见 field 包联）", "To be taken over; see `field assign`")
        case .decided:
            Language.current("没有采用您的填写（见 field 异议）", "Decided against you; see `field object`")
        case .visit: Language.current("本学期还没有入户的", "Not visited at home this semester")
        }
    }

    // MARK: For programs

    private func json(_ list: TodayList) -> JSON {
        let items = list.items.map { item -> JSON in
            .keys([
                "kind": .text(item.kind.rawValue), "type": .text(item.type),
                "id": .text("\(item.record)"), "name": .text(item.name),
                "bucket": .text(item.bucket), "group": .text(item.group),
                "state": item.status.map { .text($0.state) },
                "day": item.day.map { .text("\($0)") },
                "matter": item.matter.map { .text($0.value) },
                "decision": item.decision.map { .text("\($0)") },
            ])
        }
        return .keys([
            "items": .array(items), "unsealed": .integer(list.unsealed),
            "held": .integer(list.held), "families": .integer(list.families.all),
            "visited": .integer(list.families.visited),
            "lastSync": list.lastSync.map { .text(Moment.iso($0)) },
        ])
    }
}
