import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("The evening's summary is what has changed since the last one that was shown")
struct EveningTests {
    private static let village = "610326101901"

    private let home: TemporaryFolder
    private let folder: ReplicaFolder
    private let town: Town
    private let county: Resident

    private var replica: Replica { folder.replica }

    init() throws {
        home = try TemporaryFolder()
        folder = try ReplicaFolder.create(
            at: home.url.appending(path: "home"),
            kind: .laptop,
            clock: FixedClock(),
            random: SeededRandom(seed: 8)
        )
        town = try Town()
        try town.enrol(folder, as: "安老师", scopes: ["610326"])
        county = try town.county()
    }

    private func make(
        _ replica: Replica,
        _ type: String,
        _ values: KeyValuePairs<String, String>,
        by author: String = "安老师"
    ) throws -> RecordID {
        let changes = values.map { Edit.Change.set($0.key, .text($0.value)) }
        return try replica.edit(
            [Edit(type: type, changes: [.enter(Self.village)] + changes)],
            author: author,
            authority: .county
        )[0].id
    }

    /// The county has all of this laptop, and this laptop all that is live there.
    private func exchange() throws {
        let own = try replica.read { reader in
            try reader.store.writes(after: 0, limit: .max)
                .map { try WriteCodec.decode(body: $0.body, signature: $0.signature) }
        }
        try county.take(own)
        let live = try county.liveWrites()
        try replica.write { writer in
            for write in live { try writer.apply(write, source: county.device) }
        }
    }

    /// A server has been offered everything that is here now.
    private func offerAll() throws {
        try replica.write { writer in
            var peer = try writer.peer(county.device)
            peer.pushed = try writer.store.head()
            peer.lastSync = 1
            try writer.setPeer(county.device, peer)
        }
    }

    private func counts(_ list: [EveningSummary.Count]) -> [String] {
        list.map { "\($0.type) \($0.made) \($0.changed)" }
    }

    @Test(
        "What no server has been offered has not gone up; what was told as sent is not told again"
    )
    func sent() throws {
        let family = try make(replica, "household", ["head_name": "李甲"])
        #expect(try replica.evening().summary.isEmpty)
        try offerAll()
        let first = try replica.evening()
        #expect(counts(first.summary.sent) == ["household 1 0"])
        #expect(first.summary.passedOn == 1)
        // It was not shown to its end, so it comes again.
        #expect(try !replica.evening().summary.isEmpty)
        try replica.noteShown(first)
        #expect(try replica.evening().summary.isEmpty)
        _ = try replica.edit(
            [Edit(type: "household", id: family, changes: [.set("note", .text("在家"))])],
            author: "安老师"
        )
        #expect(try replica.evening().summary.isEmpty)
        try offerAll()
        #expect(counts(try replica.evening().summary.sent) == ["household 0 1"])
        #expect(try replica.lastEvening().map { counts($0.sent) } == ["household 1 0"])
    }

    @Test("Calls are counted among the visits, and told apart")
    func calls() throws {
        let family = "\(try make(replica, "household", ["head_name": "李甲"]))"
        for kind in ["10", "20", "20"] {
            _ = try make(replica, "visit", ["household": family, "kind": kind])
        }
        try offerAll()
        let visits = try replica.evening().summary.sent.first { $0.type == "visit" }
        #expect(visits?.made == 3 && visits?.calls == 2)
    }

    @Test("What came is told as new or changed, until a summary has told it")
    func received() throws {
        let family = try make(county.replica, "household", ["head_name": "李甲"])
        try exchange()
        let first = try replica.evening()
        #expect(counts(first.summary.received) == ["household 1 0"])
        try replica.noteShown(first)
        _ = try county.replica.edit(
            [Edit(type: "household", id: family, changes: [.set("note", .text("外出"))])],
            author: "白老师"
        )
        _ = try make(county.replica, "task", ["subject": "\(family)", "opened": "2026-11-20"])
        try exchange()
        // A second exchange brings nothing twice.
        try exchange()
        let second = try replica.evening().summary
        #expect(counts(second.received) == ["household 0 1", "task 1 0"])
        #expect(second.sent.isEmpty)
    }

    @Test("A visit of this laptop that is sent back is told with the reason, another's is not")
    func returned() throws {
        let family = try make(replica, "household", ["head_name": "李甲"])
        let own = try make(
            replica,
            "visit",
            ["household": "\(family)", "date": "2026-11-20", "kind": "10"]
        )
        try exchange()
        let other = try make(
            county.replica,
            "visit",
            ["household": "\(family)", "date": "2026-11-21", "kind": "10"]
        )
        let day = try #require(BusinessDay(year: 2026, month: 11, day: 27))
        for visit in [own, other] {
            _ = try county.replica.edit(
                [.event("return", on: visit, day: day, details: ["reason": "缺资助情况"])],
                author: "学校"
            )
        }
        try exchange()
        let summary = try replica.evening().summary
        #expect(summary.returned.map(\.visit) == [own])
        #expect(summary.returned.map(\.name) == ["李甲"])
        #expect(summary.returned.map(\.reason) == ["缺资助情况"])
        #expect(counts(summary.received) == ["visit 1 0", "event 1 0"])
    }

