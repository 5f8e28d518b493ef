import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Visits that take each other's place")
struct VisitVersionsTests {
    private let laptop: TeacherLaptop
    private let home: RecordID
    private let today: BusinessDay

    init() throws {
        laptop = try TeacherLaptop()
        home = try laptop.family("张甲")
        today = try #require(BusinessDay.read("2026-11-27"))
    }

    private var replica: Replica { laptop.folder.replica }

    private func id(_ number: Int) -> RecordID {
        RecordID(milliseconds: 1_790_000_000_000 + Int64(number), random: (1, 1))
    }

    /// Visits with the numbers of their ids, each with that whose place it takes.
    private func make(_ visits: [(number: Int, old: Int?)]) throws {
        let edits = visits.map { visit in
            let old = visit.old.map { Edit.Change.set("supersedes", .text("\(id($0))")) }
            return Edit(
                type: "visit",
                id: id(visit.number),
                changes: [
                    .set("household", .text("\(home)")), .set("date", .date("2026-11-20")),
                    .set("kind", .text("10")),
                ] + [old].compactMap(\.self),
                isNew: true
            )
        }
        _ = try replica.edit(edits, author: "安老师")
    }

    private func states(_ numbers: some Sequence<Int>) throws -> [String] {
        try numbers.map { try replica.workRecord("visit", id($0), today: today).status.state }
    }

    private var standing: [RecordID] {
        get throws { try replica.visits(to: home).map(\.view.id) }
    }

    @Test(
        "a chain of any length ends at its newest version, and one that is void lets the last stand"
    )
    func chain() throws {
        let count = 700
        try make((0..<count).map { ($0, $0 == 0 ? nil : $0 - 1) })
        #expect(try standing == [id(count - 1)])
        #expect(
            try states([0, count - 2, count - 1]) == ["superseded", "superseded", "submitted"]
        )
        try laptop.happen("void", id(count - 1), "2026-11-21")
        #expect(try standing == [id(count - 2)])
        #expect(try states([0, count - 2, count - 1]) == ["superseded", "submitted", "void"])
    }

    @Test("of versions in a circle the one that was written last stands, whichever is asked for")
    func circle() throws {
        try make([(0, 2), (1, 0)])
        laptop.clock.advance(seconds: 60)
        try make([(2, 1), (4, 4)])
        #expect(
            try states([0, 1, 2, 4]) == ["superseded", "superseded", "submitted", "submitted"]
        )
        #expect(try states([2, 1, 0]) == ["submitted", "superseded", "superseded"])
        #expect(try standing == [id(4), id(2)])
        // What hangs on the circle takes the place of what stands; void, it gives it back.
        try make([(3, 2)])
        #expect(try standing == [id(4), id(3)])
        try laptop.happen("void", id(3), "2026-11-21")
        #expect(try standing == [id(4), id(2)])
        // The one that stood is void: the one before is the newest then.
        try laptop.happen("void", id(2), "2026-11-21")
        #expect(try states(0...3) == ["superseded", "submitted", "void", "void"])
    }

    @Test("of a circle that was made backwards the later written stands, not the greater id")
    func circleWrittenBackwards() throws {
        try make([(1, 0)])
        laptop.clock.advance(seconds: 60)
        try make([(0, 1)])
        #expect(try states([0, 1]) == ["submitted", "superseded"])
    }

    /// What costs the square of their number would not end while anybody watches.
    @Test("where thousands of visits to one family stand is read once for all of them")
    func many() throws {
        let count = 2_000
        try make((0..<count).map { ($0, $0 == 0 ? nil : $0 - 1) })
        let records = try replica.records(of: replica.allVisits(), today: today)
        #expect(records.map(\.view.id) == (0..<count).map(id))
        #expect(records.count { $0.status.state == "superseded" } == count - 1)
        #expect(records.last?.status.state == "submitted")
    }
}
