/// The families that a teacher answers for, what was done for them, and whom nobody has spoken with.
public struct OwnLedger: Sendable {
    /// A family.
    public struct Family: Sendable {
        /// Its record.
        public let record: RecordID
        /// The name of its head.
        public let name: String
        /// The code of its village.
        public let village: String
        /// The part of the village or the address, for a way from door to door; empty if it is not known.
        public let group: String
        /// Which field of the family that is: lists mask an address.
        public let groupField: String
        /// How many of its pupils are held here.
        public let pupils: Int
        /// The last day on which somebody was at the home; nil if nobody was in the period.
        public let atHome: BusinessDay?
        /// The last day on which somebody spoke with the family; nil if nobody did in the period.
        public let contact: BusinessDay?
        /// Whether the whole family lives elsewhere.
        public let isAway: Bool
    }

    /// A pupil whom the county wants to be asked after every month.
    public struct FocusPupil: Sendable {
        /// The pupil's record.
        public let record: RecordID
        /// The pupil's name.
        public let name: String
        /// The family's place in ``OwnLedger/families``.
        public let family: Int
        /// The codes of the special groups because of which the pupil is in focus.
        public let tags: [String]
        /// The last day of the month on which somebody spoke with or about the pupil; nil if nobody did.
        public let contact: BusinessDay?
    }

    /// The first day of the period.
    public let first: BusinessDay
    /// The last day of the period, and of its last month.
    public let last: BusinessDay
    /// The families, by village, group and id.
    public internal(set) var families: [Family] = []
    /// The pupils in focus, in the order of their families; a month is the one of ``last``.
    public internal(set) var focus: [FocusPupil] = []
    /// Visits of the period that were written here and that the county has not sealed yet.
    public internal(set) var unsealed = 0

    /// Families at whose home somebody was.
    public var visited: Int { families.count { $0.atHome != nil } }
    /// Families with whom somebody spoke.
    public var contacted: Int { families.count { $0.contact != nil } }
    /// Families at whose home somebody was, or who live elsewhere and were spoken with.
    public var visitedOrAway: Int {
        families.count { $0.atHome != nil || ($0.isAway && $0.contact != nil) }
    }
    /// Pupils in focus with whom somebody spoke in the month.
    public var focusContacted: Int { focus.count { $0.contact != nil } }
}

extension ReplicaFolder {
    /// What a teacher has to show for a period: the families of the own villages, and those assigned by
    /// themselves or with a pupil.
    ///
    /// - Parameter days: From the first day to the last, which is today at most.
    /// - Returns: The ledger; empty for a teacher of whom no village is known here.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func ownLedger(_ days: ClosedRange<BusinessDay>) throws -> OwnLedger {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { try OwnLedgerReader($0, source, days).ledger() }
        }
    }
}
