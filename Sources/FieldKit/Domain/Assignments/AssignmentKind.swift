/// What somebody answers for, and who may say so.
public enum AssignmentKind: String, CaseIterable, Sendable {
    /// A village.
    case village = "包村"
    /// A household.
    case household = "包户"
    /// A pupil.
    case pupil = "包人"
    /// A pupil of one party member.
    case oneToOne = "一对一"
    /// A pupil who is paired with a teacher.
    case pair = "结对"
    /// A pupil who finds learning hard.
    case struggling = "学困"

    /// What people may type in its place.
    private var english: String {
        switch self {
        case .village: "village"
        case .household: "household"
        case .pupil: "pupil"
        case .oneToOne: "one-to-one"
        case .pair: "pair"
        case .struggling: "struggling"
        }
    }

    /// Reads what a person typed; nil for what is no kind.
    public init?(typed: String) {
        let plain = typed.lowercased()
        guard let kind = Self.allCases.first(where: { $0.rawValue == typed || $0.english == plain })
        else { return nil }
        self = kind
    }

    /// What people call it.
    public func label(_ language: Language) -> String {
        language == .chinese ? rawValue : english
    }

    /// The type of the records that it is about; nil for a village, which is a code.
    public var subjectType: String? {
        switch self {
        case .village: nil
        case .household: "household"
        case .pupil, .oneToOne, .pair, .struggling: "student"
        }
    }

    /// Whether a device of a role may assign it: villages and households the township, pupils also the
    /// school, all of them the county.
    ///
    /// - Parameter role: The role in the device's certificate.
    /// - Returns: Whether what it assigns counts at once.
    public func mayBeAssigned(byRole role: String) -> Bool {
        let all: Set<String> = ["township", "reviewer", "administrator", "county"]
        return all.contains(role) || role == "school" && subjectType == "student"
    }
}
