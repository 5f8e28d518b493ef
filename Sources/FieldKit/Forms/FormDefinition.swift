/// A form as a county designs it in a spreadsheet: what is asked, in which order, under which
/// conditions.
///
/// It holds what the XLSForm sheets say (https://xlsform.org), in their words; nothing is computed
/// here. Expressions are kept as they were written, with `${name}` in them.
public struct FormDefinition: Sendable, Hashable, Codable {
    /// The `form_id` of the sheet settings.
    public var id: String
    /// The `version` of the sheet settings; a text without an order.
    public var version: String
    /// What a person reads as its name.
    public var title: FormText
    /// The languages of labels, in the order of the sheet; empty if columns name none.
    public var languages: [String]
    /// The language that is shown at first, if the sheet settings names one.
    public var defaultLanguage: String?
    /// Whatever else the sheet settings says, such as `instance_name` and `style`.
    public var settings: [String: String]
    /// The rows of the sheet survey, the outermost ones.
    public var nodes: [FormNode]
    /// The lists of the sheet choices, by name.
    public var lists: [String: [FormChoice]]
    /// The records that the answers make or change; none if the form has no sheet entities.
    public var entities: [FormEntity]
    /// The tables that rows `csv-external` of the sheet survey declare, each with its row; nil for
    /// none.
    public var tables: [String: Int]?

    /// A form of these parts.
    public init(
        id: String,
        version: String,
        title: FormText,
        languages: [String] = [],
        defaultLanguage: String? = nil,
        settings: [String: String] = [:],
        nodes: [FormNode] = [],
        lists: [String: [FormChoice]] = [:],
        entities: [FormEntity] = []
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.languages = languages
        self.defaultLanguage = defaultLanguage
        self.settings = settings
        self.nodes = nodes
        self.lists = lists
        self.entities = entities
    }
}

/// A text by language; under the empty key the one that names no language.
public typealias FormText = [String: String]

/// One row of the sheet survey, with what stands between its begin and its end.
public struct FormNode: Sendable, Hashable, Codable {
    /// Whether a row asks something or holds other rows.
    public enum Kind: Sendable, Hashable, Codable {
        case question(QuestionType)
        case group
        case `repeat`
    }

    /// What expressions call it.
    public var name: String
    /// What the row is.
    public var kind: Kind
    /// The row of the sheet survey, counted from 1 as a spreadsheet shows it.
    public var row: Int
    /// What is asked.
    public var label: FormText = [:]
    /// What helps to answer.
    public var hint: FormText = [:]
    /// What helps whoever was not trained, shown on request.
    public var guidance: FormText = [:]
    /// The names of files by kind (`image`, `audio`, `video`, `big-image`).
    public var media: [String: FormText] = [:]
    /// The expression under which the row is asked; nil for always.
    public var relevant: String?
    /// The expression that a valid answer makes true.
    public var constraint: String?
    /// What is said of an answer that breaks the constraint.
    public var constraintMessage: FormText = [:]
    /// `yes` in the sheet is kept as `true()`, `no` as nothing.
    public var required: String?
    /// What is said where a required answer is missing.
    public var requiredMessage: FormText = [:]
    /// `yes` in the sheet is kept as `true()`.
    public var readOnly: String?
    /// A fixed text, or an expression if ``isDefaultDynamic``.
    public var defaultValue: String?
    /// Whether the default is an expression.
    public var isDefaultDynamic = false
    /// The expression whose value is the answer.
    public var calculation: String?
    /// The names of the questions whose change computes the calculation anew.
    public var triggers: [String] = []
    /// How an application may show it; kept, and not used in a terminal.
    public var appearance: String?
    /// `start=1 end=10 step=1` by name.
    public var parameters: [String: String] = [:]
    /// Where its choices come from; nil if it has none.
    public var choices: FormChoiceSource?
    /// The expression that a choice makes true to be offered.
    public var choiceFilter: String?
    /// Of a repeat: how many there are.
    public var repeatCount: String?
    /// The field of the record in which the answer is kept.
    public var saveTo: String?
    /// Whatever other columns the row fills, by heading, such as `body::esri:fieldType`.
    public var extra: [String: String] = [:]
    /// The rows between its begin and its end.
    public var children: [FormNode] = []

    /// A row with nothing but its name.
    public init(name: String, kind: Kind, row: Int) {
        self.name = name
        self.kind = kind
        self.row = row
    }
}

extension FormNode.Kind {
    /// Whether it is a question for a file, of which only the name is kept.
    public var isFile: Bool {
        [.image, .audio, .video, .file].contains { self == .question($0) }
    }
}

/// What a question asks for, by the XLSForm name of its type.
public enum QuestionType: String, Sendable, Hashable, Codable, CaseIterable {
    case text, integer, decimal, date, time, dateTime
    case selectOne = "select_one"
    case selectMultiple = "select_multiple"
    case rank, note, calculate, acknowledge, geopoint, geotrace, geoshape
    case image, audio, video, file, barcode, range, hidden
    case start, end, today, deviceid, username, phonenumber, email
}

/// Where the choices of a question come from.
public enum FormChoiceSource: Sendable, Hashable, Codable {
    /// A list of the sheet choices.
    case list(String)
    /// A file, or records of the laptop, looked up by name; with the columns of value and label.
    case file(String, value: String, label: String)
    /// The answers in a repeat, by the name of a question in it.
    case `repeat`(String)
}

/// One row of the sheet choices.
public struct FormChoice: Sendable, Hashable, Codable {
    /// What is kept as the answer.
    public var name: String
    /// What is shown.
    public var label: FormText
    /// The names of files by kind.
    public var media: [String: FormText] = [:]
    /// Whatever other columns the row fills, for `choice_filter`.
    public var columns: [String: String] = [:]
    /// The row of the sheet choices, counted from 1 as a spreadsheet shows it.
    public var row: Int

    /// A choice.
    public init(name: String, label: FormText, row: Int, columns: [String: String] = [:]) {
        self.name = name
        self.label = label
        self.row = row
        self.columns = columns
    }
}

/// One row of the sheet entities: a record that the answers make or change.
public struct FormEntity: Sendable, Hashable, Codable {
    /// The type of the record, as `save_to` may name it.
    public var list: String
    /// The expression that gives a new record its label.
    public var label: String?
    /// The expression for the id of a record that is there already.
    public var id: String?
    /// The expression under which a record is made.
    public var createIf: String?
    /// The expression under which the record is changed.
    public var updateIf: String?
    /// The row of the sheet entities, counted from 1 as a spreadsheet shows it.
    public var row: Int

    /// A record that the answers make or change.
    public init(
        list: String,
        label: String?,
        id: String? = nil,
        createIf: String? = nil,
        updateIf: String? = nil,
        row: Int
    ) {
        self.list = list
        self.label = label
        self.id = id
        self.createIf = createIf
        self.updateIf = updateIf
        self.row = row
    }
}
