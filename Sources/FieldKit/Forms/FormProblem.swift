/// What is wrong with a form, and where: a sheet, a row and a column.
///
/// A form is read to its end, so that whoever wrote it hears of everything at once.
public struct FormProblem: Error, Sendable, Hashable {
    /// Whether the form can be used in spite of it.
    public enum Severity: String, Sendable, Hashable, Codable {
        /// It cannot.
        case error
        /// It can; somebody should look at it.
        case warning
    }

    /// What is wrong; stable for programs.
    public var code: ProblemCode
    /// The name of the sheet.
    public var sheet: String
    /// The row, counted from 1 as a spreadsheet shows it; nil for the sheet as a whole.
    public var row: Int?
    /// The heading of the column as it is written in the sheet; nil for the row as a whole.
    public var column: String?
    /// The values for the placeholders of the code's sentences.
    public var details: [String: String]
    /// Whether the form can be used in spite of it.
    public var severity: Severity

    /// States what is wrong and where.
    public init(
        _ code: ProblemCode,
        sheet: String,
        row: Int? = nil,
        column: String? = nil,
        details: [String: String] = [:],
        severity: Severity = .error
    ) {
        self.code = code
        self.sheet = sheet
        self.row = row
        self.column = column
        self.details = details
        self.severity = severity
    }

    /// The same without its place, for its words.
    public var problem: Problem { Problem(code, details) }
}
