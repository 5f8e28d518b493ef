import Foundation

/// What one sync did.
public struct SyncReport: Sendable {
    /// Writes that went up.
    public var sent = 0
    /// Writes that came down and were new here.
    public var received = 0
    /// Records seen in this sync that have an open conflict.
    public var conflicts = 0
    /// The counter of the own log up to which the county's seal is held.
    public var sealedThrough: UInt64 = 0
    /// Own writes that no seal covers yet.
    public var unsealed = 0
    /// Requests that were made.
    public var requests = 0
    /// HTTP bytes that went out, headers included.
    public var bytesOut = 0
    /// HTTP bytes that came in, headers included.
    public var bytesIn = 0
    /// How long it took.
    public var seconds = 0.0
    /// Whether both sides' sums are equal for all that is granted.
    public var isVerified = false
    /// Buckets that had to be exchanged whole.
    public var healed: [String] = []
    /// Own writes that the other side holds aside or refuses: type, record, code.
    public var aside: [(type: String, record: String, code: String)] = []
    /// Decisions of reviewers that came down.
    public var decisions: [RecordID] = []
    /// Records that were forgotten because they left this device's scope.
    public var evicted = 0
    /// Records whose writes this server does not serve.
    public var unsent = 0
    /// How far this machine's clock is behind the server's, in milliseconds.
    public var clockOffset: Int64 = 0
    /// What the server wants to be shown.
    public var notice: ProblemCode?
    /// Whether there was nothing to exchange.
    public var isSame = false

    /// A report of nothing yet.
    public init() {}
}
