import Foundation

/// The machine's own clock.
public struct SystemClock: Clock {
    /// Reads the machine's clock.
    public init() {}

    /// Milliseconds since 1970 in UTC, as the machine believes.
    public func milliseconds() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))
    }
}
