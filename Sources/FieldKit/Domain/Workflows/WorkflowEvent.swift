/// Something that happened to a record with a workflow, as somebody wrote it down.
public struct WorkflowEvent: Hashable, Sendable {
    /// At what desk something was written down.
    public enum Desk: Hashable, Sendable {
        /// A teacher's laptop.
        case teacher
        /// A school's or a township's, and one of which no more is known, such as a laptop that has not been
        /// enrolled.
        case office
        /// One that decides for the county.
        case county
    }

    /// The record of the event.
    public let id: RecordID
    /// The kind, a code of ``Workflow/events``.
    public let kind: String
    /// The day on which it happened.
    public let day: BusinessDay
    /// When it was written, in milliseconds since 1970 by the writer's corrected clock.
    public let stamp: Int64
    /// Who wrote it, as the write says.
    public let author: String
    /// Whose device wrote it.
    public let desk: Desk
    /// What else it says, by name: `reason`, `deadline`, `way`, `note` and the like.
    public let details: [String: String]
    /// What it names as evidence.
    public let evidence: [String]
    /// Which write it is of its replica: whoever wrote it knew of what that replica had written before;
    /// nil if it was not written down as an event.
    public let dot: Dot?

    /// Describes an event.
    ///
    /// - Parameters:
    ///   - id: The record of the event.
    ///   - kind: A code of ``Workflow/events``.
    ///   - day: The day on which it happened.
    ///   - stamp: When it was written, in milliseconds since 1970.
    ///   - author: Who wrote it.
    ///   - desk: Whose device wrote it.
    ///   - details: What else it says, by name.
    ///   - evidence: What it names as evidence.
    ///   - dot: Which write it is of its replica; nil if that says nothing of the order.
    public init(
        id: RecordID,
        kind: String,
        day: BusinessDay,
        stamp: Int64,
        author: String,
        desk: Desk = .office,
        details: [String: String] = [:],
        evidence: [String] = [],
        dot: Dot? = nil
    ) {
        self.id = id
        self.kind = kind
        self.day = day
        self.stamp = stamp
        self.author = author
        self.desk = desk
        self.details = details
        self.evidence = evidence
        self.dot = dot
    }
}

extension WorkflowEvent {
    /// Whether the same replica had written it already when it wrote another one.
    func precedes(_ other: WorkflowEvent) -> Bool {
        guard let dot, let later = other.dot else { return false }
        return dot.replica == later.replica && dot.counter < later.counter
    }
}

extension WorkflowEvent: Comparable {
    /// By day, then by stamp, then by record, so that everybody puts them into the same order.
    public static func < (left: Self, right: Self) -> Bool {
        (left.day, left.stamp, left.id) < (right.day, right.stamp, right.id)
    }
}
