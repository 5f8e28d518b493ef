/// Milliseconds since 1970 in UTC, by the machine's own clock, uncorrected.
public protocol Clock: Sendable {
    /// The wall clock now. May jump, stand still or be decades off.
    func milliseconds() -> Int64
}

/// Where randomness comes from, so that a whole county can run under one seed.
public protocol RandomSource: Sendable {
    /// Sixty-four random bits.
    func next() -> UInt64
}
