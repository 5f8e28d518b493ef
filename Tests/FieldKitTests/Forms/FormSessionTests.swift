import Foundation
import Testing

@testable import FieldKit

/// What follows from an answer, and what a session tells of it.
@Suite struct `A session of a form` {
    static let household = FormDefinition.of([
        .ask("count", .integer) {
            $0.required = "true()"
            $0.requiredMessage = ["": "How many?"]
            $0.constraint = ". >= 0 and . < 20"
            $0.constraintMessage = ["": "At most 19."]
        },
        .holding(
            .repeat,
            "member",
            [
                .ask("name"),
                .ask("age", .integer),
                .holding(.group, "school", [.ask("class")]) { $0.relevant = "${age} > 5" },
                .calculate("place", "position(..)"),
            ]
        ),
        .calculate("total", "sum(${age})"),
        .calculate("classes", "join(',', ${class})"),
    ])

    @Test func `computes what follows, and says what changed`() throws {
        var session = Self.household.session()
        let changes = try session.answer("member[1]/age", .integer(7))
        #expect(session.text("total") == "7")
        #expect(changes.contains(.relevance("member[1]/school")))
        #expect(changes.contains(.value("total")))
        #expect(!changes.contains(.value("classes")))
    }

    @Test func `reads what is not relevant as empty, and keeps it`() throws {
        var session = Self.household.session()
        try session.answer("member[1]/age", .integer(7))
        try session.answer("member[1]/school/class", .text("2B"))
        #expect(session.text("classes") == "2B")
        try session.answer("member[1]/age", .integer(3))
        #expect(session.isRelevant("member[1]/school/class") == false)
        #expect(session.text("classes") == "")
        #expect(session.text("member[1]/school/class") == "2B")
        try session.answer("member[1]/age", .integer(8))
        #expect(session.text("classes") == "2B")
    }

    @Test func `counts places anew when an instance goes`() throws {
        var session = Self.household.session()
        try session.addInstance(of: "member")
        try session.addInstance(of: "member")
        try session.answer("member[3]/name", .text("last"))
        try session.answer("member[2]/age", .integer(9))
        #expect(session.text("member[3]/place") == "3")
        let changes = try session.removeInstance("member[2]")
        #expect(session.instanceCount(of: "member") == 2)
        #expect(session.text("member[2]/name") == "last")
        #expect(session.text("member[2]/place") == "2")
        #expect(session.text("total") == "0")
        #expect(changes.contains(.removed("member[2]")))
    }

    @Test func `computes each expression once, and only what depends on the answer`() throws {
        var nodes: [FormNode] = [.ask("a", .integer), .ask("b", .integer)]
        nodes += (0..<20).map { .calculate("c\($0)", $0 == 0 ? "${a}" : "${c\($0 - 1)} + ${a}") }
        nodes.append(.calculate("other", "${b}"))
        var session = FormDefinition.of(nodes).session()
        let changes = try session.answer("a", .integer(2))
        #expect(changes == (0..<20).map { .value(FormPath([.init("c\($0)")])) })
        #expect(session.text("c19") == "40")
    }

    @Test func `says what is wrong with an answer in the form's words`() throws {
        let session = Self.household.session()
        let missing = session.fault(at: "count")
        #expect(missing?.kind == .required)
        #expect(missing?.message == ["": "How many?"])
        #expect(session.fault(of: .integer(25), at: "count")?.message == ["": "At most 19."])
        #expect(session.fault(of: .integer(3), at: "count") == nil)
        #expect(session.faults().map(\.path) == ["count"])
    }

