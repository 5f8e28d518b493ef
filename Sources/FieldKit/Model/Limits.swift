/// Every limit of the protocol and the programs, with its unit in its name.
///
/// Quoted in `protocol.md` and checked on writing and on reading.
public enum Limits {
    /// The protocol version spoken here.
    public static let protocolVersion: UInt32 = 1
    /// Writes in one group; a group has at least two.
    public static let groupWritesMax = 256
    /// Bytes of one write's encoded body, without its signature.
    public static let writeBytesMax = 262_144
    /// Registers that one write sets; it sets at least one.
    public static let registersPerWriteMax = 1_024
    /// Bytes of a text, in UTF-8, or of a value of bytes or of an unknown kind.
    public static let valueBytesMax = 65_536
    /// Bytes of a type's or a field's name, in UTF-8.
    public static let nameBytesMax = 128
    /// Bytes of a set's element, in UTF-8.
    public static let elementBytesMax = 1_024
    /// Bytes of an author's name, in UTF-8.
    public static let authorBytesMax = 128
    /// Counters and generations stay below this number.
    public static let counterEnd: UInt64 = 1 << 62
    /// Times beyond this many milliseconds before or after 1970 are taken for this one.
    package static let millisecondsEnd: Int64 = 1 << 52
    /// Runs in one context, over all replicas.
    public static let contextRunsMax = 4_096
    /// Runs in one context of a write that a server takes from a device: whoever covers it adds to it.
    public static let acceptedContextRunsMax = 2_048
    /// Bytes of a bucket's code: ASCII letters and digits, for villages and schools digits only.
    public static let bucketBytesMax = 32
    /// Bytes of values after which a command's writes go on in another group.
    public static let groupBytesTarget = 4_194_304
    /// Bytes of the body of one request or reply as it travels.
    public static let messageBytesMax = 8_388_608
    /// Bytes of the body of one request or reply after decompression.
    public static let messageInflatedBytesMax = 33_554_432
    /// Bytes of writes after which a page of a push or a pull is closed; a group is completed
    /// beyond it.
    public static let pageBytesTarget = 1_048_576
    /// Records on one page of a pull and writes of one push; a group is completed beyond it.
    public static let pageRecordsMax = 4_096
    /// Records in one request for whole records.
    public static let recordsPerRequestMax = 1_024
    /// Record ids in one message that a peer leaves out of the sums.
    public static let asideRecordsMax = 10_000
    /// Ranges of record ids in one request that searches a bucket.
    public static let rangesPerRequestMax = 8_192
    /// Parts into which a range is cut whose print differs.
    public static let rangePartsMax = 16
    /// Records of a range that is listed instead of cut.
    public static let rangeListedMax = 32
    /// Requests of one search after which the bucket is exchanged whole.
    public static let rangeRequestsMax = 1_000
    /// Checkpoints that each side keeps of a peer, the newest ones.
    public static let checkpointsMax = 6
    /// Minutes for which a session's token is good, counted by the server that gave it.
    public static let sessionMinutes = 30
    /// Days for which an enrolment code is good.
    public static let enrolmentDays = 7
    /// Days for which a device's certificate is good.
    public static let certificateDays = 730
    /// Days before its end from which a certificate is renewed at a sync.
    public static let renewalDays = 120
    /// Seconds by which a stamp may lie ahead of the clock here before it is shown as suspect.
    public static let clockAheadSecondsMax = 86_400
    /// Own replicas that one hello may name.
    public static let logsPerHelloMax = 64
    /// Times that a request is tried again, beside its first try.
    public static let retriesMax = 4
    /// Seconds of the first pause between tries; each further one doubles it, with jitter.
    public static let retryDelaySeconds = 1.0
    /// Seconds of the longest pause, and the longest that a server may ask for.
    public static let retryDelaySecondsMax = 30.0
    /// Bytes of a roster file.
    public static let rosterBytesMax = 67_108_864
    /// Rows above the row of headings in a roster file.
    public static let rosterTitleRowsMax = 20
    /// Lines of a file that one row of a roster may take, by line breaks inside quotes.
    public static let rosterRowLinesMax = 100
    /// Unicode scalars of a person's name in a roster.
    public static let nameCharactersMax = 50
}
