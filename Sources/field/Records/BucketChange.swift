import FieldKit

/// A `--bucket` of a command line: `CODE` and `+CODE` put the record into a bucket, `-CODE` takes it
/// out.
enum BucketChange {
    static func change(_ typed: String) -> Edit.Change {
        if typed.hasPrefix("-") { return .leave(String(typed.dropFirst())) }
        return .enter(typed.hasPrefix("+") ? String(typed.dropFirst()) : typed)
    }
}
