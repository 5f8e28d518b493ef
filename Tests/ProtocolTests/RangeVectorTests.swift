import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

@Suite struct `Vectors of the search by ranges` {
    private static func records(_ count: Int, _ random: SeededRandom) throws -> [RecordSum] {
        try (0..<count).map { number in
            let time = 1_764_000_000_000 + Int64(number / 7) * 1_000
            return RecordSum(
                record: RecordID(milliseconds: time, random: (random.next(), random.next())),
                sum: try #require(
                    BucketSum(bytes: random.bytes(32), count: Int64(1 + random.below(2)))
                )
            )
        }.sorted { $0.record < $1.record }
    }

    private static func json(_ records: [RecordSum]) -> JSON {
        .array(
            records.map {
                [
                    "id": .bytes($0.record.bytes), "sum": .bytes($0.sum.bytes),
                    "count": .number($0.sum.count),
                ]
            }
        )
    }

    private static func search(_ mine: [RecordSum], _ theirs: [RecordSum]) throws -> JSON {
        var search = RangeSearch(RangeRecords(mine))
        var requests: [JSON] = []
        var replies: [JSON] = []
        while let ranges = search.next() {
            var request = WireRangesRequest()
            request.bucket = "610326101901"
            request.version = RangeSearch.version
            request.ranges = ranges
            requests.append(.bytes(try request.serializedData()))
            var reply = WireRangesReply()
            reply.version = RangeSearch.version
            reply.ranges = try RangeRecords(theirs).answer(ranges)
            replies.append(.bytes(try reply.serializedData()))
            try search.take(reply.ranges)
        }
        let different = search.theirs.union(search.onlyHere).sorted()
        return [
            "client": json(mine), "server": json(theirs), "requests": .array(requests),
            "replies": .array(replies), "different": .array(different.map { .bytes($0.bytes) }),
        ]
    }

    @Test func `are those of the file`() throws {
        let random = SeededRandom(seed: 8)
        let few = try Self.records(3, random)
        let many = try Self.records(560, random)
        var others = many
        others[13] = RecordSum(record: others[13].record, sum: few[0].sum)
        others.remove(at: 350)
        others.append(few[1])
        others.sort { $0.record < $1.record }
        try VectorFile.check(
            "ranges.json",
            "The records of a bucket on two sides, and the messages that find what differs.",
            [
                try Self.search(few, few),
                try Self.search(few, Array(few.dropFirst())),
                try Self.search(many, others),
                try Self.search([], Array(many.prefix(60))),
                try Self.search(Array(many.prefix(60)), []),
            ]
        )
    }
}
