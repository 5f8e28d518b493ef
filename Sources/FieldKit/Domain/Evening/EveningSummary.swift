import Foundation

/// What has changed for who works here since the last summary that this person was shown to its end:
/// what went up, what came down, what was sent back, what was decided otherwise.
public struct EveningSummary: Codable, Sendable {
    /// How many records of a type.
    public struct Count: Codable, Hashable, Sendable {
        /// The type.
        public let type: String
        /// Records that are new.
        public internal(set) var made: Int
        /// Records that have changed.
        public internal(set) var changed: Int
        /// How many of the new ones are visits by telephone; nil if none are.
        public internal(set) var calls: Int?
    }

    /// A visit that who works here wrote on this laptop, and that was sent back or voided.
    public struct Returned: Codable, Sendable {
        /// The visit.
        public let visit: RecordID
        /// The name of the head of the family; empty if that is not known here.
        public let name: String
        /// The day of the visit; empty if it says none.
        public let day: String
        /// Why.
        public let reason: String
        /// Who sent it back or voided it.
        public let author: String
    }

    /// What was said to an objection of who works here.
    public struct Answer: Codable, Sendable {
        /// The objection.
        public let objection: RecordID
        /// The kind of event: `uphold` or `change`.
        public let kind: String
        /// Whom it is about; empty if that is not known here.
        public let name: String
        /// Why.
        public let reason: String
        /// Who answered.
        public let author: String
    }

    /// Something that who works here handed over, and that was not taken.
    public struct Declined: Codable, Sendable {
        /// The assignment.
        public let assignment: RecordID
        /// The name of the family, pupil or village; a village's code if its name is not known here.
        public let name: String
        /// Whether it is a village, whose name is nobody's.
        public let isVillage: Bool
        /// Why.
        public let reason: String
        /// Who declined.
        public let author: String
    }

    /// When it was computed, in milliseconds since 1970 by the clock here.
    public var at: Int64
    /// What went up of the own work, by type.
    public var sent: [Count] = []
    /// How many lines of these the county has not sealed yet.
    public var passedOn = 0
    /// What came down, by type, less what stands in the lists below.
    public var received: [Count] = []
    /// The titles of forms that are new or have a new version.
    public var forms: [String] = []
    /// What was sent back.
    public var returned: [Returned] = []
    /// Visits of who works here that somebody else voided; nil in a summary that was kept before these were
    /// told.
    public var voided: [Returned]? = []
    /// What was handed over and not taken; nil in such a summary.
    public var declined: [Declined]? = []
    /// What was decided otherwise than it was written here.
    public var overruled: [Overruling] = []
    /// How many other decisions came.
    public var decided = 0
    /// What was said to the own objections.
    public var answers: [Answer] = []
    /// Families and pupils whom a colleague hands over to who works here.
    public var handovers = 0
    /// Records that came down and are in conflict.
    public var conflicts = 0
    /// Records that have left this laptop's scope.
    public var left: UInt64 = 0

    /// Own lines that no seal covers, after the sync.
    public var unsealed = 0
    /// What is held aside, after the sync.
    public var held = 0
    /// Records that this server does not serve.
    public var unserved = 0
    /// Whether both sides' sums are equal.
    public var isVerified = false
    /// How long the sync took, in seconds.
    public var seconds = 0.0

    /// Whether nothing has changed.
    public var isEmpty: Bool {
        sent.isEmpty && received.isEmpty && forms.isEmpty && returned.isEmpty && overruled.isEmpty
            && (voided ?? []).isEmpty && (declined ?? []).isEmpty && decided == 0 && answers.isEmpty
            && handovers == 0 && left == 0
    }
}

/// How far the summaries have told one person.
struct EveningMark: Codable, Sendable {
    /// The number of the last write that was told.
    var sequence: UInt64 = 0
    /// The runs of own lines that were told as sent, by replica.
    var sent: [String: [[UInt64]]] = [:]
    /// How many records had been evicted.
    var evictions: UInt64 = 0

    /// The own lines that were told as sent.
    var sentDots: CausalContext {
        get {
            var dots = CausalContext()
            for (name, runs) in sent {
                guard let id = Data(hexadecimal: name).flatMap({ ReplicaID(bytes: $0) }) else {
                    continue
                }
                for run in runs where run.count == 2 && 0 < run[0] && run[0] <= run[1] {
                    dots.insert(id, run[0]...run[1])
                }
            }
            return dots
        }
        set {
            sent = Dictionary(
                uniqueKeysWithValues: newValue.runs.map { id, runs in
                    (id.bytes.hexadecimal, runs.map { [$0.lowerBound, $0.upperBound] })
                }
            )
        }
    }
}
