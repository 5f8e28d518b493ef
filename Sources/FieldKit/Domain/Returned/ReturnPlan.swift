/// What taking an edited export back would do.
public struct ReturnPlan: Sendable {
    /// What becomes of one changed cell.
    public enum Effect: String, Sendable {
        /// A write over what was exported.
        case written
        /// A write beside a newer value: a conflict, until somebody decides.
        case conflict
        /// An observation for review, because the roster says otherwise.
        case observation
    }

    /// One changed cell.
    public struct Cell: Sendable, Hashable {
        /// Its row, as the spreadsheet counts it.
        public let line: Int
        /// The heading of its column, as the file has it.
        public let column: String
        /// The record.
        public let id: RecordID
        /// What becomes of it.
        public let effect: Effect
    }

    /// How many rows there are.
    public internal(set) var rows = 0
    /// Rows and cells that are not taken, in the order of the file.
    public internal(set) var refused: [RefusedRow] = []
    /// The changed cells that are taken, in the order of the file.
    public internal(set) var cells: [Cell] = []
    /// How many records of the type are held here and have no row: nothing happens to them.
    public internal(set) var absent = 0
    /// One edit for each record that changes.
    var edits: [Edit] = []

    /// Rows without a refusal.
    public var accepted: Int { rows - refusedRows.count }
    /// Records that change.
    public var changed: Int { edits.count }

    /// The rows of records that are refused, wholly or in a cell.
    var refusedRows: Set<Int> = []

    /// How many changed cells become the given.
    public func count(_ effect: Effect) -> Int { cells.count { $0.effect == effect } }
}

extension RefusedRow {
    /// The whole sentence, with the next step but without the code.
    public func sentence(_ language: Language) -> String {
        let words = reason.sentence(language)
        let next = reason.next(language)
        switch language {
        case .chinese:
            return "第 \(line) 行\(column.map { "“\($0)”" } ?? "")：\(words)\(next)"
        case .english: return "Line \(line)\(column.map { " (\($0))" } ?? ""): \(words) \(next)"
        }
    }
}
