import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

@testable import SyncServer

/// Makes the folder of today's version: an invented county, two laptops that work in it, and a
/// third that has never synced.
final class StoredRecorder {
    private static let village = "610326101901"
    private static let neighbour = "610326101902"

    private let version = StoredVersion.current
    private let home: TemporaryFolder
    private let county: ServerProgram
    private let server: ServingProgram
    /// The one whose home is stored.
    private let laptop: TestLaptop
    private let other: TestLaptop
    private let new: TestLaptop

    init() throws {
        home = try TemporaryFolder()
        county = try ServerProgram.county(in: home)
        server = try ServingProgram(county)
        let (home, county, server) = (home, county, server)
        func laptop(_ name: String) throws -> TestLaptop {
            try TestLaptop(name, at: server.url, code: county.code(name, "610326"), in: home)
        }
        self.laptop = try laptop("Laptop A")
        other = try laptop("Laptop B")
        new = try laptop("Laptop C")
    }

    /// Makes the folder anew.
    func record() throws {
        try? FileManager.default.removeItem(at: version.folder)
        try work()
        #expect(server.stop() == 0)
        for name in ["laptop", "county"] {
            try FileManager.default.createDirectory(
                at: version.folder.appending(path: name),
                withIntermediateDirectories: true
            )
        }
        try laptop.folder.backup(to: version.folder.appending(path: "laptop/replica.sqlite"))
        try county.must("backup", version.folder.appending(path: "county/replica.sqlite").path)
        try laptop.folder.close()
        try store(laptop.folder.url, "laptop")
        try store(URL(filePath: county.data), "county")
        try recordExchange()
    }

    // MARK: What is written

    /// What the county and two teachers did before, and what the first laptop has not sent yet.
    private func work() throws {
        let schools = home.path("schools.csv")
        try Data("学校标识码,学校名称,类别\n6103260001,Example School,小学\n".utf8)
            .write(to: URL(filePath: schools))
        try county.must("import", "--kind", "school", schools)
        try laptop.sync()
        let household = try laptop.make(
            "household",
            .enter(Self.village),
            .set("address", .text("Example Road 1")),
            .add("phones", "1"),
            .add("phones", "2")
        )
        let pupils = try (1...5).map {
            try laptop.make(
                "student",
                .enter(Self.village),
                .set("name", .text("Pupil \($0)")),
                .set("birth", .date("2016-02-0\($0)")),
                .set("migrant", .boolean($0 == 1)),
                .set("household", .text("\(household)"))
            )
        }
        let check = try laptop.make(
            "daily_check",
            .set("student", .text("\(pupils[0])")),
            .set("date", .date("2026-09-21")),
            .set("mood", .integer(1))
        )
        _ = try laptop.make(
            "of_a_later_version",
            .enter(Self.village),
            .set("weight", .decimal(unscaled: 315, scale: 1)),
            .set("picture", .data(Data([0, 1, 2, 255])))
        )
        for laptop in [laptop, other] { try laptop.sync() }
        try decide(household)
        try other.edit("student", pupils[0], .set("note", .text("with the grandmother")))
        try other.edit("daily_check", check, .set("mood", .integer(3)))
        try other.edit("student", pupils[2], .set("phone", .text("3")))
        try other.edit("household", household, .add("phones", "3"))
        try other.sync()
        try leaveUnsent(household, pupils, check)
    }

    /// A conflict that the county has decided.
    private func decide(_ household: RecordID) throws {
        for laptop in [laptop, other] {
            try laptop.edit("household", household, .set("note", .text("said \(laptop.name)")))
        }
        for laptop in [laptop, other] { try laptop.sync() }
        try county.must(
            "resolve",
            "household",
            "\(household)",
            "note=decided",
            "--reason",
            "asked by telephone"
        )
        for laptop in [laptop, other] { try laptop.sync() }
    }

