import FieldKit
import Foundation
import TestSupport
import Testing

@Suite struct `Vectors of exchanges` {
    private static let village = "610326101901"

    @Test func `sums are those of the file`() throws {
        let town = try CountyInMemory(scopes: ["610326"])
        let home = try town.make(
            town.laptop,
            "household",
            .enter(Self.village),
            .set("note", .text("x")),
            .add("phones", "2"),
            .add("phones", "1")
        )
        try town.make(
            town.laptop,
            "visit",
            .set("household", .text("\(home)")),
            .set("date", .date("2026-11-22"))
        )
        let student = try town.make(
            town.laptop,
            "student",
            .enter(Self.village),
            .enter("2199000001"),
            .set("name", .text("n"))
        )
        for text in ["a", "b"] {
            _ = try town.laptop.write {
                try $0.edit(
                    [Edit(type: "student", id: student, changes: [.set("note", .text(text))])],
                    author: "An"
                )
            }
        }
        let made: JSON = try town.laptop.read { reader in
            let ids = try reader.store.records(type: nil, after: nil, limit: 99)
            let records = try ids.compactMap { try reader.state($0) }.map { state -> JSON in
                let writes = try reader.store.writes(record: state.id)
                let items = state.live.map { write in
                    ("\(write.signed.hash)", JSON.bytes(BucketSum(write).bytes))
                }
                return [
                    "record": .text("\(state.id)"),
                    "writes": .array(writes.map { .bytes($0.body) }),
                    "items": .object(Dictionary(uniqueKeysWithValues: items)),
                    "buckets": .texts(try reader.buckets(of: state.id)),
                ]
            }
            let sums = try reader.bucketSums()
            return [
                "records": .array(records), "sums": Self.json(sums),
                "fingerprint": .bytes(BucketSum.fingerprint(sums)),
            ]
        }
        let empty: JSON = [
            "records": [], "sums": [:], "fingerprint": .bytes(BucketSum.fingerprint([:])),
        ]
        try VectorFile.check(
            "sums.json",
            "Records with their writes, the sums of their buckets, the fingerprint.",
            [made, empty]
        )
    }

    private static func json(_ sums: [String: BucketSum]) -> JSON {
        .object(
            sums.mapValues { ["sum": .bytes($0.bytes), "count": .number($0.count)] }
        )
    }

    @Test func `a first sync and the one after it are those of the file`() throws {
        let town = try CountyInMemory(scopes: ["610326101"])
        try town.make(
            town.county,
            "household",
            .enter(Self.village),
            .set("note", .text("from the county"))
        )
        try town.make(
            town.county,
            "household",
            .enter("610326102901"),
            .set("note", .text("not in scope"))
        )
        let home = try town.make(
            town.laptop,
            "household",
            .enter(Self.village),
            .set("note", .text("from the laptop"))
        )
        try town.make(
            town.laptop,
            "visit",
            .set("household", .text("\(home)")),
            .set("note", .text("came"))
        )
        let first = try town.sync()
        let second = try town.sync()
        #expect(second.count == 1, "nothing had changed")
        let (sums, fingerprint, sealed) = try town.laptop.read { reader in
            let sums = try reader.bucketSums()
            return (sums, BucketSum.fingerprint(sums), try reader.unsealedCount() == 0)
        }
        #expect(sealed)
        let root = try town.county.read { try $0.countyCertificate() }
        try VectorFile.check(
            "exchange.json",
            "Two syncs of a laptop with its county, call by call, and what the laptop holds then.",
            [
                [
                    "county": .bytes(try #require(root).encoded()),
                    "scopes": ["610326101"], "first": .array(first), "second": .array(second),
                    "sums": Self.json(sums), "fingerprint": .bytes(fingerprint),
                    "sealed": .flag(sealed),
                ]
            ]
        )
    }

    @Test func `what is issued again after a fork is that of the file`() throws {
        let town = try CountyInMemory(scopes: ["610326"])
        let one = try History()
        let first = try one.write(1, "note", .text("before"), stamp: 1)
        let left = try one.write(1, "note", .text("one branch"), stamp: 2, read: [first])
        try one.write(1, "note", .text("and on"), stamp: 3, read: [left])
        let two = try History()
        try two.write(1, "note", .text("before"), stamp: 1)
        try two.write(1, "note", .text("the other branch"), stamp: 2, read: [first])
        let again = try town.county.write { writer -> [SignedWrite] in
            for signed in one.writes + two.writes {
                _ = try writer.apply(signed, source: signed.write.dot.replica.device)
                try writer.noteLine(signed)
            }
            try writer.reissueForks()
            return try writer.store.writes(record: one.record)
                .map { try WriteCodec.decode(body: $0.body, signature: $0.signature) }
                .filter { $0.write.reissueOf != nil }
        }
        #expect(again.count == 3)
        let state = try town.county.read { try $0.state(one.record) }
        let live = Set(try #require(state).entries(RegisterKey("note")).map(\.value.text))
        #expect(live == ["and on", "the other branch"])
        let key = try VectorAuthor(9).key
        try VectorFile.check(
            "reissues.json",
            "Two branches of a forked log, and what the county issues again.",
            [
                [
                    "county_secret": .bytes(key.secret), "forked_from": .number(2),
                    "branches": .array(
                        [one, two].map { .array($0.writes.map { .bytes($0.body) }) }
                    ),
                    "reissued": .array(
                        again.map { ["body": .bytes($0.body), "write": $0.write.json] }
                    ),
                    "shown_live": .texts(live.sorted()),
                ]
            ]
        )
    }
}
