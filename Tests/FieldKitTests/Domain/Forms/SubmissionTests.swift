import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Answers become records")
struct SubmissionTests {
    private let town: Town
    private let an: Resident
    private let county: Resident
    private let surroundings = FixedSurroundings()

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        county = try town.county()
    }

    /// A visit: what is kept in the record's fields, what under its path, and members.
    private static var form: FormDefinition {
        var form = FormDefinition.of([
            .ask("when", .date) { $0.saveTo = "date" }, .ask("note") { $0.saveTo = "note" },
            .ask("purposes", .selectMultiple) {
                $0.choices = .list("purposes")
                $0.saveTo = "purposes"
            },
            .holding(.group, "home", [.ask("rooms", .integer), .ask("note2")]),
            .holding(.repeat, "member", [.ask("name"), .ask("age", .integer)]),
            .ask("hidden") { $0.relevant = "${rooms} > 100" },
        ])
        form.lists = [
            "purposes": ["a", "b"].enumerated().map {
                FormChoice(name: $1, label: ["": $1], row: $0 + 2)
            }
        ]
        form.entities = [FormEntity(list: "visit", label: "v", row: 2)]
        return form
    }

    private func answered(
        _ form: FormDefinition,
        _ answers: [(String, AnswerValue)]
    ) throws
        -> FormAnswers
    {
        var session = form.session(surroundings)
        for (path, value) in answers {
            let path = try #require(FormPath(path))
            while session.row(at: path) == nil, let step = path.steps.first, step.position != nil {
                try session.addInstance(of: FormPath([FormPath.Step(step.name)]))
            }
            try session.answer(path, value)
        }
        return session.answers
    }

    private var visitAnswers: [(String, AnswerValue)] {
        [
            ("when", .date(1_788_192_000_000)), ("note", .text("spoke with the grandmother")),
            ("purposes", .text("a b")), ("home/rooms", .integer(3)), ("hidden", .text("no")),
            ("member[1]/name", .text("One")), ("member[2]/name", .text("Two")),
            ("member[2]/age", .integer(7)),
        ]
    }

    private func household() throws -> RecordID {
        let id = try county.create("household", in: ["610"], ["head_name": "H"], authority: .county)
        try an.takeAll(from: county)
        return id
    }

    private func submit(
        _ draft: SubmissionDraft,
        _ form: FormDefinition = form
    ) throws
        -> [EditResult]
    {
        try an.replica.submit(draft, of: form, author: "An", surroundings: surroundings)
    }

    @Test(
        "of the form's type, each answer in its field or under its path, where the household lives"
    )
    func visit() throws {
        let home = try household()
        let draft = SubmissionDraft(
            try answered(Self.form, visitAnswers),
            record: an.replica.newSubmissionID(),
            household: "\(home)"
        )
        let result = try #require(try submit(draft).first)
        #expect(result.type == "visit" && "\(result.id)" == draft.record)
        let view = try an.view(result.id)
        #expect(
            view.values.mapValues(\.text) == [
                "household": "\(home)", "date": "2026-09-01", "note": "spoke with the grandmother",
                "form_id": "f", "form_version": "1", "instance_id": "uuid:\(result.id)",
                "/home/rooms": "3", "/member[1]/name": "One", "/member[2]/name": "Two",
                "/member[2]/age": "7",
            ]
        )
        #expect(view.values["date"] == .date("2026-09-01"))
        #expect(view.sets == ["purposes": ["a", "b"]])
        #expect(view.buckets == ["610"])
        try county.takeAll(from: an)
        #expect(try county.digest() == an.digest())
        #expect(try county.checkInvariants() == [])
    }

    @Test("and back: the answers are read as they were given, by their own version")
    func back() throws {
        let draft = SubmissionDraft(
            try answered(Self.form, visitAnswers),
            record: an.replica.newSubmissionID(),
            household: "\(try household())"
        )
        let result = try #require(try submit(draft).first)
        let submission = try #require(Submission(try an.view(result.id)))
        #expect(submission.form == "f" && submission.version == "1")
        let answers = submission.answers(Self.form, zone: surroundings.timeZone)
        var problems: [CompiledForm.Problem] = []
        let session = FormSession(
            CompiledForm(Self.form, problems: &problems),
            resuming: answers,
            surroundings: surroundings
        )
        for (path, value) in visitAnswers where path != "hidden" {
            let path = try #require(FormPath(path))
            #expect(session.nodeState(at: path)?.value == value, "\(path)")
        }
        #expect(session.instanceCount(of: "member") == 2)
        #expect(session.text("hidden").isEmpty)
    }

    @Test("and the name that the form gives it is kept with it, by what is relevant then")
    func instanceName() throws {
        var form = Self.form
        form.settings["instance_name"] = "concat(${note}, '/', ${rooms}, ${hidden})"
        func sent(_ answers: [(String, AnswerValue)]) throws -> Submission? {
            let draft = SubmissionDraft(
                try answered(form, answers),
                record: an.replica.newSubmissionID()
            )
            return Submission(try an.view(try #require(try submit(draft, form).first).id))
        }
        let submission = try #require(try sent(visitAnswers))
        #expect(submission.name == "spoke with the grandmother/3")
        #expect(submission.record.values["instance_name"]?.text == submission.name)
        let answers = submission.answers(form, zone: surroundings.timeZone)
        #expect(answers.instanceName == submission.name)
        let long = AnswerValue.text(String(repeating: "x", count: Limits.valueBytesMax))
        #expect(try #require(try sent([("note", long)])).name == nil, "the answer is kept")
        form.settings["instance_name"] = "${note}"
        #expect(try #require(try sent([])).name == nil)
    }

    @Test("and is read again as what was answered last, on the device that answered and no other")
    func lastSaved() throws {
        func table(_ resident: Resident) -> (any FormRows)? {
            LastSavedTables(
                beside: NoFormTables(),
                in: resident.replica,
                of: Self.form,
                zone: surroundings.timeZone
            ).table(named: FormTable.lastSaved)
        }
        func cell(_ name: String) -> String? {
            guard let table = table(an), let column = table.columns.firstIndex(of: name) else {
                return nil
            }
            return table.cell(row: 0, column: column)
        }
        #expect(table(an) == nil)
        for note in ["first", "second"] {
            town.clock.advance(seconds: 1)
            let draft = SubmissionDraft(
                try answered(
                    Self.form,
                    [
                        ("note", .text(note)), ("home/rooms", .integer(3)),
                        ("when", .date(1_788_192_000_000)),
                    ]
                ),
                record: an.replica.newSubmissionID(),
                household: "\(try household())"
            )
            _ = try submit(draft)
        }
        #expect(cell("note") == "second" && cell("rooms") == "3" && cell("when") == "2026-09-01")
        #expect(table(an)?.numbers == [0])
        try county.takeAll(from: an)
        #expect(table(county) == nil, "the county has answered nothing itself")
        #expect(table(an)?.columns.contains("purposes") == false)
        try an.replica.setPeople(.sharing("An", "Bela"))
        #expect(table(an) == nil, "a colleague at the laptop has answered nothing")
        try an.replica.setPeople(LaptopPeople.sharing("An", "Bela").with("An"))
        #expect(cell("note") == "second")
        let elsewhere = try an.replica.lastSubmission(to: Self.form, about: "\(household())")
        #expect(elsewhere == nil, "nothing was answered about that family")
    }

    @Test("a draft that two windows hand in with different answers is two records")
    func twoWindows() throws {
        let household = try household()
        let form = Self.form
        var draft = SubmissionDraft(
            try answered(form, visitAnswers),
            record: an.replica.newSubmissionID(),
            household: "\(household)"
        )
        let first = try #require(try submit(draft).first?.id)
        draft.answers = try answered(form, [("note", .text("what the other window has"))])
        let second = try #require(try submit(draft).first?.id)
        #expect(first != second)
        let notes = try [first, second].map { id in
            try an.replica.view("visit", id).values["note"]?.text
        }
        #expect(notes == ["spoke with the grandmother", "what the other window has"])
    }

    @Test("a draft that is sent twice is one record")
    func twice() throws {
        let draft = SubmissionDraft(
            try answered(Self.form, visitAnswers),
            record: an.replica.newSubmissionID(),
            household: "\(try household())"
        )
        let first = try submit(draft)
        let digest = try an.digest()
        #expect(try submit(draft).map(\.id) == first.map(\.id))
        #expect(try an.digest() == digest)
    }

    @Test("without an entity it is a submission, which lives where its pupil lives")
    func plain() throws {
        let pupil = try county.create("student", in: ["610"], ["name": "P"], authority: .county)
        try an.takeAll(from: county)
        let form = FormDefinition.of([.ask("note")])
        let draft = SubmissionDraft(
            try answered(form, [("note", .text("n"))]),
            record: an.replica.newSubmissionID(),
            student: "\(pupil)"
        )
        let result = try #require(try submit(draft, form).first)
        let view = try an.view(result.id)
        #expect(view.type == "submission" && view.buckets == ["610"])
        #expect(view.values["/note"] == .text("n") && view.values["student"] == .text("\(pupil)"))
        #expect(view.values["date"]?.text.isEmpty == false)
    }

    @Test("what the roster knows otherwise becomes an observation, and what it does not is written")
    func observation() throws {
        let pupil = try county.create(
            "student",
            in: ["610"],
            ["name": "Roster", "grade": "3"],
            authority: .county
        )
        try an.takeAll(from: county)
        var form = FormDefinition.of([
            .ask("id", .hidden), .ask("name") { $0.saveTo = "name" },
            .ask("grade") { $0.saveTo = "grade" }, .ask("phone") { $0.saveTo = "phone" },
        ])
        form.entities = [FormEntity(list: "student", label: nil, id: "${id}", row: 2)]
        let answers = try answered(
            form,
            [
                ("id", .text("\(pupil)")), ("name", .text("Seen")), ("grade", .text("3")),
                ("phone", .text("1")),
            ]
        )
        let draft = SubmissionDraft(
            answers,
            record: an.replica.newSubmissionID(),
            student: "\(pupil)"
        )
        let results = try submit(draft, form)
        #expect(results.map(\.type) == ["submission", "student"])
        #expect(try an.text(pupil, "name") == "Roster")
        #expect(try an.text(pupil, "phone") == "1")
        let observations = results.flatMap(\.observations)
        #expect(observations.count == 1, "the grade is as the roster has it")
        let view = try an.view(try #require(observations.first))
        #expect(view.values["field"] == .text("name"))
        #expect(view.values["seen_value"] == .text("Seen"))
        #expect(try an.view(results[0].id).values["/name"] == .text("Seen"))
    }

    @Test("what a record shows already is not written again")
    func unchanged() throws {
        let pupil = try an.create("student", in: ["610"], ["name": "P", "phone": "1"])
        let generation = try an.view(pupil).generation
        var form = FormDefinition.of([
            .ask("id", .hidden), .ask("phone") { $0.saveTo = "phone" },
        ])
        form.entities = [FormEntity(list: "student", label: nil, id: "${id}", row: 2)]
        let answers = try answered(form, [("id", .text("\(pupil)")), ("phone", .text("1"))])
        let draft = SubmissionDraft(
            answers,
            record: an.replica.newSubmissionID(),
            student: "\(pupil)"
        )
        #expect(try submit(draft, form).map(\.type) == ["submission"])
        #expect(try an.view(pupil).generation == generation)
    }

    @Test("a form of 1,100 answers is one group of several writes")
    func large() throws {
        let form = FormDefinition.of((0..<1_100).map { .ask("q\($0)") })
        let draft = SubmissionDraft(
            try answered(form, (0..<1_100).map { ("q\($0)", .text("\($0)")) }),
            record: an.replica.newSubmissionID(),
            household: "\(try household())"
        )
        let results = try submit(draft, form)
        #expect(results.count == 1)
        let view = try an.view(results[0].id)
        #expect(view.values["/q1099"] == .text("1099") && view.buckets == ["610"])
        #expect(try an.lastWrite().write.group?.size ?? 0 > 1)
        try county.takeAll(from: an)
        #expect(try county.digest() == an.digest())
    }

    /// A form that changes a family by its id, or makes one.
    private static func upsert(
        createIf: String? = "${id} = ''",
        updateIf: String? = "${id} != ''"
    ) -> FormDefinition {
        var form = FormDefinition.of([
            .ask("id"), .ask("address") { $0.saveTo = "address" },
        ])
        form.entities = [
            FormEntity(
                list: "household",
                label: "${address}",
                id: "coalesce(${id}, uuid())",
                createIf: createIf,
                updateIf: updateIf,
                row: 2
            )
        ]
        return form
    }

    private func told(
        _ form: FormDefinition,
        _ id: String,
        _ address: String
    ) throws -> (results: [EditResult], notHeld: [String]) {
        let answers: [(String, AnswerValue)] = [("id", .text(id)), ("address", .text(address))]
        let draft = SubmissionDraft(
            try answered(form, id.isEmpty ? [answers[1]] : answers),
            record: an.replica.newSubmissionID()
        )
        let missing = try an.replica.typesNotHeld(for: draft, of: form, surroundings: surroundings)
        return (try submit(draft, form), missing)
    }

    @Test("with an id and both conditions, the record is changed or made, by what they say")
    func changedOrMade() throws {
        let home = try household()
        let changed = try told(Self.upsert(), "\(home)", "Group 3")
        #expect(changed.results.map(\.id).contains(home) && changed.notHeld.isEmpty)
        #expect(try an.text(home, "address") == "Group 3")
        let made = try told(Self.upsert(), "", "Group 4")
        #expect(made.results.map(\.type) == ["submission", "household"] && made.notHeld.isEmpty)
        #expect(try an.text(try #require(made.results.last?.id), "address") == "Group 4")
        #expect(try an.text(home, "address") == "Group 3")
    }

    @Test("where both conditions hold, a record that is not here is made")
    func madeInstead() throws {
        let form = Self.upsert(createIf: "true()", updateIf: "true()")
        let home = try household()
        #expect(try told(form, "\(home)", "Group 3").results.count == 2)
        #expect(try an.text(home, "address") == "Group 3")
        let other = try told(form, "\(an.replica.newRecordID())", "Group 4")
        #expect(other.results.map(\.type) == ["submission", "household"])
        #expect(other.notHeld.isEmpty)
    }

    @Test("a record that is to be changed and is not here is told, and the answers are kept")
    func notHeld() throws {
        let form = Self.upsert(createIf: nil, updateIf: "true()")
        for id in ["", "\(an.replica.newRecordID())"] {
            let (results, missing) = try told(form, id, "Group 3")
            #expect(results.map(\.type) == ["submission"])
            #expect(missing == ["household"])
            #expect(try an.text(results[0].id, "/address") == "Group 3")
        }
    }
}
