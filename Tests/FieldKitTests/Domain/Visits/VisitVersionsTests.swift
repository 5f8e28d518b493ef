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

    @Test(
        "versions in a circle are all replaced, whichever is asked for, and what hangs on it is not"
    )
    func circle() throws {
        try make([(0, 2), (1, 0), (2, 1), (3, 2), (4, 4)])
        #expect(
            try states(0...4) == [
                "superseded", "superseded", "superseded", "submitted", "submitted",
            ]
        )
        #expect(try states((0...4).reversed()).first == "submitted")
        #expect(try standing == [id(4), id(3)])
        // A void one beside the circle takes nobody's place; those in it do all the same.
        try laptop.happen("void", id(3), "2026-11-21")
        #expect(try states(0...3) == ["superseded", "superseded", "superseded", "void"])
        #expect(try standing == [id(4)])
    }
}
