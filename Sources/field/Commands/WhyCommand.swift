import ArgumentParser
import FieldKit

/// `field why`: every entry behind a value.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "看一个值的来历 · Show every entry behind a value: who, when, which rule, which lost.",
        discussion: """
            field why 学生 zxm 备注
            field why student hq zxm note
            """,
        aliases: ["来历"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var record: RecordWords

    func run() throws {
        try global.place.open { folder in
            let (id, name) = try record.resolved(in: folder)
            let type = record.typeName
            let entries = try folder.replica.entries(type, id)
            var byField = Dictionary(grouping: entries) { $0.key.fieldName }
            if let name {
                let isKnown = PolicyTable.county.field(name, of: type) != nil
                guard isKnown || byField[name] != nil else {
                    throw Problem(.unknownField, ["type": type, "field": name])
                }
                byField = [name: byField[name] ?? []]
            }
            guard !output.json else { return try Terminal.print(Self.json(type, id, byField)) }
            let words = StoryWords(try folder.replica.story(type, id))
            try Terminal.show(words.title + "\n")
            for field in byField.keys.sorted() {
                try Terminal.show(words.field(field, byField[field] ?? []))
            }
        }
    }

    private static func json(
        _ type: String,
        _ id: RecordID,
        _ byField: [String: [EntryView]]
    ) -> JSON {
        let fields = byField.map { field, list in
            (
                field,
                JSON.array(list.map { RecordJSON.entry($0, field: field, standing: true) })
            )
        }
        return .keys([
            "type": .text(type), "id": .text("\(id)"),
            "fields": .object(Dictionary(fields) { first, _ in first }),
        ])
    }
}
