import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A form looks records up")
struct FormLookupTests {
    private let town: Town
    private let an: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
    }

    private func session(_ nodes: [FormNode]) throws -> FormSession {
        var problems: [CompiledForm.Problem] = []
        let form = CompiledForm(FormDefinition.of(nodes), problems: &problems)
        #expect(problems.isEmpty)
        return FormSession(
            form,
            surroundings: FixedSurroundings(),
            tables: FormLookup(an.replica)
        )
    }

    @Test("by id, by another field, with several conditions, and counts what it finds")
    func lookups() throws {
        let home = try an.create("household", in: ["610"], ["head_name": "Head"])
        let other = try an.create("student", in: ["610"], ["name": "D", "sex": "2"])
        for (name, sex) in [("A", "1"), ("B", "2"), ("C", "2")] {
            town.clock.advance(seconds: 1)
            try an.create(
                "student",
                in: ["610"],
                ["name": name, "sex": sex, "household": "\(home)"]
            )
        }
        let gone = try an.create("student", in: ["610"], ["name": "E", "household": "\(home)"])
        try an.change(gone, .delete(true))
        let inHome = "instance('student')/root/item[household = ${home}"
        var session = try session([
            .ask("home"), .calculate("head", "pulldata('household', 'head_name', 'id', ${home})"),
            .calculate("named", "pulldata('household', 'name', 'id', ${home})"),
            .calculate("count", "count(\(inHome)])"),
            .calculate("girls", "count(\(inHome) and sex = '2'])"),
            .calculate("second", "\(inHome) and position() = 2]/name"),
            .calculate("all", "count(instance('student')/root/item)"),
            .ask("pupil"),
            .calculate("pupilName", "instance('student')/root/item[id = ${pupil}]/name"),
        ])
        try session.answer("home", .text("\(home)"))
        #expect(session.text("head") == "Head" && session.text("named") == "Head")
        #expect(session.text("count") == "3" && session.text("girls") == "2")
        #expect(session.text("second") == "A", "a place is counted among all rows")
        #expect(session.text("all") == "4", "a deleted one is none")
        try session.answer("pupil", .text("\(other)"))
        #expect(session.text("pupilName") == "D")
        for nobody in ["\(gone)", "x", ""] {
            try session.answer("pupil", .text(nobody))
            #expect(session.text("pupilName").isEmpty)
        }
        #expect(FormLookup(an.replica).table(named: "tree") == nil)
    }

    @Test("as choices, with a filter")
    func choices() throws {
        for (name, grade) in [("A", "1"), ("B", "2"), ("C", "2")] {
            town.clock.advance(seconds: 1)
            try an.create("student", in: ["610"], ["name": name, "grade": grade])
        }
        let session = try session([
            .ask("pupil", .selectOne) {
                $0.choices = .file("student.csv", value: "id", label: "label")
                $0.choiceFilter = "grade = '2'"
            }
        ])
        let offered = try session.choices(at: "pupil")
        #expect(offered.map { $0.label[""] } == ["B 2", "C 2"])
        #expect(offered.allSatisfy { RecordID($0.name) != nil })
    }
}
