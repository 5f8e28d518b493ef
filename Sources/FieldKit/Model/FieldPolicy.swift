/// How one field of one type is treated: who may write it, which of several live values is shown,
/// and whether a person must decide between them.
///
/// Data, not code.
public struct FieldPolicy: Hashable, Sendable {
    /// Who may write a field; the county judges it again when a write arrives.
    public enum Authority: String, Sendable {
        /// Whoever has the record in their scope.
        case anyone
        /// The roster import at the county, once it has written the field; before that, anyone.
        case roster
        /// The county only.
        case county
        /// Anyone who has the record in their scope, until somebody has written the field; nobody
        /// afterwards.
        case once
    }

    /// Which of several live values is shown; a view, never a write.
    public enum View: String, Sendable {
        /// The latest stamp, then the greater replica id, then the greater hash.
        case latest
        /// The greatest whole number; without any, the text that comes last by its bytes; among
        /// equals as `latest`.
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
        /// Any text of at most ``Limits/valueBytesMax`` bytes; also a code of the county's lists.
        case text
        /// A whole number of 64 bits, with its sign.
        case integer
        /// Yes or no.
        case boolean
        /// A day, `YYYY-MM-DD`, without a time zone.
        case date
        /// A number with at most nine digits after the point.
        case decimal
        /// At most ``Limits/valueBytesMax`` bytes, in base64 on the command line.
        case data
        /// The id of another record, as its text.
        case record
        /// A set of texts: one register an element, so that adding wins over a concurrent removal;
        /// an element has at most ``Limits/elementBytesMax`` bytes.
        case set
    }

    /// The field's name, as writes and commands say it; at most ``Limits/nameBytesMax`` bytes.
    public let name: String
    /// The kind of value that it takes.
    public let kind: Kind
    /// Who may write it.
    public let authority: Authority
    /// Which of several live values is shown.
    public let view: View
    /// What several different live values mean.
    public let review: Review
    /// What people see in the name's place; Chinese for the county's own fields.
    public let label: String

    /// States how one field is treated.
    ///
    /// - Parameters:
    ///   - name: The name in writes and commands.
    ///   - label: What people see in its place.
    ///   - kind: The kind of value that it takes.
    ///   - authority: Who may write it.
    ///   - view: Which of several live values is shown.
    ///   - review: Whether a person decides between several live values.
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
    /// The type's name, as writes and commands say it; at most ``Limits/nameBytesMax`` bytes.
    public let name: String
    /// What people see in the name's place; Chinese for the county's own types.
    public let label: String
    /// The field that names the record whose buckets this one shares; nil if it has its own.
    public let subjectField: String?
    /// Whether nothing of the record but its buckets changes once it is written.
    public let isImmutable: Bool
    /// The fields, in the order in which people see them.
    public let fields: [FieldPolicy]

    /// Describes one record type.
    ///
    /// - Parameters:
    ///   - name: The name in writes and commands.
    ///   - label: What people see in its place.
    ///   - subjectField: The field that names the record whose buckets this one shares.
    ///   - isImmutable: Whether nothing but the buckets changes once it is written.
    ///   - fields: The fields, in the order in which people see them.
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

    /// Makes a table of the given types; of two types or fields of one name the first counts.
    public init(_ types: [TypePolicy]) {
        self.types = types
        typesByName = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
        fieldsByName = typesByName.mapValues { type in
            Dictionary(type.fields.map { ($0.name, $0) }) { first, _ in first }
        }
    }

    /// What the table says of a type; nil if it does not know it.
    public func type(_ name: String) -> TypePolicy? { typesByName[name] }

    /// What the table says of a field of a type; nil if it does not know both.
    public func field(_ name: String, of type: String) -> FieldPolicy? {
        fieldsByName[type]?[name]
    }

    /// How a register is treated, known or not.
    ///
    /// - Parameters:
    ///   - key: The register; one with an element is treated as its set is.
    ///   - type: The record's type.
    /// - Returns: The field's policy; for one that the table does not know text, or a set, that
    ///   anyone may write and whose conflicts are reviewed.
    public func policy(_ key: RegisterKey, of type: String) -> FieldPolicy {
        if let field = field(key.name, of: type) { return field }
        let kind: FieldPolicy.Kind = key.element == nil ? .text : .set
        return FieldPolicy(key.name, key.name, kind: kind, review: .queue)
    }

    /// The field by which a type names the record whose buckets it shares; nil if it has none, or
    /// the table does not know it.
    public func subjectField(of type: String) -> String? { typesByName[type]?.subjectField }
}
