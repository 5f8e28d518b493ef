/// The limits of this program that are no part of the protocol, each with its unit in its name.
enum ServerLimits {
    /// Connections that are open at one time; more wait in the system's queue.
    static let connectionsMax = 1_024
    /// Connections that are open at one time from one address; a school's laptops may share one.
    static let connectionsPerAddressMax = 256
    /// Connections that wait to be accepted.
    static let backlogMax = 256
    /// Seconds without a byte after which a connection is closed, unless its answer is being made.
    static let idleSecondsMax: Int64 = 75
    /// Seconds from the connection to the end of the TLS handshake.
    static let handshakeSecondsMax: Int64 = 20
    /// Seconds from the first byte that comes between requests to the end of the next head.
    ///
    /// A connection of HTTP/2 that only chats in between is ended by it too, and is made anew.
    static let headSecondsMax: Int64 = 30
    /// Seconds that requests under way have, once the server is asked to stop.
    static let drainSecondsMax: Int64 = 20
    /// Seconds after which a server that is asked to stop has stopped.
    static let stopSecondsMax: Int64 = 25
    /// Bytes of one header field, and of all of one request.
    static let headerBytesMax = 16_384
    /// Header fields of one request.
    static let headerFieldsMax = 100
    /// Bytes of request bodies that are held at one time, over all connections.
    static let bodyBytesHeldMax = 268_435_456
    /// Requests that wait for one kind of work; the next is told to come again.
    static let waitingMax = 256
    /// Seconds after which a refused request may come again.
    static let busySeconds: UInt32 = 5
    /// Seconds by which a relay's daily sync may be late, by chance.
    static let relayJitterSecondsMax = 600.0
    /// Seconds before a relay's sync is tried again; each further pause is twice as long.
    static let relayPauseSeconds = 60.0
    /// Seconds of the longest such pause.
    static let relayPauseSecondsMax = 1_800.0
    /// Threads that read the replica.
    static let readingThreads = 4
    /// Bytes of a form on the review pages.
    static let formBytesMax = 131_072
}
