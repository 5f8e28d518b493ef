/// What a table for people looks like, before its rows.
public struct TableHead: Sendable, Hashable {
    /// One column.
    public struct Column: Sendable, Hashable {
        /// What stands above it.
        public var heading: String
        /// Whether it is there for programs only: a workbook hides it.
        public var isHidden: Bool

        /// A column.
        public init(_ heading: String, isHidden: Bool = false) {
            self.heading = heading
            self.isHidden = isHidden
        }
    }

    /// What stands above the whole; also the name of a workbook's sheet.
    public var title: String
    /// The line below the title, such as the unit and the day; empty for none.
    public var subtitle: String
    /// The columns, from the left.
    public var columns: [Column]
    /// What stands below the last row, for those who sign: maker, checker, seal.
    public var signatures: [String]

    /// The head of a table.
    public init(title: String, subtitle: String, columns: [Column], signatures: [String]) {
        self.title = title
        self.subtitle = subtitle
        self.columns = columns
        self.signatures = signatures
    }
}

/// One cell of a table that goes out.
public enum TableCell: Sendable, Hashable {
    /// A text, an id, a telephone or a code: nothing to reckon with.
    case text(String)
    /// A number that was a number before, with its digits.
    case number(String)

    /// What it says.
    public var text: String {
        switch self {
        case .text(let text), .number(let text): text
        }
    }
}