    @Test("A visit that a colleague voids is told, and a hand-over that nobody takes")
    func voidedAndDeclined() throws {
        let family = try make(replica, "household", ["head_name": "李甲"])
        let visit = try make(
            replica,
            "visit",
            ["household": "\(family)", "date": "2026-11-20", "kind": "10"]
        )
        let assignment = try make(
            replica,
            "assignment",
            ["kind": "包户", "subject": "\(family)", "opened": "2026-09-01"]
        )
        let day = try #require(BusinessDay(year: 2026, month: 11, day: 27))
        _ = try replica.edit(
            [
                .event("accept", on: assignment, day: day),
                .event("hand_over", on: assignment, day: day, details: ["addressee": "白老师"]),
            ],
            author: "安老师"
        )
        try exchange()
        try replica.noteShown(try replica.evening())
        _ = try county.replica.edit(
            [
                .event("void", on: visit, day: day, details: ["reason": "重复"]),
                .event("decline", on: assignment, day: day, details: ["reason": "太远"]),
            ],
            author: "白老师"
        )
        try exchange()
        let summary = try replica.evening().summary
        #expect(summary.voided?.map(\.visit) == [visit])
        #expect(summary.voided?.map(\.reason) == ["重复"])
        #expect(summary.declined?.map(\.assignment) == [assignment])
        #expect(summary.declined?.map(\.name) == ["李甲"])
        #expect(summary.declined?.map(\.reason) == ["太远"])
        #expect(summary.received.isEmpty && !summary.isEmpty)
    }

    @Test("A laptop that synced before there were summaries begins with what is new since")
    func late() throws {
        _ = try make(county.replica, "household", ["head_name": "李甲"])
        _ = try make(replica, "household", ["head_name": "王乙"])
        try exchange()
        try offerAll()
        try replica.beginEvening()
        #expect(try replica.evening().summary.isEmpty)
        _ = try make(county.replica, "household", ["head_name": "陈丙"])
        try exchange()
        try replica.beginEvening()
        #expect(counts(try replica.evening().summary.received) == ["household 1 0"])
    }

    @Test("A laptop's first sync tells all that came, also if it was cut before its end")
    func first() throws {
        try replica.beginEvening()
        _ = try make(county.replica, "household", ["head_name": "李甲"])
        try exchange()
        // The next try begins before the first one has ended.
        try replica.beginEvening()
        #expect(counts(try replica.evening().summary.received) == ["household 1 0"])
    }

    @Test("Of several at a laptop each is told what became of the own work, whoever syncs")
    func shared() throws {
        let people = try LaptopPeople.sharing("安老师", "白老师")
        try replica.setPeople(people)
        let family = try make(replica, "household", ["head_name": "李甲"], by: "县")
        try offerAll()
        try replica.beginEvening()
        let day = try #require(BusinessDay(year: 2026, month: 11, day: 27))
        var visits: [String: RecordID] = [:]
        for name in people.people.map(\.name) {
            let values: KeyValuePairs = [
                "household": "\(family)", "date": "2026-11-20", "kind": "10",
            ]
            visits[name] = try make(replica, "visit", values, by: name)
            let told: KeyValuePairs = [
                "subject": "\(family)", "subject_type": "household", "field": "note",
                "reason": "在家",
            ]
            visits[name + "异议"] = try make(replica, "objection", told, by: name)
        }
        try exchange()
        try offerAll()
        for (name, id) in visits {
            let event = Edit.event(
                name.hasSuffix("异议") ? "uphold" : "return",
                on: id,
                day: day,
                details: ["reason": name]
            )
            _ = try county.replica.edit([event], author: "县", authority: .county)
        }
        try exchange()
        for name in ["白老师", "安老师"] {
            try replica.setPeople(try people.with(name))
            let evening = try replica.evening()
            #expect(evening.summary.returned.map(\.reason) == [name])
            #expect(evening.summary.answers.map(\.reason) == [name + "异议"])
            #expect(counts(evening.summary.sent) == ["visit 1 0", "objection 1 0"])
            #expect(try replica.lastEvening() == nil, "\(name) was told nothing yet")
            try replica.noteShown(evening)
            #expect(try replica.evening().summary.isEmpty)
        }
        try replica.setPeople(people)
        #expect(try replica.lastEvening()?.returned.map(\.reason) == ["白老师"])
    }
}
