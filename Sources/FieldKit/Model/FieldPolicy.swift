/// How one field of one type is treated: who may write it, which of several live values is shown,
/// and whether a person must decide between them.
///
/// Data, not code.
public struct FieldPolicy: Hashable, Sendable {
    /// Who may write a field.
    public enum Authority: String, Sendable {
        /// Whoever has the record in their scope.
        case anyone
        /// The roster import at the county, once it has written the field; before that, anyone.
        case roster
        /// The county only.
        case county
        /// Nobody after the write that made the record.
        case once
    }

    /// Which of several live values is shown; a view, never a write.
    public enum View: String, Sendable {
        /// The latest stamp, then the greater replica id, then the greater hash.
        case latest
        /// The greatest number or the last code of the field's list; then as `latest`.
        case mostSevere
    }

    /// What several different live values mean.
    public enum Review: String, Sendable {
        /// A person at the county decides.
        case queue
        /// The others stay readable; nobody is asked.
        case history
    }

    /// The kinds of value that a field takes.
    public enum Kind: String, Sendable {
        /// Any text.
        case text
        /// A whole number.
        case integer
        /// Yes or no.
        case boolean
        /// A day.
        case date
        /// A number with a point.
        case decimal
        /// Bytes, in base64 on the command line.
        case data
        /// The id of another record.
        case record
        /// A set of texts: one register an element, so that adding wins over a concurrent removal.
        case set
    }

    /// The field's name.
    public let name: String
    /// What it takes.
    public let kind: Kind
    /// Who may write it.
    public let authority: Authority
    /// Which of several live values is shown.
    public let view: View
    /// What several different live values mean.
    public let review: Review
    /// The label that people see.
    public let label: String

    /// States how one field is treated.
    public init(
        _ name: String,
        _ label: String,
        kind: Kind = .text,
        authority: Authority = .anyone,
        view: View = .latest,
        review: Review = .history
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.authority = authority
        self.view = view
        self.review = review
    }
}

/// What is known of one record type.
public struct TypePolicy: Hashable, Sendable {
    /// The type's name.
    public let name: String
    /// The label that people see.
    public let label: String
    /// The field that names the record whose buckets this one shares.
    public let subjectField: String?
    /// Whether the record never changes once written.
    public let isImmutable: Bool
    /// The fields, in the order in which people see them.
    public let fields: [FieldPolicy]

    /// Describes one record type.
    public init(
        _ name: String,
        _ label: String,
        subjectField: String? = nil,
        isImmutable: Bool = false,
        fields: [FieldPolicy]
    ) {
        self.name = name
        self.label = label
        self.subjectField = subjectField
        self.isImmutable = isImmutable
        self.fields = fields
    }
}

/// The table of all types and fields; a type or field that is not in it is text, shown by the
/// latest stamp, and reviewed.
public struct PolicyTable: Sendable {
    /// The types in the order of the table.
    public let types: [TypePolicy]
    private let typesByName: [String: TypePolicy]
    private let fieldsByName: [String: [String: FieldPolicy]]

    /// Makes a table of the given types.
    public init(_ types: [TypePolicy]) {
        self.types = types
        typesByName = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
        fieldsByName = typesByName.mapValues { type in
            Dictionary(type.fields.map { ($0.name, $0) }) { first, _ in first }
        }
    }

    /// What is known of a type.
    public func type(_ name: String) -> TypePolicy? { typesByName[name] }

    /// What is known of a field.
    public func field(_ name: String, of type: String) -> FieldPolicy? {
        fieldsByName[type]?[name]
    }

    /// How a register is treated, known or not.
    public func policy(_ key: RegisterKey, of type: String) -> FieldPolicy {
        if let field = field(key.name, of: type) { return field }
        let kind: FieldPolicy.Kind = key.element == nil ? .text : .set
        return FieldPolicy(key.name, key.name, kind: kind, review: .queue)
    }

    /// The field by which a type names the record whose buckets it shares.
    public func subjectField(of type: String) -> String? { typesByName[type]?.subjectField }
}
