import Crypto
package import Foundation

/// A number modulo 2 to the 256th: the sum of hashes, whose order therefore does not matter.
package struct BucketSum: Hashable, Sendable {
    /// Four words, the least significant first.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    /// How many items were added.
    package private(set) var count: Int64 = 0

    package init() {}

    /// Reads 32 bytes, most significant first, and a count.
    package init?(bytes: Data, count: Int64) {
        guard let high = Identifier16(bytes: bytes.prefix(16)),
            let low = Identifier16(bytes: bytes.dropFirst(16))
        else { return nil }
        words = (low.low, low.high, high.low, high.high)
        self.count = count
    }

    /// The 32 bytes, most significant first.
    package var bytes: Data {
        Identifier16(high: words.3, low: words.2).bytes
            + Identifier16(high: words.1, low: words.0).bytes
    }

    package var isEmpty: Bool { self == BucketSum() }

    package static func == (left: Self, right: Self) -> Bool {
        left.words == right.words && left.count == right.count
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(count)
    }

    package static func += (left: inout Self, right: Self) {
        var carry = false
        func add(_ word: inout UInt64, _ other: UInt64) {
            let (sum, first) = word.addingReportingOverflow(other)
            let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
            word = total
            carry = first || second
        }
        add(&left.words.0, right.words.0)
        add(&left.words.1, right.words.1)
        add(&left.words.2, right.words.2)
        add(&left.words.3, right.words.3)
        left.count += right.count
    }

    package static func -= (left: inout Self, right: Self) {
        var borrow = false
        func subtract(_ word: inout UInt64, _ other: UInt64) {
            let (difference, first) = word.subtractingReportingOverflow(other)
            let (total, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
            word = total
            borrow = first || second
        }
        subtract(&left.words.0, right.words.0)
        subtract(&left.words.1, right.words.1)
        subtract(&left.words.2, right.words.2)
        subtract(&left.words.3, right.words.3)
        left.count -= right.count
    }

    /// What one live write adds to the sum of each bucket of its record.
    package init(_ write: LiveWrite) {
        var text: [UInt8] = []
        text.reserveCapacity(512)
        text.append(contentsOf: "FieldKit entry 1\0".utf8)
        write.signed.write.record.raw.append(to: &text)
        write.signed.hash.append(to: &text)
        let registers = write.signed.write.registers
        for position in Self.ascending(write.positions, registers) {
            text.append(contentsOf: registers[position].key.name.utf8)
            text.append(0)
            if let element = registers[position].key.element {
                text.append(1)
                text.append(contentsOf: element.utf8)
                text.append(0)
            }
        }
        let item = SHA256.hash(data: text).withUnsafeBytes { digest in
            (Identifier16(bytes: digest.prefix(16)), Identifier16(bytes: digest.dropFirst(16)))
        }
        guard let high = item.0, let low = item.1 else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        words = (low.low, low.high, high.low, high.high)
        count = 1
    }

    /// Positions of registers in the order of their keys, in which an author is likely to have
    /// written them.
    private static func ascending(_ positions: [Int], _ registers: [RegisterWrite]) -> [Int] {
        let isAscending = zip(positions, positions.dropFirst()).allSatisfy {
            registers[$0].key < registers[$1].key
        }
        return isAscending ? positions : positions.sorted { registers[$0].key < registers[$1].key }
    }

    /// The sum of a record's live writes.
    package init(_ state: RecordState) {
        for write in state.live { self += BucketSum(write) }
    }

    /// One hash over the sums of many buckets, in the order of their codes; empty ones left out.
    package static func fingerprint(_ sums: [String: BucketSum]) -> Data {
        var hasher = SHA256()
        for (code, sum) in sums.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
        where !sum.isEmpty {
            hasher.update(data: Data(code.utf8) + [0])
            hasher.update(data: sum.bytes)
            withUnsafeBytes(of: sum.count.bigEndian) { hasher.update(bufferPointer: $0) }
        }
        return Data(hasher.finalize())
    }
}
