import Foundation

/// The machine's own clock.
public struct SystemClock: Clock {
    /// A clock that asks the machine each time; all are the same.
    public init() {}

    /// Milliseconds since 1970 in UTC, rounded down, as the machine believes.
    public func milliseconds() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))
    }
}
