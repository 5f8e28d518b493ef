import Synchronization

/// Random-looking words from a seed, for invented laptops.
final class DemoRandom: RandomSource {
    private let state: Mutex<SplitMix64>

    init(seed: UInt64) { state = Mutex(SplitMix64(seed: seed)) }

    func next() -> UInt64 { state.withLock { $0.next() } }
}
