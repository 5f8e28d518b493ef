import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("What stands on the sheet of a visit")
struct VisitPaperTests {
    private let laptop: TeacherLaptop
    private let home: RecordID
    private let pupil: RecordID

    init() throws {
        laptop = try TeacherLaptop()
        home = try laptop.family("张示范")
        pupil = try laptop.make(
            "student",
            ["name": "张小一", "household": "\(home)", "sex": "2"]
        )
    }

    private func paper(_ changes: [Edit.Change]) throws -> PaperForm {
        let start: [Edit.Change] = [
            .set("household", .text("\(home)")), .set("date", .date("2026-09-20")),
            .set("kind", .text("10")),
        ]
        let visit = Edit(type: "visit", changes: start + changes, isRaw: true)
        let id = try laptop.folder.replica.edit([visit], author: "安老师")[0].id
        return try laptop.folder.visitPaper(id)
    }

    private func words(_ form: PaperForm) throws -> [String] {
        try PaperPress.layout(form).pages.joined().compactMap { mark in
            if case .text(let text, _, _, _, _, _) = mark { text } else { nil }
        }
    }

    @Test("A pupil whose id was written in small and in large letters is one pupil")
    func bothLetterCases() throws {
        let form = try paper([
            .add("students", "\(pupil)"), .add("students", "\(pupil)".uppercased()),
        ])
        let rows = form.blocks.filter { block in
            if case .row(let cells, _, _) = block { cells[0].text == "张小一" } else { false }
        }
        #expect(rows.count == 1)
        #expect(try words(form).contains("女"))
    }

    @Test("What the family wishes and what is wrong is there to its last word, however long")
    func longWishes() throws {
        let wishes = (1...900).map { "愿\($0)望。" }.joined()
        let issues = (1...900).map { "问\($0)题。" }.joined()
        let form = try paper([
            .set("/end/wishes", .text(wishes)), .set("/end/issues", .text(issues)),
        ])
        let words = try words(form)
        // What only says that a row goes on stands between its parts.
        let text = words.filter { !$0.contains("（续）") && !$0.contains(" 页") }.joined()
        #expect(text.contains(wishes) && text.contains(issues))
        #expect(words.contains("家长签字"))
    }

    @Test("It knows whose names stand on it: the log counts them")
    func persons() throws {
        let form = try paper([.add("students", "\(pupil)"), .set("/end/receipt", .text("李四"))])
        #expect(form.persons == ["张示范", "张小一", "李四"])
        #expect(try laptop.folder.blankVisitPaper(of: home).persons == ["张示范", "张小一"])
        let plan = try laptop.folder.replica.letterPlan(
            .policies,
            to: [pupil, pupil],
            on: try #require(BusinessDay.read("2026-09-20"))
        )
        #expect(plan.letters.count == 1)
        #expect(try laptop.folder.letterPaper(plan)?.persons == ["张小一"])
    }
}
