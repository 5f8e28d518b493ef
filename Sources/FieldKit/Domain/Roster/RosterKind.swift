/// The kinds of list that can be imported; the raw value is the word on the command line.
public enum RosterKind: String, CaseIterable, Sendable {
    /// Pupils, as the school register exports them.
    case student
    /// Households of a village.
    case household
    /// Teachers of a school.
    case teacher
    /// Schools of the county.
    case school
    /// Policies of aid, which every laptop holds.
    case policy

    /// The type of the records that a list of this kind makes.
    var recordType: String { self == .policy ? "aid_policy" : rawValue }
}

/// How a record of an earlier import is found again.
public enum RosterKey: Hashable, Sendable {
    /// The record of `type` whose field `name` has the text `value`.
    case field(type: String, name: String, value: String)
    /// Among the pupils of a name at a school with a birth date or a class, the one at a place from 0,
    /// oldest first: for rows without a number.
    case alike(name: String, school: String, mark: String, place: Int)
    /// The record of `type` with this id.
    case id(type: String, RecordID)
}

/// A record that is held already, as far as an import compares it.
public struct ExistingRecord: Hashable, Sendable {
    /// The record.
    public let id: RecordID
    /// The shown values of its plain fields.
    public let fields: [String: Value]
    /// The elements of its set fields.
    public let sets: [String: Set<String>]
    /// The buckets that it is in.
    public let buckets: Set<String>

    /// Says what is held of a record.
    ///
    /// - Parameters:
    ///   - id: The record.
    ///   - fields: The shown values of its plain fields, by name.
    ///   - sets: The elements of its set fields, by name.
    ///   - buckets: The codes of the buckets that it is in.
    public init(
        id: RecordID,
        fields: [String: Value],
        sets: [String: Set<String>] = [:],
        buckets: Set<String> = []
    ) {
        self.id = id
        self.fields = fields
        self.sets = sets
        self.buckets = buckets
    }
}

extension ExistingRecord {
    /// By what a pupil is known where there is no number: name, school, and birth date or class.
    package var alikeKeys: [[String]] {
        guard let name = fields["name"]?.text, let school = fields["school"]?.text else {
            return []
        }
        return ["birth", "class"].compactMap { fields[$0]?.text }.filter { !$0.isEmpty }
            .map { [name, school, $0] }
    }
}

/// The codes of places and schools, as far as an import needs them.
public enum RegionCode {
    /// The bucket of the sensitive records of a village or school.
    ///
    /// No code begins with zero, so a scope of villages or schools never reaches it; it is granted
    /// by itself, or with the whole county.
    public static func sensitiveBucket(of code: String) -> String { "0" + code }

    /// The stage that a school of this code teaches, as ``ClassName/stage`` names it; nil where the
    /// type in the code's first two digits does not say.
    public static func stage(ofSchool code: String) -> String? {
        switch code.prefix(2) {
        case "11": "P"
        case "21", "22": "X"
        case "31", "32", "33": "C"
        case "35": "G"
        case "36": "Z"
        default: nil
        }
    }

    /// True for schools of the invented county, which bear the number of a province that is none.
    public static func isDemoSchool(_ code: String) -> Bool {
        code.dropFirst(2).hasPrefix("99")
    }
}
