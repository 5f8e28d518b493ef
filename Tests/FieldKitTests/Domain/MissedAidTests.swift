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
}