    /// What the first laptop writes before it is stored: a conflict, a severer value elsewhere, a
    /// deletion, a contested deletion, a move, a roster's value seen otherwise, a group.
    private func leaveUnsent(
        _ household: RecordID,
        _ pupils: [RecordID],
        _ check: RecordID
    ) throws {
        try laptop.edit("student", pupils[0], .set("note", .text("boards at the school")))
        try laptop.edit("daily_check", check, .set("mood", .integer(2)))
        try laptop.edit("student", pupils[1], .delete(true))
        try laptop.edit("student", pupils[2], .delete(true))
        try laptop.edit(
            "student",
            pupils[3],
            .leave(Self.village),
            .enter(Self.neighbour)
        )
        try laptop.edit("household", household, .remove("phones", "1"))
        let ids = try laptop.replica.read {
            try $0.store.records(type: "school", after: nil, limit: 1)
        }
        let school = try #require(ids.first)
        try laptop.edit("school", school, .set("name", .text("Another Name")))
        let visit = Edit(
            type: "visit",
            changes: [
                .set("household", .text("\(household)")), .set("date", .date("2026-09-22")),
                .add("students", "\(pupils[0])"), .set("note", .text("all were at home")),
            ]
        )
        let phone = Edit(
            type: "student",
            id: pupils[4],
            changes: [.set("phone", .text("4")), .set("household", .cleared)]
        )
        _ = try laptop.replica.edit([visit, phone], author: laptop.name)
    }

    // MARK: What is stored

    /// Copies what lies beside the database, without locks and what SQLite keeps for itself.
    ///
    /// The identity names no machine, so that no copy is ever where it was left.
    private func store(_ source: URL, _ name: String) throws {
        let files = FileManager.default
        let target = version.folder.appending(path: name)
        for file in try files.contentsOfDirectory(atPath: source.path)
        where !file.hasSuffix("lock") && !file.hasPrefix("replica.sqlite") {
            try files.copyItem(
                at: source.appending(path: file),
                to: target.appending(path: file)
            )
        }
        let identity = target.appending(path: "identity.json")
        var text = try String(contentsOf: identity, encoding: .utf8)
        text.replace(/("machine" : )"\w+"/) { "\($0.1)\"\(String(repeating: "0", count: 32))\"" }
        try Data(text.utf8).write(to: identity)
    }

    /// A sync of the stored laptop, the first one of a new laptop, and what only a sync asks whose
    /// sums differ, all answered by the stored county.
    private func recordExchange() throws {
        let copies = try TemporaryFolder()
        let clock = FixedClock(SystemClock().milliseconds())
        let seed: UInt64 = 1
        let stored = try StoredVersion.replica(
            in: version.copy("laptop", into: copies),
            .laptop,
            clock: clock,
            random: SeededRandom(seed: seed)
        )
        let responder = SyncResponder(
            replica: try StoredVersion.replica(
                in: version.copy("county", into: copies),
                .county,
                clock: clock,
                random: SeededRandom(seed: seed)
            )
        )
        var expectations = StoredVersion.Expectations(
            clock: clock.milliseconds(),
            seed: seed,
            unsent: try stored.status().unsent,
            laptop: try StoredRecord.all(in: stored),
            county: try StoredRecord.all(in: responder.replica),
            after: [],
            digest: ""
        )
        var exchange = StoredExchange()
        #expect(try exchange.sync(stored, with: responder).isVerified)
        expectations.after = try StoredRecord.all(in: stored)
        #expect(try exchange.sync(new.replica, with: responder).isVerified)
        try askForMore(&exchange, of: responder, expectations.after.map(\.id))
        expectations.digest = try responder.replica.digest().digest
        #expect(try stored.digest().digest == expectations.digest)
        try exchange.write(to: version.exchange)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(expectations) + Data("\n".utf8)).write(to: version.expectationsFile)
    }

    private func askForMore(
        _ exchange: inout StoredExchange,
        of responder: SyncResponder,
        _ ids: [String]
    ) throws {
        try exchange.ask("sums", WireSumsRequest().serializedData(), of: responder)
        var records = WireRecordsRequest()
        records.records = ids.compactMap { RecordID($0)?.bytes }
        try exchange.ask("records", records.serializedData(), of: responder)
        var bucket = WireBucketRequest()
        bucket.bucket = Self.village
        try exchange.ask("bucket", bucket.serializedData(), of: responder)
    }
}

extension TestLaptop {
    /// Makes a record; takes also what today's table does not know.
    fileprivate func make(_ type: String, _ changes: Edit.Change...) throws -> RecordID {
        let edit = Edit(type: type, changes: changes, isRaw: true)
        return try #require(try replica.edit([edit], author: name).first).id
    }

    fileprivate func edit(_ type: String, _ id: RecordID, _ changes: Edit.Change...) throws {
        _ = try replica.edit([Edit(type: type, id: id, changes: changes)], author: name)
    }
}
