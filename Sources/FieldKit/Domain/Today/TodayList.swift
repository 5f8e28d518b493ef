/// What a teacher should look at today.
public struct TodayList: Sendable {
    /// Why something is on the list, the most urgent first.
    public enum Kind: String, CaseIterable, Sendable {
        /// A visit that was sent back.
        case returned
        /// A pupil who may have dropped out.
        case dropout
        /// Something to be done.
        case task
        /// Something wrong that must be put right.
        case issue
        /// A family that may be falling back into poverty.
        case clue
        /// A letter or notice on its way.
        case letter
        /// A family, a pupil or a village that a colleague hands over.
        case handover
        /// A conflict that was decided against what was written here.
        case decided
        /// A family of the own villages that nobody has visited at home this semester.
        case visit
    }

    /// One thing.
    public struct Item: Sendable {
        /// Why it is on the list.
        public let kind: Kind
        /// The type of the record to look at.
        public let type: String
        /// The record to look at.
        public let record: RecordID
        /// The name of the pupil or of the head of the family; empty if that is not known here.
        public let name: String
        /// The code of the village or school.
        public let bucket: String
        /// The part of the village or the address, for a way from door to door; empty if it is not known.
        public let group: String
        /// Which field of the family that is: lists mask an address.
        public let groupField: String
        /// What is to be done, or which letter it is; nil where the kind says it.
        public internal(set) var matter: Matter?
        /// Of what was decided, the decision, which is what can be objected to; nil for the rest.
        public internal(set) var decision: RecordID?
        /// Where it stands; nil for what has no workflow.
        public let status: WorkflowStatus?
        /// The last day for it; nil if there is none.
        public let day: BusinessDay?
    }

    /// What a thing in hand is about, beside whom.
    public struct Matter: Sendable {
        /// The type of the thing.
        public let type: String
        /// The field that says it: people's own words, or a code.
        public let field: String
        /// What it says there.
        public let value: String
        /// Whom it is about; empty if that is not known here.
        public let name: String
    }

    /// By type of thing in hand, the fields that say what it is about, the most telling first.
    private static let matters = [
        "task": ["text", "kind"], "issue": ["text", "category"], "clue": ["text", "risk"],
        "notice": ["kind"],
    ]

    /// Whether things of a type say what they are about.
    public static func saysMatter(of type: String) -> Bool { matters[type] != nil }

    /// What a thing in hand is about; nil if it does not say so.
    public static func matter(of record: WorkRecord) -> Matter? {
        let said = (matters[record.view.type] ?? []).lazy.compactMap { field in
            record.view.values[field].map { (field, $0.text) }
        }.first { !$0.1.isEmpty }
        return said.map {
            Matter(type: record.view.type, field: $0.0, value: $0.1, name: record.name)
        }
    }

    /// The things, the most urgent first.
    public internal(set) var items: [Item] = []
    /// Writes of this laptop that the county has not sealed yet.
    public internal(set) var unsealed = 0
    /// Writes that are held aside or were refused.
    public internal(set) var held = 0
    /// How many families of the own villages there are, and how many of them were visited at home this
    /// semester.
    public internal(set) var families = (all: 0, visited: 0)
    /// When this laptop last synced, in milliseconds since 1970; nil if it never has.
    public internal(set) var lastSync: Int64?

    /// The families to visit, in the order of a way from door to door: by village and group.
    public var route: [Item] {
        items.filter { $0.kind == .visit }
            .map { (door: ($0.bucket, VillageGroup($0.group), $0.record), item: $0) }
            .sorted { $0.door < $1.door }
            .map(\.item)
    }
}

extension ReplicaFolder {
    /// What the teacher of this laptop should look at on a day.
    ///
    /// - Parameter day: Today.
    /// - Returns: The list; what is late comes first.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func today(_ day: BusinessDay) throws -> TodayList {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                var list = try TodaySearch(reader, source, today: day).list()
                let standing = try reader.standing()
                // Who belongs to no county waits for no seal.
                list.unsealed = try reader.ownCertificate() == nil ? 0 : standing.unsealed
                list.held = try reader.heldCount()
                list.lastSync = standing.lastSync
                return list
            }
        }
    }
}
