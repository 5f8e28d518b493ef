/// When a request that failed is sent again.
///
/// Pure: no clock, no randomness of its own.
package enum RetryPolicy {
    /// The problems that pass by themselves, with the same request.
    ///
    /// Narrower than ``RetryRule/afterDelay``: a lost session needs a new hello first, and a
    /// person who stopped the sync meant it.
    private static let passing: Set<ProblemCode> = [
        .serverUnreachable, .networkInterrupted, .tooManyRequests, .serverBusy,
    ]

    /// How long to wait before the request is sent again.
    ///
    /// The pause before try `n` is drawn from zero to `retryDelaySeconds * 2^(n - 1)`, at most
    /// ``Limits/retryDelaySecondsMax`` ("full jitter"): three hundred laptops whose server came
    /// back must not all return in the same second. What the server asked for is waited out
    /// first, unless that is longer than a person at the screen should wait.
    ///
    /// - Parameters:
    ///   - attempt: How often the request has been sent; from 1.
    ///   - problem: What came of it.
    ///   - retryAfter: Seconds for which the server asked to be left alone.
    ///   - random: Sixty-four random bits.
    /// - Returns: Seconds, or nil to give up.
    package static func delay(
        afterAttempt attempt: Int,
        problem: Problem,
        retryAfter: Double?,
        random: UInt64
    ) -> Double? {
        guard passing.contains(problem.code), attempt <= Limits.retriesMax else { return nil }
        let asked = retryAfter ?? 0
        guard asked <= Limits.retryDelaySecondsMax else { return nil }
        let ceiling = (1..<max(attempt, 1)).reduce(Limits.retryDelaySeconds) { delay, _ in
            min(delay * 2, Limits.retryDelaySecondsMax)
        }
        // The upper 53 bits fill a Double's fraction exactly: 0 <= share < 1.
        let share = Double(random >> 11) / Double(UInt64(1) << 53)
        return asked + ceiling * share
    }
}
