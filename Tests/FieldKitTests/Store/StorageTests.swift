import FieldKit
import Foundation
import TestSupport
import Testing

/// What a laptop's file needs for a county's records, beside what people wrote.
///
/// A file's size is the same in every build, so this is a test and not only a benchmark.
@Suite("The room that records take")
struct StorageTests {
    private static let records = 4_000
    private static let bytesBesideValuesMax = 400

    @Test("a record takes at most 400 bytes beside its values, after a first sync")
    func besideValues() throws {
        let folder = try TemporaryFolder()
        let clock = FixedClock()
        let random = SeededRandom(seed: 5)
        let countyKey = try Town.key(random)
        let county = try Replica(
            store: MemoryStore(),
            key: countyKey,
            kind: .county,
            clock: clock,
            random: random
        )
        try EnrolmentDesk.found(county, name: "county")
        let key = try Town.key(random)
        let certificate = try DeviceCertificate.issue(
            publicKey: key.publicKey,
            name: "An",
            role: .teacher,
            scopes: ["6103", "2199"],
            issued: clock.milliseconds(),
            expires: clock.milliseconds() + 1_000_000_000,
            by: countyKey
        )
        try county.write { try $0.publish(certificate) }
        try write(into: county)
        let file = try SQLiteStore(path: folder.path("store.sqlite"), isConcurrent: false)
        let laptop = try Replica(
            store: file,
            key: key,
            kind: .laptop,
            clock: clock,
            random: random
        )
        let root = try #require(try county.read { try $0.countyCertificate() })
        try laptop.write { try $0.setTrust(county: root, own: certificate) }
        try sync(laptop, with: county)
        #expect(try laptop.digest() == county.digest())
        try file.close()
        let bytes =
            try FileManager.default
            .attributesOfItem(atPath: folder.path("store.sqlite"))[.size] as? Int
        let values = (0..<Self.records).reduce(0) { $0 + Self.valueBytes($1) }
        let beside = (try #require(bytes) - values) / Self.records
        #expect(beside <= Self.bytesBesideValuesMax, "\(beside) bytes")
    }

    private func sync(_ laptop: Replica, with county: Replica) throws {
        let responder = SyncResponder(replica: county)
        let session = SyncSession(replica: laptop, server: county.device, application: "tests 1")
        var action = try session.start()
        while case .send(let name, let body) = action {
            action = try session.receive(
                responder.answer(name, token: session.token, body: body)
            )
        }
    }

    private func write(into county: Replica) throws {
        for start in stride(from: 0, to: Self.records, by: 1_000) {
            _ = try county.edit(
                (start..<start + 1_000).map(Self.edit),
                author: "roster",
                authority: .county,
                placing: false
            )
        }
    }

    /// A pupil as rosters have them: eleven fields, two buckets.
    private static func edit(_ index: Int) -> Edit {
        Edit(
            type: "student",
            changes: [
                .enter("6103261\(10_001 + index % 10)"), .enter("21990\(10_000 + index % 40)"),
                .set("name", .text("学生\(index)")), .set("sex", .text("1")),
                .set("birth", .text("2014-0\(1 + index % 9)-1\(index % 10)")),
                .set("nation", .text("01")), .set("stage", .text("小学")),
                .set("grade", .text("\(1 + index % 6)")), .set("class", .text("\(index % 4)")),
                .set("boarding", .text("走读")), .set("guardian", .text("监护人\(index)")),
                .set("phone", .text("1000000\(1_000 + index % 9_000)")),
                .set("note", .text("第\(index)条：家访时在家，学习用品齐全，助学金已到账。")),
            ]
        )
    }

    private static func valueBytes(_ index: Int) -> Int {
        edit(index).changes.reduce(0) { sum, change in
            switch change {
            case .set(_, let value): sum + value.text.utf8.count
            case .enter(let bucket): sum + bucket.utf8.count
            default: sum
            }
        }
    }
}
