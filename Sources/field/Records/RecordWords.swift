import ArgumentParser
import FieldKit

/// A record as people name it: its type, and its id, the end of it or words that find only it; behind
/// them a field.
struct RecordWords: ParsableArguments {
    @Argument(help: "记录类型，如 student 或 学生 · The record's type, such as household.")
    var type: String

    @Argument(
        help: ArgumentHelp(
            "编号，或只符合一个的词；后面可加字段 · The id, or words that only one fits; a field may follow.",
            valueName: "word"
        )
    )
    var words: [String]

    /// The type's name; people may say its label.
    var typeName: String {
        PolicyTable.county.types.first { $0.label == type }?.name ?? type
    }

    /// Which record is meant, and the field behind it.
    ///
    /// - Throws: `nothing_fits`, `several_fit`, `record_not_held`, `unknown_field`,
    ///   `wrong_usage` without a type.
    func resolved(in folder: ReplicaFolder) throws -> (id: RecordID, field: String?) {
        guard !type.allSatisfy(\.isWhitespace) else {
            throw Problem(.wrongUsage, ["what": "TYPE"])
        }
        if let id = words.first.flatMap({ RecordID($0) }) {
            guard words.count <= 2 else {
                throw Problem(.wrongUsage, ["what": "TYPE ID [FIELD]"])
            }
            return (id, words.count == 2 ? fieldName(words[1]) ?? words[1] : nil)
        }
        var rest = words
        var field: String?
        if rest.count > 1, let name = rest.last.flatMap(fieldName) {
            field = name
            rest.removeLast()
        }
        guard let today = Moment.today() else { throw Problem(.internalError) }
        let id = try WorkReference.anything(
            rest.joined(separator: " "),
            of: typeName,
            folder,
            today
        )
        return (id, field)
    }

    /// The field that a word names, by name or label.
    private func fieldName(_ word: String) -> String? {
        PolicyTable.county.type(typeName)?.fields.first { $0.name == word || $0.label == word }?
            .name
    }
}
