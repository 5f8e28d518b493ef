extension Limits {
    /// Bytes from which a message's body is compressed; below, the frame would eat the gain.
    public static let compressedBytesMin = 200
    /// Base-two logarithm of the window that a zstd frame may ask its reader to keep.
    ///
    /// 8 MiB, as RFC 9659 sets it for HTTP. A larger one lets ten bytes from a stranger claim 128 MiB.
    public static let zstdWindowLogMax = 23
    /// Bytes of the headers of one reply.
    public static let replyHeaderBytesMax = 65_536
    /// Seconds for which a connection is attempted, TLS included.
    public static let connectSecondsMax = 30
    /// Bytes a second below which a transfer counts as standing still.
    public static let stalledBytesPerSecond = 10
    /// Seconds for which a transfer may stand still before it is given up.
    ///
    /// There is no limit for a whole transfer: a page over a village's line takes as long as it
    /// takes.
    public static let stalledSecondsMax = 60
    /// Bytes of one detail that a problem from the network may bring; the rest is cut off.
    public static let problemDetailBytesMax = 256
}
