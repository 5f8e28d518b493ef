import ArgumentParser
import FieldKit

/// `field why`: every entry behind a value.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "看一个值的来历 · Show every entry behind a value: who, when, which rule, which lost.",
        aliases: ["来历"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var record: RecordArgument

    @Argument(help: "字段 · Only this field.")
    var name: String?

    func run() throws {
        let id = try record.record()
        let entries = try global.place.replica { try $0.entries(record.type, id) }
        var byField = Dictionary(grouping: entries) { $0.key.fieldName }
        if let name {
            let isKnown = PolicyTable.county.field(name, of: record.type) != nil
            guard isKnown || byField[name] != nil else {
                throw Problem(.unknownField, ["type": record.type, "field": name])
            }
            byField = [name: byField[name] ?? []]
        }
        if output.json {
            let fields = byField.map { field, list in
                (
                    field,
                    JSON.array(
                        list.map { RecordJSON.entry($0, field: field, standing: true) }
                    )
                )
            }
            try Terminal.print(
                .keys([
                    "type": .text(record.type), "id": .text("\(id)"),
                    "fields": .object(Dictionary(fields) { first, _ in first }),
                ])
            )
        } else {
            for field in byField.keys.sorted() { try say(field, byField[field] ?? []) }
        }
    }

    private func say(_ field: String, _ entries: [EntryView]) throws {
        let text = RecordText(.county)
        let policy = PolicyTable.county.policy(
            entries.first?.key ?? RegisterKey(field),
            of: record.type
        )
        try Terminal.show(
            "\(text.field(field, of: record.type))（\(Self.rule(policy))）\n"
        )
        for entry in entries {
            var line = "  \(Self.word(entry.standing))  "
            if let element = entry.key.element {
                line += (entry.value == .boolean(true) ? "+" : "-")
                line += CodeList.words(element, field: field, of: record.type, .current)
            } else {
                line += text.value(entry.value, field: field, of: record.type)
            }
            line += "  \(entry.author)  \(Moment.local(entry.stamp))"
            if entry.isClockSuspect { line += Language.current("（时钟存疑）", " (clock suspect)") }
            try Terminal.show(line + "\n")
        }
    }

    /// The rule by which the shown value is chosen, in words.
    private static func rule(_ policy: FieldPolicy) -> String {
        let language = Language.current
        if policy.kind == .set { return language("集合，增加优先", "a set: adding wins") }
        let view =
            policy.view == .mostSevere
            ? language("取最严重的", "the most severe is shown")
            : language("取最新的", "the latest is shown")
        let review =
            policy.review == .queue
            ? language("不同时由县里决定", "the county decides between different ones")
            : language("其余留作历史", "others stay as history")
        return view + language("，", ", ") + review
    }

    private static func word(_ standing: EntryView.Standing) -> String {
        switch standing {
        case .shown: Language.current("现用", "shown")
        case .conflict: Language.current("冲突", "conflict")
        case .superseded: Language.current("已被替代", "superseded")
        }
    }
}
