/// What tells the time, given to all that needs it, so that tests and simulations can set it.
public protocol Clock: Sendable {
    /// Milliseconds since 1970 in UTC by the wall clock now, uncorrected.
    ///
    /// May jump, stand still or be decades off; what was read before what is never asked of it.
    func milliseconds() -> Int64
}

/// Where randomness comes from, so that a whole county can run under one seed.
public protocol RandomSource: Sendable {
    /// Sixty-four random bits; in use, nobody can foretell them.
    func next() -> UInt64
}
