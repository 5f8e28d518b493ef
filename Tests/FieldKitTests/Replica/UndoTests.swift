import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Taking a change back")
struct UndoTests {
    private let town: Town
    private let an: Resident
    private let bai: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("安老师")
        bai = try town.laptop("白老师")
    }

    private func problem(_ deed: () throws -> Void) -> ProblemCode? {
        do {
            try deed()
            return nil
        } catch { return (error as? Problem)?.code }
    }

    private func edit(
        _ resident: Resident,
        _ edits: Edit...,
        by author: String = "安老师"
    ) throws -> [RecordID] {
        try resident.replica.edit(edits, author: author).map(\.id)
    }

    private func note(_ id: RecordID, _ text: String) -> Edit {
        Edit(type: "household", id: id, changes: [.set("note", .text(text))])
    }

    private func family() throws -> RecordID {
        try edit(
            an,
            Edit(type: "household", changes: [.enter("2199000001"), .set("note", .text("在家"))])
        )[0]
    }

    @Test("is refused once somebody has written over it, or beside it without knowing")
    func changedSince() throws {
        let id = try family()
        try town.mix()
        _ = try edit(an, note(id, "住校"))
        _ = try edit(bai, note(id, "外出"), by: "白老师")
        try town.mix()
        #expect(problem { _ = try an.replica.undo(author: "安老师") } == .changedSince)
        _ = try edit(bai, note(id, "走读"), by: "白老师")
        try town.mix()
        #expect(problem { _ = try an.replica.undo(author: "安老师") } == .changedSince)
        #expect(try an.replica.checkInvariants() == [])
    }

    @Test("never takes back that somebody looked at names: it goes past that, to the change before")
    func audit() throws {
        let id = try family()
        _ = try edit(an, note(id, "住校"))
        let event = AuditEvent(revealing: "student", because: "核对", names: ["张小一"])
        try an.replica.note(event, author: "安老师")
        #expect(try an.replica.undo(author: "安老师").parts.map(\.id) == [id])
        #expect(try an.text(id, "note") == "在家")
        try an.replica.note(event, author: "安老师")
        #expect(try an.replica.redo(author: "安老师").parts.map(\.id) == [id])
        #expect(try an.text(id, "note") == "住校")
        var looked = 0
        try an.replica.list("audit_event") { _ in looked += 1 }
        #expect(looked == 2)
    }

    @Test("of a record that was made is refused once somebody has written into it or about it")
    func madeRecord() throws {
        let first = try family()
        try town.mix()
        _ = try edit(bai, note(first, "外出"), by: "白老师")
        try town.mix()
        #expect(problem { _ = try an.replica.undo(author: "安老师") } == .changedSince)
        let second = try family()
        try town.mix()
        let visit = Edit(
            type: "visit",
            changes: [.set("household", .text("\(second)")), .set("kind", .text("10"))]
        )
        _ = try edit(bai, visit, by: "白老师")
        try town.mix()
        #expect(problem { _ = try an.replica.undo(author: "安老师") } == .changedSince)
        #expect(try !an.replica.view("household", second).isDeleted)
    }

    @Test("is a write like any other: everybody sees it, and nothing is lost")
    func travels() throws {
        let id = try family()
        try town.mix()
        _ = try edit(an, note(id, "住校"))
        try town.mix()
        let change = try an.replica.undo(author: "安老师")
        #expect(change.parts.map(\.from) == [.text("住校")])
        #expect(change.parts.map(\.to) == [.text("在家")])
        try town.mix()
        #expect(try bai.text(id, "note") == "在家")
        #expect(try an.replica.digest().digest == bai.replica.digest().digest)
        let values = try bai.replica.entries("household", id).filter { $0.key.name == "note" }
        #expect(Set(values.map(\.value.text)) == ["在家", "住校"])
        // The colleague has nothing to take back: it was not their change.
        #expect(problem { _ = try bai.replica.undo(author: "白老师") } == .nothingToUndo)
    }

    @Test("takes back the person's own last change, and not one of who shares the laptop")
    func sharedLaptop() throws {
        let one = try family()
        let two = try family()
        _ = try edit(an, note(one, "住校"))
        _ = try edit(an, note(two, "走读"), by: "陈老师")
        _ = try an.replica.undo(author: "安老师")
        #expect(try an.text(one, "note") == "在家")
        #expect(try an.text(two, "note") == "走读")
        #expect(problem { _ = try an.replica.redo(author: "陈老师") } == .nothingToUndo)
        _ = try an.replica.undo(author: "陈老师")
        #expect(try an.text(two, "note") == "在家")
        _ = try edit(an, note(two, "外出"), by: "陈老师")
        // Of the two families that were made, the later one has been written into by somebody else.
        #expect(problem { _ = try an.replica.undo(author: "安老师") } == .changedSince)
    }

    @Test("brings a deleted record back, and what is written once stays")
    func deletion() throws {
        let id = try family()
        _ = try edit(an, Edit(type: "household", id: id, changes: [.delete(true)]))
        _ = try an.replica.undo(author: "安老师")
        #expect(try !an.replica.view("household", id).isDeleted)
        _ = try an.replica.redo(author: "安老师")
        #expect(try an.replica.view("household", id).isDeleted)
        _ = try an.replica.undo(author: "安老师")
        let visit = try edit(
            an,
            Edit(type: "visit", changes: [.set("household", .text("\(id)"))])
        )[0]
        _ = try edit(
            an,
            Edit(type: "visit", id: visit, changes: [.set("form_id", .text("表"))])
        )
        #expect(problem { _ = try an.replica.undo(author: "安老师") } == .immutableField)
        #expect(try an.replica.checkInvariants() == [])
    }
}
