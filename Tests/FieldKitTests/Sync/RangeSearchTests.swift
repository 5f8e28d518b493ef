import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// The search by ranges finds exactly what differs, and costs what differs, not what is held.
@Suite struct `The search for what differs within a bucket` {
    /// What a search found and what it cost.
    private struct Outcome {
        var different: Set<RecordID> = []
        var requests = 0
        var bytes = 0
    }

    /// Searches over messages as they would travel, with a server that keeps nothing.
    private func search(
        _ mine: [RecordSum],
        _ theirs: [RecordSum],
        bytesTarget: Int = Limits.pageBytesTarget
    ) throws -> Outcome {
        var search = RangeSearch(RangeRecords(mine))
        let server = RangeRecords(theirs)
        var outcome = Outcome()
        while let ranges = search.next() {
            var request = WireRangesRequest()
            request.bucket = "610326101901"
            request.version = RangeSearch.version
            request.ranges = ranges
            let sent = try request.serializedData()
            var reply = WireRangesReply()
            reply.version = RangeSearch.version
            reply.ranges = try server.answer(
                try WireRangesRequest(serializedBytes: sent).ranges,
                bytesTarget: bytesTarget
            )
            let received = try reply.serializedData()
            try search.take(try WireRangesReply(serializedBytes: received).ranges)
            outcome.bytes += sent.count + received.count
            try #require(search.requests < Limits.rangeRequestsMax)
        }
        outcome.requests = search.requests
        outcome.different = search.theirs.union(search.onlyHere)
        return outcome
    }

    private static func item(_ random: SeededRandom, milliseconds: Int64) throws -> RecordSum {
        RecordSum(
            record: RecordID(milliseconds: milliseconds, random: (random.next(), random.next())),
            sum: try #require(BucketSum(bytes: random.bytes(32), count: Int64(1 + random.below(3))))
        )
    }

    /// Records of some weeks, or of one import within a second.
    private static func items(
        _ count: Int,
        _ random: SeededRandom,
        within milliseconds: Int = 1_000_000_000
    ) throws -> [RecordSum] {
        try (0..<count).map { _ in
            try item(random, milliseconds: 1_760_000_000_000 + Int64(random.below(milliseconds)))
        }
    }

    /// Takes away, adds and changes so many.
    private static func changed(
        _ items: [RecordSum],
        _ count: Int,
        _ random: SeededRandom
    ) throws -> [RecordSum] {
        var items = random.shuffled(items)
        for index in 0..<count {
            switch random.below(3) {
            case 0 where items.count > count: items.removeLast()
            case 1:
                items.append(try item(random, milliseconds: 1_760_000_000_000))
            default:
                guard index < items.count else { continue }
                items[index] = RecordSum(
                    record: items[index].record,
                    sum: try item(random, milliseconds: 0).sum
                )
            }
        }
        return items
    }

    private static func difference(_ mine: [RecordSum], _ theirs: [RecordSum]) -> Set<RecordID> {
        Set(Set(mine).symmetricDifference(theirs).map(\.record))
    }

    @Test(arguments: Seeds.first(40))
    func `finds what differs and nothing else, whatever the sets`(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let mine = try Self.items(
            random.pick([0, 1, 2, 31, 32, 33, 500, 3_000]),
            random,
            within: random.pick([1, 1_000, 1_000_000_000])
        )
        let theirs =
            random.percent(10)
            ? try Self.items(random.below(600), random)
            : try Self.changed(mine, random.pick([0, 1, 5, 100, 1_000]), random)
        // Also when replies have room for little: the rest is asked again.
        let target = random.pick([1, 500, Limits.pageBytesTarget])
        let outcome = try search(mine, theirs, bytesTarget: target)
        #expect(outcome.different == Self.difference(mine, theirs), "SEED=\(seed)")
        let back = try search(theirs, mine)
        #expect(back.different == outcome.different, "SEED=\(seed)")
    }

    @Test(arguments: [1_000_000_000, 1_000])
    func `one of 80,000 costs three kilobytes and three requests at most`(spread: Int) throws {
        let random = SeededRandom(seed: 1)
        let mine = try Self.items(80_000, random, within: spread)
        for _ in 0..<2 {
            let theirs = try Self.changed(mine, 1, random)
            let outcome = try search(mine, theirs)
            #expect(outcome.different == Self.difference(mine, theirs))
            #expect(outcome.requests <= 3 && outcome.bytes <= 3_000, "\(outcome)")
            print("1 of 80,000: \(outcome.bytes) bytes, \(outcome.requests) requests")
        }
    }