    @Test func `takes no answer of another kind, and none where nothing is`() {
        var session = Self.household.session()
        #expect(throws: FormEvaluationError(.wrongKind, "count")) {
            try session.answer("count", .text("three"))
        }
        #expect(throws: FormEvaluationError(.noSuchPath, "member[2]/age")) {
            try session.answer("member[2]/age", .integer(1))
        }
    }

    @Test func `walks from question to question, past what is not relevant`() throws {
        var session = Self.household.session()
        #expect(
            session.steps() == [
                .question("count"), .question("member[1]/name"), .question("member[1]/age"),
                .anotherInstance(of: "member"),
            ]
        )
        try session.answer("member[1]/age", .integer(7))
        let school = session.step(after: .question("member[1]/age"))
        #expect(school == .question("member[1]/school/class"))
        try session.answer("member[1]/age", .integer(2))
        #expect(session.step(after: school) == .anotherInstance(of: "member"))
        #expect(session.step(before: school) == .question("member[1]/age"))
        #expect(session.step(after: .anotherInstance(of: "member")) == .end)
        #expect(session.step(before: .question("count")) == .beginning)
    }

    @Test func `resumes with the answers that were kept`() throws {
        var session = Self.household.session()
        try session.addInstance(of: "member")
        try session.answer("member[2]/age", .integer(11))
        try session.answer("member[2]/school/class", .text("5A"))
        let kept = try JSONEncoder().encode(session.answers)
        let answers = try JSONDecoder().decode(FormAnswers.self, from: kept)
        let resumed = FormSession(
            session.form,
            resuming: answers,
            surroundings: FixedSurroundings()
        )
        #expect(resumed.answers == session.answers)
        #expect(resumed.text("total") == "11")
    }

    @Test func `follows a count, and brings back what a smaller one took away`() throws {
        let form = FormDefinition.of([
            .ask("n", .integer),
            .holding(.repeat, "pupil", [.ask("name")]) { $0.repeatCount = "${n}" },
        ])
        var session = form.session()
        #expect(session.instanceCount(of: "pupil") == 0)
        try session.answer("n", .integer(3))
        try session.answer("pupil[3]/name", .text("Third"))
        try session.answer("n", .integer(1))
        #expect(session.instanceCount(of: "pupil") == 1)
        try session.answer("n", .integer(3))
        #expect(session.text("pupil[3]/name") == "Third")
        #expect(throws: FormEvaluationError(.readOnly, "pupil")) {
            try session.addInstance(of: "pupil")
        }
        #expect(!session.steps().contains(.anotherInstance(of: "pupil")))
    }

    @Test func `goes on asking for another while the last one says so`() throws {
        let form = FormDefinition.of([
            .holding(.repeat, "visit", [.ask("more")]) {
                $0.repeatCount = "1 + count-non-empty(${more}[. = 'yes'])"
            }
        ])
        var session = form.session()
        #expect(session.instanceCount(of: "visit") == 1)
        try session.answer("visit[1]/more", .text("yes"))
        #expect(session.instanceCount(of: "visit") == 2)
    }

    @Test func `stops at the limit where a count feeds itself`() throws {
        let form = FormDefinition.of([
            .ask("a"),
            .holding(.repeat, "r", [.ask("x")]) { $0.repeatCount = "count(${r}) + 1" },
        ])
        #expect(form.session().instanceCount(of: "r") <= 101)
    }

    @Test func `offers the choices that the filter leaves, and no other is right`() throws {
        let choices = [("a", "north"), ("b", "south"), ("c", "north")].map { name, side in
            FormChoice(name: name, label: ["": name], row: 0, columns: ["side": side])
        }
        let form = FormDefinition.of(
            [
                .ask("side"),
                .ask("town", .selectOne) {
                    $0.choices = .list("towns")
                    $0.choiceFilter = "side = ${side}"
                },
            ],
            lists: ["towns": choices]
        )
        var session = form.session()
        try session.answer("side", .text("north"))
        #expect(try session.choices(at: "town").map(\.name) == ["a", "c"])
        #expect(session.fault(of: .text("b"), at: "town")?.kind == .notAChoice)
        #expect(session.fault(of: .text("c"), at: "town") == nil)
    }

    @Test func `offers the answers of a repeat as choices`() throws {
        let form = FormDefinition.of([
            .holding(.repeat, "child", [.ask("name"), .ask("age", .integer)]),
            .ask("eldest", .selectOne) {
                $0.choices = .repeat("name")
                $0.choiceFilter = "${age} > 5"
            },
        ])
        var session = form.session()
        try session.addInstance(of: "child")
        try session.answer("child[1]/name", .text("One"))
        try session.answer("child[1]/age", .integer(3))
        try session.answer("child[2]/name", .text("Two"))
        try session.answer("child[2]/age", .integer(9))
        #expect(try session.choices(at: "eldest").map(\.name) == ["Two"])
    }

    @Test func `reports what cannot be computed, and leaves it empty`() throws {
        var session = FormDefinition.of([.ask("a"), .calculate("b", "date(${a})")]).session()
        let changes = try session.answer("a", .text("tomorrow"))
        #expect(changes == [.failure("b", FormEvaluationError(.typeMismatch, "tomorrow"))])
        #expect(session.text("b") == "")
    }

    @Test func `offers no first instance of a repeat that is not relevant`() throws {
        let form = FormDefinition.of([
            .holding(
                .repeat,
                "family",
                [
                    .ask("has"),
                    .holding(.repeat, "child", [.ask("name")]) { $0.relevant = "${has} = 'yes'" },
                ]
            )
        ])
        var session = form.session()
        try session.addInstance(of: "family")
        let offer = FormStep.anotherInstance(of: "family[2]/child")
        #expect(session.instanceCount(of: "family[2]/child") == 0)
        #expect(!session.steps().contains(offer))
        try session.answer("family[2]/has", .text("yes"))
        #expect(session.steps().contains(offer))
        #expect(session.instanceCount(of: "family[2]/child") == 0)
    }

    @Test func `takes a question for the count that has the name of its repeat`() throws {
        let form = FormDefinition.of([
            .ask("r_count", .integer), .calculate("d", "${r_count} * 2"),
            .holding(.repeat, "r", [.ask("x")]) { $0.repeatCount = "${r_count}" },
        ])
        var session = form.session()
        try session.answer("r_count", .integer(2))
        #expect(session.instanceCount(of: "r") == 2)
        #expect(session.text("d") == "4" && session.text("r_count") == "2")
    }

    @Test func `knows the id of the answers from its surroundings`() {
        var surroundings = FixedSurroundings()
        surroundings.properties = [FormProperty.instanceID: "uuid:7"]
        let form = FormDefinition.of([
            .calculate("a", "${instanceID}"), .calculate("b", "/data/meta/instanceID"),
            .holding(.group, "g", [.calculate("c", "../../meta/instanceID")]),
            .ask("q") { $0.label = ["": "Number ${instanceID}"] },
        ])
        let session = form.session(surroundings)
        #expect(["a", "b", "g/c"].map(session.text) == ["uuid:7", "uuid:7", "uuid:7"])
        #expect(session.shown(["": "Number ${instanceID}"], at: "q") == "Number uuid:7")
        #expect(session.instanceID == "uuid:7")
    }

    @Test func `reports a date's format that means nothing, and goes on`() throws {
        let form = FormDefinition.of([.ask("d", .date), .calculate("f", "format-date(${d}, '%Q')")])
        var problems: [CompiledForm.Problem] = []
        let compiled = CompiledForm(form, problems: &problems)
        #expect(problems.map(\.code) == [.unknownEscape] && problems[0].isBearable)
        var session = FormSession(compiled, surroundings: FixedSurroundings())
        #expect(session.text("f") == "")
        let changes = try session.answer("d", .date(FixedSurroundings().now))
        #expect(changes == [.failure("f", FormEvaluationError(.badFormat, "%Q"))])
    }

    @Test func `shows answers in texts`() throws {
        var session = FormDefinition.of([
            .ask("name"), .ask("next") { $0.label = ["": "Where does ${name} live?"] },
        ]).session()
        try session.answer("name", .text("Li"))
        #expect(
            session.shown(["": "Where does ${name} live?"], at: "next") == "Where does Li live?"
        )
    }

    @Test func `takes start, day and user from its surroundings, and the end at the end`() {
        var surroundings = FixedSurroundings()
        surroundings.properties = ["username": "an"]
        var session = FormDefinition.of([
            .ask("s", .start), .ask("d", .today), .ask("u", .username), .ask("e", .end),
        ]).session(surroundings)
        #expect(session.text("s") == "2026-09-21T22:13:20.000+08:00")
        #expect(session.text("d") == "2026-09-21")
        #expect(session.text("u") == "an")
        #expect(session.text("e") == "")
        session.finish()
        #expect(session.text("e") == session.text("s"))
    }
}
