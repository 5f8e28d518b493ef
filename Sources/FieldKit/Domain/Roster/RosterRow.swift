/// One row of a list that was read in full.
public struct RosterRow: Hashable, Sendable {
    /// Its line in the file, from 1.
    public var line: Int
    /// How the records of an earlier import are found, the surest key first.
    public var keys: [RosterKey]
    /// The plain fields of the main record.
    public var fields: [DraftField] = []
    /// The set fields of the main record.
    public var sets: [DraftSet] = []
    /// The fields of the sensitive record beside it; only pupils have one.
    public var identity: [DraftField] = []
    /// Names of the fields in which an existing value is left as it is.
    public var fillsIn: Set<String> = []
    /// What the row says of other records, by the names of the columns that only refer:
    /// `school_name`, `household_number`, `village`.
    public var references: [String: String] = [:]

    /// The value of a plain field of the main record; nil if the row has none.
    public subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}

/// A row that was not taken, and why.
public struct RefusedRow: Hashable, Sendable {
    /// Its line in the file, from 1.
    public let line: Int
    /// The heading of the column at fault, as the file has it; nil if it is the whole row.
    public let column: String?
    /// The reason; never with the name or number in it.
    public let reason: Problem
}

/// Something odd about a row that was taken.
public struct RosterNotice: Hashable, Sendable {
    /// What was odd; the raw value is a stable code.
    public enum Kind: String, Hashable, Sendable {
        /// The national number ended in a small or replaced X; it was put right.
        case checkCharacterReplaced = "check_character_replaced"
        /// The national number had fifteen digits; it was brought into the form of eighteen.
        case upgradedFromFifteen = "upgraded_from_fifteen"
        /// No province has the first two digits of the national number.
        case provinceUnknown = "province_unknown"
        /// The national number belongs to an invented person.
        case demo = "demo"
        /// The number in the school register holds another national number.
        case numbersDiffer = "numbers_differ"
        /// A telephone number is none; it was left out.
        case phoneUnread = "phone_unread"
        /// The class is written in no known form; it was taken as it stands.
        case classUnread = "class_unread"
        /// Neither a national number nor one of the school register is given; the pupil was taken
        /// without, and is known by name, school and birth date.
        case numberMissing = "number_missing"
        /// What stands there is masked with stars; it was left out.
        case masked = "masked"
        /// Words for special groups are not known, or mean several; they were left out.
        case groupUnknown = "group_unknown"
        /// A pupil is said to be left behind, but not by whom; only the mark was taken.
        case leftBehindUnclear = "left_behind_unclear"
        /// No household of this number is held; the pupil was taken without.
        case householdUnknown = "household_unknown"
    }

    /// The row's line in the file, from 1.
    public let line: Int
    /// The heading of the column.
    public let column: String
    /// What was odd.
    public let kind: Kind
}

/// What a file holds: the rows that can be taken, and those that cannot.
public struct RosterReading: Sendable {
    /// The kind of list.
    public let kind: RosterKind
    /// The rows that were read, in the order of the file.
    public var rows: [RosterRow]
    /// The rows that were not, in the order of the file.
    public var refused: [RefusedRow]
    /// What was odd about the rows that were read.
    public var notices: [RosterNotice]
    /// Headings of columns for which no field is known, in the order of the file.
    public var unknownHeadings: [String] = []
}
