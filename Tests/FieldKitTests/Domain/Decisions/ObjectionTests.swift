import Foundation
import TestSupport
import Testing

@testable import FieldKit

/// The county has decided against Anna, who shares her laptop with Bela.
@Suite("Objecting to a decision")
struct ObjectionTests {
    private static let village = "610326101901"

    private let town: Town
    private let anna: Resident
    private let karl: Resident
    private let county: Resident
    private let family: RecordID
    private let people: LaptopPeople
    private let day: BusinessDay
    /// The family as it was before the decision.
    private let undecided: RecordVersion

    init() throws {
        town = try Town()
        anna = try town.laptop("Anna")
        karl = try town.laptop("Karl")
        county = try town.county()
        day = try #require(BusinessDay(year: 2026, month: 9, day: 21))
        people = try LaptopPeople.sharing("Anna", "Bela").with("Anna")
        try anna.replica.setPeople(people)
        family = try anna.create(
            "household",
            in: [Self.village],
            ["head_name": "李甲", "residence_status": "9"]
        )
        try town.mix()
        try anna.set(family, "residence_status", "3")
        try karl.set(family, "residence_status", "2")
        try town.mix()
        undecided = try karl.version(family)
        try county.resolve(family, "residence_status", .text("2"))
        try town.mix()
    }

    /// What was decided against who works at Anna's laptop, and is not answered.
    private func open() throws -> [Overruling] { try anna.replica.overrulings() }

    private func decision() throws -> Overruling {
        try #require(try anna.replica.overrulings(all: true).first)
    }

    /// An objection of Anna's.
    private func raised(wanted: String = "") throws -> RecordID {
        let id = try anna.replica.object(
            to: decision(),
            reason: "孩子在家",
            wanted: wanted,
            day: day,
            author: "Anna"
        )
        try town.mix()
        return id
    }

    private func held(_ id: RecordID, at resident: Resident) throws -> HeldObjection {
        let all = try resident.replica.objections(isOpenOnly: false, today: day)
        return try #require(all.first { $0.record.view.id == id })
    }

    // MARK: Whose answer counts

    @Test("That others have seen the decision, or object to it, is no answer of who was overruled")
    func othersAnswers() throws {
        let overruling = try decision()
        try karl.replica.noteSeen([overruling], day: day, author: "Karl")
        _ = try karl.replica.object(to: overruling, reason: "不对", day: day, author: "Karl")
        try anna.replica.noteSeen([overruling], day: day, author: "Bela")
        try town.mix()
        #expect(try open().map(\.decision) == [overruling.decision])
        try anna.replica.setPeople(try people.with("Bela"))
        #expect(try open().isEmpty, "it is not against Bela")
    }

    @Test("What the teacher has seen on another laptop is seen")
    func seenElsewhere() throws {
        try karl.replica.noteSeen([decision()], day: day, author: "Anna")
        try town.mix()
        #expect(try open().isEmpty)
        #expect(try anna.replica.overrulings(all: true).map(\.isAnswered) == [true])
    }

    // MARK: Withdrawing

    @Test("Only who raised an objection lists it as the own one and takes it back, once")
    func withdraw() throws {
        let id = try raised()
        func own() throws -> [RecordID] {
            try anna.replica.objections(isOwnOnly: true, today: day).map(\.record.view.id)
        }
        #expect(try own() == [id])
        try anna.replica.setPeople(try people.with("Bela"))
        #expect(try own().isEmpty)
        for (resident, author) in [(anna, "Bela"), (karl, "Karl")] {
            #expect(throws: Problem(.notTheAuthor)) {
                try resident.replica.withdraw(id, day: day, author: author)
            }
        }
        // She has another laptop now.
        try karl.replica.setPeople(.sharing("Anna"))
        try karl.replica.withdraw(id, day: day, author: "Anna")
        try town.mix()
        try anna.replica.setPeople(people)
        #expect(try own().isEmpty)
        #expect(throws: Problem(.objectionClosed)) {
            try anna.replica.withdraw(id, day: day, author: "Anna")
        }
    }

    // MARK: Answering

    @Test("An objection is answered once, and not at all when it was withdrawn")
    func answeredOnce() throws {
        let first = try raised()
        let shown = try held(first, at: county)
        try county.replica.answer(shown, with: "3", reason: "核实", day: day, author: "甲")
        // The second reviewer has the page of before.
        for value in ["1", nil] {
            #expect(throws: Problem(.objectionClosed)) {
                try county.replica.answer(shown, with: value, reason: "x", day: day, author: "乙")
            }
        }
        #expect(try county.text(family, "residence_status") == "3")
        let second = try raised()
        let before = try held(second, at: county)
        try anna.replica.withdraw(second, day: day, author: "Anna")
        try town.mix()
        #expect(throws: Problem(.objectionClosed)) {
            try county.replica.answer(before, with: "1", reason: "x", day: day, author: "甲")
        }
        #expect(try county.text(family, "residence_status") == "3")
    }

    @Test("What was written after the page was shown is not answered with it")
    func later() throws {
        let id = try raised()
        let shown = try held(id, at: county)
        let base = try #require(shown.version)
        try county.set(family, "residence_status", "4")
        let now = try held(id, at: county)
        for value in ["3", nil] {
            #expect(throws: Problem.self) {
                try county.replica.answer(
                    now,
                    with: value,
                    base: base,
                    reason: "核实",
                    day: day,
                    author: "甲"
                )
            }
        }
        #expect(try county.text(family, "residence_status") == "4")
        try county.replica.answer(now, with: "3", reason: "核实", day: day, author: "甲")
        #expect(try county.text(family, "residence_status") == "3")
    }

    @Test("What came beside the value that was read stays beside the answer")
    func beside() throws {
        let shown = try held(try raised(), at: county)
        // Karl's laptop had not heard of the decision.
        try karl.set(family, "residence_status", "5", base: undecided)
        try county.take(try karl.lastWrite())
        try county.replica.answer(shown, with: "3", reason: "核实", day: day, author: "甲")
        let entries = try county.replica.entries("household", family).filter {
            $0.key.name == "residence_status" && $0.standing != .superseded
        }
        #expect(Set(entries.map(\.value.text)) == ["3", "5"])
    }

    // MARK: Codes

    @Test("Words become the field's code; what its list does not have is refused with all of it")
    func codes() throws {
        let id = try raised(wanted: "部分外出")
        let shown = try held(id, at: county)
        #expect(shown.wanted == "3")
        let unknown = #expect(throws: Problem.self) {
            try county.replica.answer(shown, with: "搬走了", reason: "核实", day: day, author: "甲")
        }
        #expect(unknown?.code == .wordUnknown)
        #expect(unknown?.details["allowed"]?.contains("2 举家外出、") == true)
        #expect(unknown?.details["words"]?.contains("2 the whole family is away") == true)
        #expect(unknown?.details.values.contains { $0.contains("搬走了") } == false)
        #expect(throws: Problem.self) { try raised(wanted: "搬走了") }
        try county.replica.answer(shown, with: "常住", reason: "核实", day: day, author: "甲")
        #expect(try county.text(family, "residence_status") == "1")
    }
}
