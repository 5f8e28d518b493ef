/// What an import would do: records to make, fields to change, rows that change nothing.
///
/// Planning the same file again after the plan was carried out gives a plan that does nothing.
public struct RosterPlan: Sendable {
    /// A record to make.
    public struct Creation: Sendable {
        /// The row's line in the file.
        public let line: Int
        /// The record.
        public let draft: RecordDraft
    }

    /// The kind of list.
    public let kind: RosterKind
    /// The records to make, in the order of the file; a pupil's two stand together.
    public internal(set) var creations: [Creation] = []
    /// The changes to records that are held.
    public internal(set) var changes: [RosterChange] = []
    /// Rows that make a record or change one.
    public internal(set) var rowsTaken = 0
    /// Rows of which nothing differs from what is held.
    public internal(set) var unchanged = 0
    /// Every row that is not taken, in the order of the file.
    public internal(set) var refused: [RefusedRow] = []
    /// What was odd about rows that are taken.
    public internal(set) var notices: [RosterNotice] = []
    /// Headings of columns that are not taken in, because no field is known for them.
    public internal(set) var unknownHeadings: [String] = []

    /// The records to make.
    public var drafts: [RecordDraft] { creations.map(\.draft) }

    /// True if there is nothing to write.
    public var isEmpty: Bool { creations.isEmpty && changes.isEmpty }

    /// Compares what a file holds with what is held.
    ///
    /// An empty cell says nothing: it clears no field. Sets only grow. A field that belongs to the
    /// teachers is filled in where it is absent and never replaced.
    ///
    /// - Parameters:
    ///   - reading: The file.
    ///   - existing: The record for a key, if one is held; of several the one first made.
    ///   - makeID: Gives an id for each new record.
    /// - Returns: What to write; nothing has been written yet.
    public static func plan(
        _ reading: RosterReading,
        existing: (RosterKey) throws -> ExistingRecord?,
        makeID: () -> RecordID
    ) rethrows -> RosterPlan {
        var planner = RosterPlanner(reading: reading)
        for row in reading.rows { try planner.add(row, existing: existing, makeID: makeID) }
        return planner.finished
    }
}

/// What differs between a row and a record that is held.
public struct RosterChange: Hashable, Sendable {
    /// The row's line in the file.
    public let line: Int
    /// The record's type.
    public let type: String
    /// The record.
    public let id: RecordID
    /// The fields that take another value.
    public let fields: [DraftField]
    /// The elements that go into sets.
    public let added: [DraftSet]
    /// The buckets that it enters.
    public let addedBuckets: [String]
    /// The buckets that it leaves, because the school or village changed.
    public let removedBuckets: [String]

    var isEmpty: Bool {
        fields.isEmpty && added.isEmpty && addedBuckets.isEmpty && removedBuckets.isEmpty
    }
}
