import FieldKit
import Synchronization

/// A clock that stands still until a test moves it.
package final class FixedClock: FieldKit.Clock {
    private let now: Mutex<Int64>

    /// Begins on 21 September 2026, in the morning.
    package init(_ milliseconds: Int64 = 1_790_000_000_000) { now = Mutex(milliseconds) }

    package func milliseconds() -> Int64 { now.withLock { $0 } }

    package func set(_ milliseconds: Int64) { now.withLock { $0 = milliseconds } }

    package func advance(seconds: Int64) { now.withLock { $0 += seconds * 1_000 } }
}
