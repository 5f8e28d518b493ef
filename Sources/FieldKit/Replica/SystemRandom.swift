/// The operating system's source of randomness, fit for keys and identifiers.
public struct SystemRandom: RandomSource {
    /// A source that asks the operating system each time; it has no state of its own.
    public init() {}

    /// Sixty-four bits that nobody can foretell.
    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
