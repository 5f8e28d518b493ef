import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Aid that is missed")
struct MissedAidTests {
    @Test("A pupil who lies in two of the own villages is looked at once")
    func twoVillages() throws {
        let laptop = try TeacherLaptop()
        let other = "610326101902"
        let today = try #require(BusinessDay.read("2026-11-27"))
        let replica = laptop.folder.replica
        func edit(_ type: String, _ id: RecordID? = nil, _ changes: Edit.Change...) throws {
            _ = try replica.edit(
                [Edit(type: type, id: id, changes: changes)],
                author: "县",
                authority: .county
            )
        }
        try edit("teacher", laptop.teacher, .add("villages", other))
        let pupil = try laptop.make("student", in: [TeacherLaptop.village, other], ["stage": "X"])
        let paid = try laptop.make("student", in: [other], ["stage": "X"])
        try edit(
            "aid_policy",
            nil,
            .enter("system"),
            .set("code", .text("T1")),
            .add("stages", "X")
        )
        try laptop.make(
            "aid_grant",
            ["student": "\(paid)", "policy": "T1", "semester": "\(today.semester)"]
        )
        let found = try laptop.folder.missedAid(in: today.semester, on: today, isOwnOnly: true)
        #expect(found.pupils == 2)
        #expect(found.items.map(\.pupil.id).sorted() == [pupil, paid].sorted())
    }

    @Test("Of a policy nothing is said before somebody here has a grant by it in the semester")
    func silent() throws {
        let laptop = try TeacherLaptop()
        let day = try #require(BusinessDay.read("2026-11-27"))
        let pupil = try laptop.make("student", in: [TeacherLaptop.village], ["stage": "X"])
        let other = try laptop.make("student", in: [TeacherLaptop.village], ["stage": "C"])
        _ = try laptop.folder.replica.edit(
            [
                Edit(
                    type: "aid_policy",
                    changes: [
                        .enter("system"), .set("code", .text("T1")), .add("stages", "X"),
                    ]
                )
            ],
            author: "县",
            authority: .county
        )
        func isSilent() throws -> Bool? {
            let found = try laptop.folder.aid(of: pupil, in: day.semester, on: day).first
            let missed = try laptop.folder.missedAid(in: day.semester, on: day, isOwnOnly: true)
            #expect(missed.silent.isEmpty == (found?.isSilent == false))
            #expect(missed.items.isEmpty == (found?.gap == nil))
            return found?.isSilent
        }
        #expect(try isSilent() == true)
        func grant(in semester: String) throws -> RecordID {
            try laptop.make(
                "aid_grant",
                ["student": "\(other)", "policy": "T1", "semester": semester]
            )
        }
        func change(_ grant: RecordID, _ change: Edit.Change) throws {
            let edit = Edit(type: "aid_grant", id: grant, changes: [change])
            _ = try laptop.folder.replica.edit([edit], author: "县")
        }
        _ = try grant(in: "2025-2026-2")
        #expect(try isSilent() == true)
        let deleted = try grant(in: "\(day.semester)")
        #expect(try isSilent() == false)
        try change(deleted, .delete(true))
        #expect(try isSilent() == true)
        // The semester comes in a write of its own.
        let late = try laptop.make("aid_grant", ["student": "\(other)", "policy": "T1"])
        #expect(try isSilent() == true)
        try change(late, .set("semester", .text("\(day.semester)")))
        #expect(try isSilent() == false)
    }
}
