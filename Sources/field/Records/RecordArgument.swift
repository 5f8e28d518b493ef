import ArgumentParser
import FieldKit

/// A record as a command names it: its type and its id.
struct RecordArgument: ParsableArguments {
    @Argument(help: "记录类型 · The record's type, such as household.")
    var type: String

    @Argument(help: "记录编号 · The record's id.")
    var id: String

    /// The id, read.
    ///
    /// - Throws: `invalid_identifier`.
    func record() throws -> RecordID { try RecordArgument.record(id) }

    static func record(_ text: String) throws -> RecordID {
        guard let id = RecordID(text) else { throw Problem(.invalidIdentifier) }
        return id
    }
}
