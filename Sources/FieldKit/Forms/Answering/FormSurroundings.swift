public import Foundation

/// What a form asks of the machine and the person: given, so that a test can set it.
public protocol FormSurroundings: Sendable {
    /// Milliseconds since 1970 now.
    func milliseconds() -> Int64
    /// The zone in which days begin and times are told.
    var timeZone: TimeZone { get }
    /// A number from 0 up to 1, without 1.
    func random() -> Double
    /// A new identifier, as of ``Foundation/UUID``, in small letters.
    func uuid() -> String
    /// A property of the machine or person by its name in XLSForm: `deviceid`, `username`,
    /// `phonenumber`, `email`, and the id of the answers as ``FormProperty/instanceID``; empty or nil
    /// if there is none.
    func property(_ name: String) -> String?
}

/// Names of properties that no type of question has.
public enum FormProperty {
    /// The id that a submission bears, `uuid:…`, from the moment when it is begun.
    public static let instanceID = "instanceID"
}

/// The tables beside a form: files of its sheet, or records of the laptop.
public protocol FormTables: Sendable {
    /// The table of this name, without an ending; nil if there is none.
    func table(named name: String) -> (any FormRows)?
}

/// Rows with named columns, as `pulldata` and `instance()` read them; a row is named by its number.
public protocol FormRows: Sendable {
    /// The names of the columns.
    var columns: [String] { get }
    /// The numbers of all rows, ascending.
    var numbers: [Int] { get }
    /// The text in a cell; empty if there is none.
    func cell(row: Int, column: Int) -> String
    /// The numbers of the rows in which a column has a text, ascending.
    func rows(where column: Int, is text: String) -> [Int]
    /// Whether an empty cell counts as none at all, as in the sheet choices.
    var hidesEmptyCells: Bool { get }
}

/// Rows in memory.
public struct FormTable: FormRows, Hashable {
    /// The names of the columns.
    public var columns: [String]
    /// The rows; one that is too short has nothing in the last columns.
    public var rows: [[String]]

    /// Whether an empty cell counts as none at all, as in the sheet choices.
    public internal(set) var hidesEmptyCells = false

    /// The name of the table with one row: what was answered to the same form the last time, a column
    /// for each question; as ODK calls it.
    public static let lastSaved = "__last-saved"
    /// The same where the form was never answered before.
    static let nothingSaved = FormTable(columns: [], rows: [])

    /// A table of these rows.
    public init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The numbers of all rows, from 0.
    public var numbers: [Int] { Array(rows.indices) }

    /// The text in a cell; empty if there is none.
    public func cell(row: Int, column: Int) -> String {
        column < rows[row].count ? rows[row][column] : ""
    }

    /// The numbers of the rows in which a column has a text, ascending.
    public func rows(where column: Int, is text: String) -> [Int] {
        rows.indices.filter { cell(row: $0, column: column) == text }
    }
}

/// No tables at all.
public struct NoFormTables: FormTables {
    /// Nothing to say.
    public init() {}

    /// Always nil.
    public func table(named name: String) -> (any FormRows)? { nil }
}
