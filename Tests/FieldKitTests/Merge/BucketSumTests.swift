import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Sums of hashes do not depend on the order, and lose nothing")
struct BucketSumTests {
    @Test("adding and taking away in any order ends at the same number", arguments: Seeds.first(20))
    func order(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let items = try (0..<12).map { _ in
            try #require(BucketSum(bytes: random.bytes(32), count: 1))
        }
        var forward = BucketSum()
        for item in items { forward += item }
        var other = BucketSum()
        for item in random.shuffled(items + items) { other += item }
        for item in random.shuffled(items) { other -= item }
        #expect(forward == other, "SEED=\(seed)")
        #expect(BucketSum(bytes: forward.bytes, count: 12) == forward)
        for item in items { forward -= item }
        #expect(forward.isEmpty, "SEED=\(seed)")
    }

    @Test("carries run through all 256 bits")
    func carry() throws {
        let top = Data(repeating: 0xFF, count: 32)
        var sum = try #require(BucketSum(bytes: top, count: 1))
        sum += try #require(BucketSum(bytes: Data(count: 31) + [1], count: 1))
        #expect(sum.bytes == Data(count: 32))
        #expect(!sum.isEmpty)
        sum -= try #require(BucketSum(bytes: Data(count: 31) + [1], count: 1))
        #expect(sum.bytes == top)
    }

    @Test("a fingerprint leaves empty buckets out and tells the others apart")
    func fingerprint() throws {
        let one = try #require(BucketSum(bytes: Data(count: 31) + [1], count: 1))
        let print = BucketSum.fingerprint(["610": one])
        #expect(print == BucketSum.fingerprint(["610": one, "611": BucketSum()]))
        #expect(print != BucketSum.fingerprint(["611": one]))
        #expect(print != BucketSum.fingerprint(["610": one, "611": one]))
    }

    @Test("a write that is still live in fewer registers adds another number")
    func partlyLive() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let id = try an.create("household", ["note": "x", "address": "y"])
        let before = try an.digest()
        try an.set(id, "note", "z")
        let state = try #require(try an.state(id))
        #expect(state.live.count == 2)
        #expect(try an.digest() != before)
        #expect(try an.checkInvariants() == [])
    }
}
