import ArgumentParser
import FieldKit

/// What an event of a visit needs to be written down.
struct VisitEventOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "走访：编号、末几位或要查的词 · The visit: an id, its end, or words to look for.")
    var id: [String]

    @Option(help: ArgumentHelp("理由，@文件 或 @- 读取 · Why; @FILE and @- read it.", valueName: "text"))
    var reason: String?
}

/// A command that writes down what has happened to a visit.
protocol VisitEventCommand: ParsableCommand {
    /// The kind of event.
    static var kind: String { get }
    /// Whether a reason must be given.
    static var needsReason: Bool { get }
    var options: VisitEventOptions { get }
}

extension VisitEventCommand {
    func run() throws {
        var source = ValueSource()
        let reason = try options.reason.map { try source.text($0) } ?? ""
        guard !Self.needsReason || reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.missingOption, ["option": "--reason"])
        }
        try options.global.place.open { folder in
            guard let today = Moment.today(), let workflow = Workflow.of("visit") else {
                throw Problem(.internalError)
            }
            let replica = folder.replica
            let typed = options.id.joined(separator: " ")
            let id = try VisitReference.visit(typed, folder, today).view.id
            let event = Edit.event(Self.kind, on: id, day: today, details: ["reason": reason])
            let made = try replica.edit([event], author: try replica.author()).first?.id
            let record = try replica.workRecord("visit", id, today: today)
            WorkWords.noteIrregular(made, in: record, workflow)
            guard !options.output.json else {
                return try Terminal.print(
                    RecordJSON.record(record.view, state: record.status.state)
                )
            }
            try WorkWords.sayState(record.status, workflow, today)
            guard record.status.state == "void" else { return }
            try sayLeft(try replica.openConsequences(of: id, today: today))
        }
    }
}

extension VisitEventCommand {
    /// Names what a void visit had begun: that stays until a person ends it.
    private func sayLeft(_ left: [WorkRecord]) throws {
        for record in left {
            let label = RecordText(.county).type(record.view.type)
            try Terminal.say(
                "这次走访立的\(label) \(record.view.id.end) 还在，不对就另行办结或排除。",
                "\(label) \(record.view.id.end), which this visit began, stays; end it if it is wrong too."
            )
        }
        try Terminal.say(
            "走访时改过的名册资料（就学状态、住址等）不随作废改回；不对的请再走访一次改正。",
            "What the visit changed in the records of the family stays; what is wrong is put right by another visit."
        )
    }
}

/// `field visit void`: a visit that should not have been recorded.
struct VisitVoidCommand: VisitEventCommand {
    static let configuration = CommandConfiguration(
        commandName: "void",
        abstract: "作废一次走访，内容保留 · Void a visit; what was written is kept.",
        aliases: ["作废"]
    )
    static let kind = "void"
    static let needsReason = true

    @OptionGroup var options: VisitEventOptions
}

/// `field visit return`: a visit that its author is to put right.
struct VisitReturnCommand: VisitEventCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract:
            "退回一次走访，请记录人更正（学校、中心校、县里） · Send a visit back to be put right (school, township, county).",
        aliases: ["退回"]
    )
    static let kind = "return"
    static let needsReason = true

    @OptionGroup var options: VisitEventOptions
}

/// `field visit accept`: a visit that is as it should be.
struct VisitAcceptCommand: VisitEventCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "审核通过一次走访（学校、中心校、县里） · Accept a visit (school, township, county).",
        aliases: ["审核"]
    )
    static let kind = "accept"
    static let needsReason = false

    @OptionGroup var options: VisitEventOptions
}
