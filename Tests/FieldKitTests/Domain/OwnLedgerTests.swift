import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("A teacher's own ledger")
struct OwnLedgerTests {
    private let laptop: TeacherLaptop
    private let today: BusinessDay

    init() throws {
        laptop = try TeacherLaptop()
        today = try #require(BusinessDay.read("2026-11-27"))
    }

    private func ledger(_ period: String? = nil) throws -> OwnLedger {
        try laptop.folder.ownLedger(Period.days(period, today: today))
    }

    @discardableResult
    private func visit(
        _ home: RecordID,
        _ kind: VisitKind,
        _ day: String,
        replacing old: RecordID? = nil
    ) throws -> RecordID {
        let replaced: KeyValuePairs<String, String> = [
            "household": "\(home)", "kind": kind.rawValue, "date": day,
            "supersedes": old.map { "\($0)" } ?? "",
        ]
        let plain: KeyValuePairs<String, String> = [
            "household": "\(home)", "kind": kind.rawValue, "date": day,
        ]
        return try laptop.make("visit", old == nil ? plain : replaced)
    }

    private func pupil(_ home: RecordID, _ groups: String...) throws -> RecordID {
        let id = try laptop.make(
            "student",
            in: [TeacherLaptop.village],
            ["name": "P", "household": "\(home)"]
        )
        guard !groups.isEmpty else { return id }
        _ = try laptop.folder.replica.edit(
            [Edit(type: "student", id: id, changes: groups.map { .add("groups", $0) })],
            author: "a"
        )
        return id
    }

    @Test("counts families, not visits, and only those at home as visited")
    func coverage() throws {
        let homes = try (0..<3).map { try laptop.family("F\($0)") }
        try laptop.family("elsewhere", in: "610326102901")
        try visit(homes[0], .atHome, "2026-09-05")
        try visit(homes[0], .atHome, "2026-10-05")
        try visit(homes[1], .byPhone, "2026-10-06")
        try visit(homes[2], .nobodyIn, "2026-10-07")
        try visit(homes[2], .byMessage, "2026-10-07")
        try visit(homes[2], .atHome, "2026-08-20")
        let ledger = try ledger()
        #expect(ledger.families.count == 3)
        #expect(ledger.visited == 1 && ledger.contacted == 2)
        #expect("\(Percent(ledger.visited, of: ledger.families.count))" == "33.33%")
        #expect(
            ledger.families.first { $0.record == homes[0] }?.atHome
                == BusinessDay.read("2026-10-05")
        )
        #expect(ledger.unsealed == 5, "of this semester, and none is sealed")
        #expect(try self.ledger("2026-08").visited == 1)
    }

    @Test("a void visit does not count, nor one sent back until it is corrected")
    func invalid() throws {
        let home = try laptop.family("F")
        let void = try visit(home, .atHome, "2026-09-05")
        try laptop.happen("void", void, "2026-09-06")
        #expect(try ledger().visited == 0)
        let returned = try visit(home, .atHome, "2026-09-07")
        #expect(try ledger().visited == 1)
        try laptop.happen("return", returned, "2026-09-08")
        #expect(try ledger().visited == 0)
        try visit(home, .byPhone, "2026-09-07", replacing: returned)
        #expect(try ledger().visited == 0 && ledger().contacted == 1, "the later version counts")
    }

    @Test("a family that lives elsewhere and was spoken with is counted apart")
    func away() throws {
        let home = try laptop.make(
            "household",
            in: [TeacherLaptop.village],
            ["head_name": "F", "residence_status": "2"]
        )
        #expect(try ledger().visitedOrAway == 0)
        try visit(home, .byPhone, "2026-09-05")
        #expect(try ledger().visited == 0 && ledger().visitedOrAway == 1)
    }

    @Test("a family elsewhere that is assigned, or whose pupil is, belongs to it once")
    func assigned() throws {
        let home = try laptop.family("F", in: "610326102901")
        let child = try pupil(home)
        let day = try #require(BusinessDay(milliseconds: FixedClock().milliseconds()))
        for (kind, subject) in [(AssignmentKind.household, home), (.pupil, child)] {
            let id = try laptop.folder.assign(
                kind,
                "\(subject)",
                to: laptop.teacher,
                isPrimary: true,
                day: day,
                author: "中心校"
            )
            #expect(
                try ledger().families.count == (kind == .household ? 0 : 1),
                "a proposal is none"
            )
            _ = try laptop.folder.replica.edit([.event("accept", on: id, day: day)], author: "中心校")
            #expect(try ledger().families.map(\.record) == [home])
        }
    }

    @Test("a pupil in focus needs a talk in the month, about that pupil or the whole family")
    func focus() throws {
        let home = try laptop.family("F")
        let one = try pupil(home, "C1", "G1")
        let two = try pupil(home)
        let identity = try laptop.make("identity", ["student": "\(two)"])
        _ = try laptop.folder.replica.edit(
            [Edit(type: "identity", id: identity, changes: [.add("tags", "D1")])],
            author: "县",
            authority: .county
        )
        _ = try pupil(home, "G1")
        try visit(home, .atHome, "2026-10-30")
        #expect(try ledger().focus.count == 2 && ledger().focusContacted == 0)
        #expect(try Set(ledger().focus.flatMap(\.tags)) == ["C1", "D1"])
        let about = try visit(home, .byPhone, "2026-11-02")
        _ = try laptop.folder.replica.edit(
            [Edit(type: "visit", id: about, changes: [.add("students", "\(one)")])],
            author: "a"
        )
        let waiting = try ledger().focus.filter { $0.contact == nil }
        #expect(waiting.map(\.record) == [two])
        try visit(home, .atHome, "2026-11-03")
        #expect(try ledger().focusContacted == 2)
        #expect(try ledger("2026-10").focusContacted == 2)
        #expect(try ledger("2026-09").focusContacted == 0)
    }

    @Test(
        "a period is typed as people say it, and ends today",
        arguments: [
            ("2026-2027-1", "2026-09-01", "2026-11-27"), ("2026秋", "2026-09-01", "2026-11-27"),
            ("26秋", "2026-09-01", "2026-11-27"), ("2026年春季", "2026-02-01", "2026-08-31"),
            ("2025-2026-2", "2026-02-01", "2026-08-31"), ("2026-10", "2026-10-01", "2026-10-31"),
            ("2026年２月", "2026-02-01", "2026-02-28"), ("本月", "2026-11-01", "2026-11-27"),
        ]
    )
    func periods(typed: String, first: String, last: String) throws {
        let days = try Period.days(typed, today: today)
        #expect("\(days.lowerBound)" == first && "\(days.upperBound)" == last)
    }

    @Test(
        "and what is none, or is yet to come, is refused",
        arguments: ["2027-01", "x", "2026-13", "3", "9223372036854775807秋"]
    )
    func noPeriods(typed: String) {
        #expect(throws: Problem.self) { try Period.days(typed, today: today) }
    }
}
