/// What a sync is doing, as people understand it.
public enum SyncStep: Sendable {
    /// Asking who is there and what is new.
    case connect
    /// Sending what is new here.
    case send
    /// Fetching what is new there.
    case receive
    /// Comparing both sides.
    case check

    init(request name: String) {
        switch name {
        case "push": self = .send
        case "pull", "records": self = .receive
        case "sums", "ranges", "bucket": self = .check
        default: self = .connect
        }
    }
}
