import Foundation

/// What one sync did.
public struct SyncReport: Sendable {
    /// Writes that went up and changed the server's state; those that it had are not counted.
    public var sent = 0
    /// Writes that came down and changed the state here.
    public var received = 0
    /// Records that came down in this sync and have a conflict about which a person decides.
    public var conflicts = 0
    /// The counter of the own log up to which, without a gap, the county's seal is held; 0 for
    /// none.
    public var sealedThrough: UInt64 = 0
    /// Own writes that no seal covers yet.
    public var unsealed = 0
    /// Writes that are held aside or refused, here or elsewhere, from this sync or before.
    public var held = 0
    /// Requests of the session that were answered; tries that failed on the way are not counted.
    public var requests = 0
    /// HTTP bytes of these requests that went out, headers included.
    public var bytesOut = 0
    /// HTTP bytes of their replies that came in, headers included.
    public var bytesIn = 0
    /// How long it took, in seconds, by the clock here.
    public var seconds = 0.0
    /// Whether both sides' sums are equal for all that is granted, less what is held aside or not
    /// served.
    public var isVerified = false
    /// The codes of buckets whose sums differed, so that what differs was searched and exchanged.
    public var healed: [String] = []
    /// How many records were found different there, as far as that was searched record by record.
    public var differing = 0
    /// Own writes that the other side holds aside, refuses or does not serve: the type, the
    /// record's id and the stable code; type and id are empty where they could not be read.
    public var aside: [(type: String, record: String, code: String)] = []
    /// Decisions that are new here and that others have made; who, says ``Replica/decider(of:)``.
    public var decisions: [RecordID] = []
    /// Records that were forgotten because they left this device's scope.
    public var evicted = 0
    /// Records whose writes this server does not serve.
    public var unsent = 0
    /// How far this machine's clock is behind the server's, in milliseconds; below zero if it is
    /// ahead.
    public var clockOffset: Int64 = 0
    /// What the server wants to be shown, such as `device_revoked`; nil for nothing, and for a code
    /// that this version does not know.
    public var notice: ProblemCode?
    /// Whether the server said at once that there was nothing to exchange.
    public var isSame = false

    /// A report of nothing yet.
    public init() {}
}
