/// The operating system's source of randomness, fit for keys and identifiers.
public struct SystemRandom: RandomSource {
    /// Draws from the operating system.
    public init() {}

    /// Sixty-four bits that nobody can foretell.
    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
