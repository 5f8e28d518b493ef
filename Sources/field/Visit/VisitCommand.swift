import ArgumentParser
import FieldKit

/// `field visit`: visits to families.
struct VisitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit",
        abstract:
            "走访：新建、续填、提交、看、改、打印、作废、退回、审核 · Visits: record, resume, submit, show, amend, print, void, send back, accept.",
        subcommands: [
            VisitNewCommand.self, VisitResumeCommand.self, VisitSubmitCommand.self,
            VisitListCommand.self, VisitShowCommand.self, VisitAmendCommand.self,
            VisitPrintCommand.self, VisitVoidCommand.self, VisitReturnCommand.self,
            VisitAcceptCommand.self,
        ],
        aliases: ["家访"]
    )
}

/// `field visit list`: the visits, with the families they were made to.
struct VisitListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出我记下的走访 · List the visits that I wrote down, oldest first.",
        aliases: ["列表"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var listing: ListingOptions

    @Flag(help: "也列同事的 · Also those of colleagues.")
    var all = false

    func run() throws {
        try global.place.replica { replica in
            guard let today = Moment.today() else { throw Problem(.internalError) }
            let visits = try all ? replica.allVisits() : replica.ownVisits()
            guard !output.json else {
                return try Terminal.print(.array(visits.map(RecordJSON.record)))
            }
            let rows = try Self.rows(visits, replica, today)
            try listing.show(replica, as: "visit") { names, page in
                page.add(Self.table(rows, names))
                page.say("共 \(visits.count) 次走访。", "\(visits.count) visits.")
            }
        }
    }

    /// One visit, whom it was made to, and where it stands if that is not where a visit is as a rule.
    private struct Row {
        let visit: RecordView
        let head: String?
        let state: String
    }

    /// The states that a list of visits names: what does not count, and what waits for the teacher.
    private static let named: Set<String> = ["superseded", "void", "returned"]

    private static func rows(
        _ visits: [RecordView],
        _ replica: Replica,
        _ today: BusinessDay
    ) throws -> [Row] {
        guard let workflow = Workflow.of("visit") else { throw Problem(.internalError) }
        var heads: [String: String] = [:]
        return try replica.records(of: visits, today: today).map { record in
            let household = record.view.values["household"]?.text ?? ""
            if heads[household] == nil, let id = RecordID(household) {
                // A family that is not held here is not known by name.
                let view = try? replica.view("household", id)
                heads[household] = view?.values["head_name"]?.text
            }
            let isNamed = named.contains(record.status.state)
            return Row(
                visit: record.view,
                head: heads[household],
                state: isNamed ? WorkWords.state(record.status, workflow) : ""
            )
        }
    }

    private static func table(_ rows: [Row], _ names: ShownNames) -> Table {
        let language = Language.current
        let text = RecordText(.county)
        var table = Table([
            language("编号", "id"), language("日期", "date"), language("户主", "head"),
            language("方式", "kind"), "",
        ])
        for (row, end) in zip(rows, rows.map(\.visit.id).ends) {
            table.add([
                end, text.value("date", of: row.visit),
                row.head.map(names.name) ?? "?", text.value("kind", of: row.visit), row.state,
            ])
        }
        return table
    }
}

/// `field visit show`: one visit.
struct VisitShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "看一次走访，及其状态 · Show one visit, and where it stands.",
        aliases: ["看"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "走访：编号、末几位或要查的词 · The visit: an id, its end, or words to look for.")
    var id: [String]

    func run() throws {
        try global.place.open { folder in
            guard let today = Moment.today(), let workflow = Workflow.of("visit") else {
                throw Problem(.internalError)
            }
            let record = try VisitReference.visit(id.joined(separator: " "), folder, today)
            let newer = record.status.steps.last { $0.isRegular && $0.event.kind == "supersede" }
            let late = try folder.replica.lateDays(of: record.view.id)
            guard !output.json else {
                let json = RecordJSON.record(record.view, state: record.status.state)
                guard case .object(var keys) = json else { return }
                if let newer { keys["supersededBy"] = .text("\(newer.event.id)") }
                if let late { keys["lateDays"] = .integer(late) }
                return try Terminal.print(.object(keys))
            }
            let page = VisitPage(record.view, folder)
            try Terminal.show(try page.lines(columns: Terminal.columns))
            if let late {
                try Terminal.say(
                    "  补录：比走访晚 \(late) 天。",
                    "  Entered late: \(late) days after the visit."
                )
            }
            try WorkWords.sayCourse(of: record, workflow, today)
            if let newer {
                try Terminal.say(
                    "这一版已由 \(newer.event.id.end) 替换。",
                    "This version was replaced by \(newer.event.id.end)."
                )
            }
        }
    }
}
