import ArgumentParser
import FieldKit

/// `field visit`: visits to families.
struct VisitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit",
        abstract: "走访：新建、列表、查看、作废、退回、审核 · Visits: record one, list, show, void, send back, accept.",
        subcommands: [
            VisitNewCommand.self, VisitListCommand.self, VisitShowCommand.self,
            VisitVoidCommand.self, VisitReturnCommand.self, VisitAcceptCommand.self,
        ],
        aliases: ["家访"]
    )
}

/// `field visit list`: the visits, with the families they were made to.
struct VisitListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出走访 · List the visits, oldest first.",
        aliases: ["列表"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
        try global.place.replica { replica in
            var visits: [RecordView] = []
            try replica.list("visit") { visits.append($0) }
            guard !output.json else {
                return try Terminal.print(.array(visits.map(RecordJSON.record)))
            }
            let heads = try Self.heads(of: visits, replica)
            try listing.show(replica, as: "visit") { names, page in
                page.add(Self.table(visits, heads, names))
                page.say("共 \(visits.count) 次走访。", "\(visits.count) visits.")
            }
        }
    }

    /// The heads of the families that were visited, by the families' ids.
    private static func heads(
        of visits: [RecordView],
        _ replica: Replica
    ) throws -> [String: String] {
        var heads: [String: String] = [:]
        for case let household? in visits.map({ $0.values["household"]?.text })
        where heads[household] == nil {
            guard let id = RecordID(household) else { continue }
            // A family that is not held here is not known by name.
            let view = try? replica.view("household", id)
            heads[household] = view?.values["head_name"]?.text
        }
        return heads
    }

    private static func table(
        _ visits: [RecordView],
        _ heads: [String: String],
        _ names: ShownNames
    ) -> Table {
        let language = Language.current
        let text = RecordText(.county)
        var table = Table([
            language("编号", "id"), language("日期", "date"), language("户主", "head"),
            language("方式", "kind"),
        ])
        for visit in visits {
            let head = visit.values["household"].flatMap { heads[$0.text] }
            table.add([
                "\(visit.id)", text.value("date", of: visit), head.map(names.name) ?? "?",
                text.value("kind", of: visit),
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

    @Argument(help: "走访编号 · The visit's id.")
    var id: String

    func run() throws {
        guard let today = Moment.today(), let workflow = Workflow.of("visit") else {
            throw Problem(.internalError)
        }
        let id = try RecordArgument.record(id)
        let record = try global.place.replica { try $0.workRecord("visit", id, today: today) }
        if output.json {
            try Terminal.print(RecordJSON.record(record.view, state: record.status.state))
        } else {
            try Terminal.show(RecordText(.county).whole(record.view))
            try WorkWords.sayCourse(of: record, workflow, today)
        }
    }
}
