import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Answers about several pupils change each of them")
struct RepeatedEntityTests {
    private let town: Town
    private let an: Resident
    private let county: Resident
    private let surroundings = FixedSurroundings()

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        county = try town.county()
    }

    /// A visit that asks about several pupils, each in an instance of a repeat, with what is known
    /// of them standing there.
    private static var form: FormDefinition {
        let id = "selected-at(${students}, position(..) - 1)"
        func known(_ field: String) -> (inout FormNode) -> Void {
            { node in
                node.saveTo = "student#\(field)"
                node.triggers = ["students"]
                node.calculation = "pulldata('student', '\(field)', 'id', \(id))"
            }
        }
        var pupil = FormNode.holding(
            .repeat,
            "pupil",
            [
                .ask("id", .calculate) { $0.calculation = id },
                .ask("boarding", .text, known("boarding")),
                .ask("status", .text, known("enrolment_status")),
            ]
        )
        pupil.repeatCount = "count-selected(${students})"
        var form = FormDefinition.of([
            .ask("students") { $0.saveTo = "visit#students" },
            .ask("met") { $0.defaultValue = "yes" },
            .holding(.group, "school", [pupil]),
        ])
        form.nodes[2].relevant = "${met} = 'yes'"
        form.entities = [
            FormEntity(list: "visit", label: "v", row: 2),
            FormEntity(list: "student", label: nil, id: "${id}", row: 3),
        ]
        return form
    }

    /// A session of that form with its two pupils, whom the roster has as boarders at school.
    private func visited() throws -> (
        session: FormSession, tables: FormLookup, pupils: [RecordID], home: RecordID
    ) {
        let home = try county.create(
            "household",
            in: ["610"],
            ["head_name": "H"],
            authority: .county
        )
        let pupils = try ["One", "Two"].map {
            try county.create(
                "student",
                in: ["610"],
                ["name": $0, "boarding": "2", "enrolment_status": "10"],
                authority: .county
            )
        }
        try an.takeAll(from: county)
        let tables = FormLookup(an.replica)
        var problems: [CompiledForm.Problem] = []
        var session = FormSession(
            CompiledForm(Self.form, problems: &problems),
            surroundings: surroundings,
            tables: tables
        )
        #expect(problems.isEmpty)
        let ids = pupils.map(\.description).joined(separator: " ")
        try session.answer("students", .text(ids))
        #expect(session.text("school/pupil[2]/boarding") == "2")
        return (session, tables, pupils, home)
    }

    private func submit(
        _ session: FormSession,
        _ tables: FormLookup,
        at home: RecordID
    ) throws
        -> [EditResult]
    {
        var draft = SubmissionDraft(
            session.answers,
            record: an.replica.newSubmissionID(),
            household: "\(home)"
        )
        draft.shown = tables.shown
        return try an.replica.submit(
            draft,
            of: Self.form,
            author: "An",
            surroundings: surroundings
        )
    }

    @Test("of several pupils each is changed by what differs, in one group with the visit")
    func pupilsOfARepeat() throws {
        var (session, tables, pupils, home) = try visited()
        #expect(try submit(session, tables, at: home).map(\.type) == ["visit"])
        try session.answer("school/pupil[1]/status", .text("80"))
        try session.answer("school/pupil[2]/boarding", .text("1"))
        let results = try submit(session, tables, at: home)
        #expect(results.map(\.type) == ["visit", "student", "student"])
        #expect(try an.text(pupils[0], "enrolment_status") == "80")
        #expect(try an.text(pupils[0], "boarding") == "2")
        #expect(try an.text(pupils[1], "boarding") == "2", "the roster's word stays")
        #expect(try an.text(pupils[1], "enrolment_status") == "10")
        let seen = results.flatMap(\.observations)
        #expect(seen.count == 1)
        let observation = try an.view(try #require(seen.first))
        #expect(
            observation.values.mapValues(\.text) == [
                "subject": "\(pupils[1])", "subject_type": "student", "field": "boarding",
                "roster_value": "2", "seen_value": "1",
            ]
        )
        #expect(observation.buckets == ["610"])
        // The visit, a pupil and the observation of the other.
        #expect(try an.lastWrite().write.group?.size == 3)
        let visit = try an.view(results[0].id)
        #expect(visit.values["/school/pupil[2]/boarding"] == .text("1"))
        try county.takeAll(from: an)
        #expect(try county.digest() == an.digest())
        #expect(try county.checkInvariants() == [])
    }

    @Test("what is no longer asked changes nothing")
    func irrelevant() throws {
        var (session, tables, pupils, home) = try visited()
        try session.answer("school/pupil[1]/status", .text("80"))
        try session.answer("met", .text("no"))
        #expect(try submit(session, tables, at: home).map(\.type) == ["visit"])
        #expect(try an.text(pupils[0], "enrolment_status") == "10")
    }

    @Test("an answer is over what was shown: what came since then stands beside it, or alone")
    func overWhatWasShown() throws {
        var (session, tables, pupils, home) = try visited()
        for pupil in pupils {
            _ = try county.set(pupil, "enrolment_status", "70")
        }
        try an.takeAll(from: county)
        try session.answer("school/pupil[1]/status", .text("80"))
        let results = try submit(session, tables, at: home)
        #expect(results.map(\.type) == ["visit", "student"])
        #expect(try an.view(pupils[0]).conflicts == ["enrolment_status"])
        #expect(try an.view(pupils[1]).conflicts == [])
        #expect(
            try an.text(pupils[1], "enrolment_status") == "70",
            "Enter over what was shown says nothing about what came later"
        )
    }
}