    @Test(arguments: [1_000_000_000, 1_000])
    func `a hundred of 80,000 cost 170 kilobytes at most`(spread: Int) throws {
        let random = SeededRandom(seed: 2)
        let mine = try Self.items(80_000, random, within: spread)
        let theirs = try Self.changed(mine, 100, random)
        let outcome = try search(mine, theirs)
        #expect(outcome.different == Self.difference(mine, theirs))
        #expect(outcome.requests <= 3 && outcome.bytes <= 170_000, "\(outcome)")
        print("100 of 80,000: \(outcome.bytes) bytes, \(outcome.requests) requests")
    }

    @Test func `equal sets cost one exchange of the same size, however many they are`() throws {
        let random = SeededRandom(seed: 3)
        for count in [100, 20_000] {
            let items = try Self.items(count, random)
            let outcome = try search(items, random.shuffled(items))
            #expect(outcome.different.isEmpty)
            #expect(outcome.requests == 1 && outcome.bytes < 600, "\(outcome)")
        }
    }

    // MARK: Bad peers

    private static func range(_ end: [UInt8], _ content: WireIdRange.OneOf_Content?) -> WireIdRange
    {
        var range = WireIdRange()
        range.end = Data(end)
        range.content = content
        return range
    }

    private static let anyDigest = Data(repeating: 7, count: 16)

    @Test func `a server refuses what is no request`() throws {
        let records = RangeRecords(try Self.items(100, SeededRandom(seed: 4)))
        let bad: [[WireIdRange]] = [
            [Self.range([2], .digest(Self.anyDigest)), Self.range([1], .digest(Self.anyDigest))],
            [Self.range([2], .digest(Self.anyDigest)), Self.range([2], .digest(Self.anyDigest))],
            [Self.range([], .digest(Self.anyDigest)), Self.range([2], nil)],
            [Self.range([0], .digest(Self.anyDigest))],
            [Self.range([UInt8](repeating: 1, count: 17), .digest(Self.anyDigest))],
            [Self.range([], .digest(Data(count: 15)))],
            [Self.range([], .listed(Data(count: 32)))],
        ]
        for ranges in bad {
            #expect { try records.answer(ranges) } throws: {
                ($0 as? Problem)?.code == .messageUndecodable
            }
        }
        let many = (0...Limits.rangesPerRequestMax).map { number in
            Self.range([1, UInt8(number >> 8), UInt8(number & 255), 1], .digest(Self.anyDigest))
        }
        #expect { try records.answer(many) } throws: {
            ($0 as? Problem)?.code == .messageTooLarge
        }
        #expect(try records.answer([]).isEmpty)
    }

    @Test func `a client refuses what is no reply`() throws {
        let items = try Self.items(100, SeededRandom(seed: 5))
        let low = [UInt8](repeating: 1, count: 16)
        let high = [UInt8](repeating: 9, count: 16)
        func listed(_ ids: [UInt8]...) -> WireIdRange.OneOf_Content {
            .listed(ids.reduce(into: Data()) { $0 += Data($1) + Self.anyDigest })
        }
        let bad: [[WireIdRange]] = [
            [],
            [Self.range([2], nil), Self.range([1], nil)],
            [Self.range([], .digest(Data(count: 15)))],
            [Self.range([], .listed(Data(count: 33)))],
            [Self.range([], listed(high, low))],
            [Self.range([], listed(low, low))],
            [Self.range([2], listed(high))],
            [Self.range([2], nil), Self.range([], listed(low))],
        ]
        for ranges in bad {
            var search = RangeSearch(RangeRecords(items))
            _ = search.next()
            #expect { try search.take(ranges) } throws: {
                ($0 as? Problem)?.code == .messageUndecodable
            }
        }
        var done = RangeSearch(RangeRecords(items))
        #expect { try done.take([Self.range([], nil)]) } throws: { _ in true }
    }

    @Test func `a reply that is cut or altered anywhere is refused or harmless`() throws {
        let random = SeededRandom(seed: 6)
        let items = try Self.items(2_000, random)
        let theirs = RangeRecords(try Self.changed(items, 10, random))
        for _ in 0..<400 {
            var search = RangeSearch(RangeRecords(items))
            let ranges = search.next() ?? []
            var reply = WireRangesReply()
            reply.ranges = try theirs.answer(ranges)
            var bytes = try reply.serializedData()
            if random.percent(50) {
                bytes = bytes.prefix(random.below(bytes.count))
            } else {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            guard let read = try? WireRangesReply(serializedBytes: bytes) else { continue }
            do { try search.take(read.ranges) } catch is Problem { continue }
            // Taken: with honest replies from here on it comes to its end.
            var rounds = 0
            while let asked = search.next(), rounds < 20 {
                rounds += 1
                try search.take(try theirs.answer(asked))
            }
            #expect(rounds < 20, "after \(bytes.count) altered bytes")
        }
    }
}
