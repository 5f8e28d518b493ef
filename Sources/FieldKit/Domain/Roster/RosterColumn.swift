/// One column that a kind of list may have: which field it fills, and how its cells are read.
struct RosterColumn: Sendable {
    /// The field that it fills; for the columns that only find another record, a name of its own.
    let field: String
    /// The headings that mean it; the first is the one that messages name.
    let headings: [String]
    let cell: RosterCell
    /// Whose word holds when the record has a value already.
    let rule: Rule
    /// Whether every row needs a value.
    let required: Bool

    enum Rule: Sendable {
        /// The roster's: a different value in the file changes the record.
        case roster
        /// The teachers': the file only fills in what is absent.
        case fillsIn
        /// Goes into the sensitive record beside the main one, where the roster's word holds.
        case sensitive
        /// Fills no field; the import uses it to find other records.
        case reference
    }

    init(
        _ field: String,
        _ headings: [String],
        _ cell: RosterCell,
        _ rule: Rule = .roster,
        required: Bool = false
    ) {
        self.field = field
        self.headings = headings
        self.cell = cell
        self.rule = rule
        self.required = required
    }

    var heading: String { headings.first ?? field }
}

/// How the cells of a column are read.
enum RosterCell: Sendable {
    /// A person's name.
    case name
    /// Free text, tidied.
    case text
    /// The name of a class or grade, which a spreadsheet may take for a day.
    case className
    /// A code of the given length, digits only; a number's damage by spreadsheets is noticed.
    case digits(Int)
    /// A code of any form.
    case code
    case date
    /// 是/否 in its many forms.
    case flag
    /// One of several codes, given as the code, as a word, or as both (`1-单亲留守儿童`).
    case choice([RosterChoice])
    /// Such a code, or a word for yes that does not say which: then the pupil goes into a group.
    case choiceOrYes([RosterChoice], group: String)
    /// Codes of special groups, of which those that are known are taken.
    case groups([RosterChoice])
    /// Several of such codes, parted as words are, a set.
    case choices([RosterChoice])
    case nationalNumber
    case studentNumber
    /// One telephone number; of several the first.
    case phone
    /// Telephone numbers, a set.
    case phones
    /// Words with commas, semicolons or blanks between them, a set.
    case elements

    /// Whether a masked cell is none: what is somebody's name or number.
    var isPersonal: Bool {
        switch self {
        case .name, .digits, .code, .nationalNumber, .studentNumber, .phone, .phones: true
        default: false
        }
    }

    /// Whether `无` and a stroke say that there is none.
    var canBeNone: Bool {
        switch self {
        case .nationalNumber, .studentNumber, .phone, .phones, .groups, .elements, .date: true
        default: false
        }
    }

    /// A cell as it was meant: some programs write a whole number in a code as `2199000001.0`.
    func written(_ cell: String) -> String {
        switch self {
        case .digits, .code, .nationalNumber, .phone, .phones:
            cell.hasSuffix(".0") && PlainText.isDigits(cell.dropLast(2))
                ? String(cell.dropLast(2)) : cell
        default: cell
        }
    }
}

/// A code and the words for it.
struct RosterChoice: Sendable {
    let code: String
    let words: [String]
    /// The words as cells are read, with brackets of half width.
    private let plainWords: Set<String>

    private init(_ code: String, _ words: [String]) {
        self.code = code
        self.words = words
        plainWords = Set(words.map(PlainText.code))
    }

    /// Whether a cell, read as a code, means it.
    func isMeant(by plain: String) -> Bool { code == plain || plainWords.contains(plain) }

    /// The codes of a list of the county, for the words that it has and for those that lists of other
    /// offices have.
    ///
    /// - Parameters:
    ///   - list: The county's list.
    ///   - isByParts: Whether a part between two strokes of `七年级/初一` is enough.
    ///   - others: By code, what else it is called.
    ///   - left: Codes that cannot be chosen.
    /// - Returns: The choices in the order of the list.
    static func of(
        _ list: CodeList,
        isByParts: Bool = true,
        also others: [String: [String]] = [:],
        without left: Set<String> = []
    ) -> [RosterChoice] {
        list.entries.filter { !left.contains($0.code) }.map { entry in
            let words = isByParts ? entry.words(.chinese) : [entry.label(.chinese)]
            return RosterChoice(entry.code, words + (others[entry.code] ?? []))
        }
    }
}
