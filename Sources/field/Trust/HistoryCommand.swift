import ArgumentParser
import FieldKit

/// `field history`: what was written into a record, by time.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "历史：一条记录先后被谁改成什么 · What was written into a record, by time.",
        discussion: """
            field history 学生 zxm
            field history student hq zxm
            """,
        aliases: ["历史"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var record: RecordWords

    func run() throws {
        try global.place.open { folder in
            let (id, field) = try record.resolved(in: folder)
            let story = try folder.replica.story(record.typeName, id)
            let steps = story.steps.filter { step in
                field == nil || !step.changes(of: field).isEmpty
            }
            guard !output.json else { return try Terminal.print(.array(steps.map(Self.json))) }
            let words = StoryWords(story)
            try Terminal.show(words.title + "\n")
            for step in steps { try Terminal.show(words.step(step, only: field)) }
            try Terminal.say("共 \(steps.count) 次修改。", "\(steps.count) changes.")
            if field == nil { try sayCourse(of: id, folder.replica) }
        }
    }

    /// What has happened to a thing in hand: the events are records of their own, so no write tells them.
    private func sayCourse(of id: RecordID, _ replica: Replica) throws {
        guard let workflow = Workflow.of(record.typeName), let today = Moment.today() else {
            return
        }
        let held = try replica.workRecord(record.typeName, id, today: today)
        guard !held.status.steps.isEmpty else { return }
        try Terminal.say("办理经过：", "What has happened:")
        try WorkWords.sayCourse(of: held, workflow, today)
    }

    private static func json(_ step: RecordStory.Step) -> JSON {
        .keys([
            "write": .text("\(step.write)"), "author": .text(step.author),
            "at": .text(Moment.iso(step.stamp)), "generation": .integer(step.generation),
            "safety": .text(step.safety.rawValue),
            "changes": .array(step.changes.map(change)),
        ])
    }

    private static func change(_ change: RecordStory.Change) -> JSON {
        .keys([
            "field": .text(change.key.fieldName), "element": change.key.element.map { .text($0) },
            "before": change.before.flatMap { $0 == .cleared ? nil : JSON($0) },
            "value": change.value == .cleared ? nil : JSON(change.value),
        ])
    }
}
