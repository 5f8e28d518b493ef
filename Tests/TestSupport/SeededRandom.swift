import FieldKit
package import Foundation
import Synchronization

/// Random numbers from a seed, the same on every machine: SplitMix64 (Steele, Lea, Flood, 2014).
package final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    package init(seed: UInt64) { state = Mutex(seed) }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    /// A number from 0 to one less than `end`.
    package func below(_ end: Int) -> Int { Int(next() % UInt64(end)) }

    /// True in so many of a hundred cases.
    package func percent(_ share: Int) -> Bool { below(100) < share }

    /// One of them; the array must not be empty.
    package func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// The same elements in another order.
    package func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in elements.indices.reversed().dropLast() {
            elements.swapAt(index, below(index + 1))
        }
        return elements
    }

    /// So many bytes.
    package func bytes(_ count: Int) -> Data {
        Data((0..<count).map { _ in UInt8(truncatingIfNeeded: next()) })
    }
}

/// The seeds of a test that tries many.
package enum Seeds {
    /// `SEED` from the environment alone, if it is given; else the numbers from 1 to `count`.
    package static func first(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["SEED"], let seed = UInt64(text) {
            return [seed]
        }
        return Array(1...count)
    }
}
