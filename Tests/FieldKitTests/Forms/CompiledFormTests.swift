import FieldKit
import Testing

/// What is wrong with the expressions of a form is said with the row, the column and the place.
@Suite struct `A compiled form` {
    @Test func `names a circle by its path`() {
        let form = FormDefinition.of([
            .calculate("a", "${c} + 1", row: 2), .calculate("b", "${a} + 1", row: 3),
            .calculate("c", "${b} + 1", row: 4), .calculate("d", "${c}", row: 5),
        ])
        #expect(form.problems.map(\.code) == [.cycle])
        #expect(form.problems.first?.row == 2)
        #expect(form.problems.first?.column == "calculation")
        #expect(form.problems.first?.details["path"] == "a > b > c > a")
    }

    @Test func `takes a condition on itself for a circle`() {
        let form = FormDefinition.of([.ask("a") { $0.relevant = "${a} = ''" }])
        #expect(form.problems.map(\.code) == [.cycle])
    }

    @Test func `takes a constraint on itself`() {
        #expect(FormDefinition.of([.ask("a") { $0.constraint = ". != ${a}" }]).problems.isEmpty)
    }

    @Test func `knows no circle through a group that is hidden by what stands before it`() {
        let form = FormDefinition.of([
            .ask("a", .integer),
            .holding(.group, "g", [.calculate("b", "${a} + 1")]) { $0.relevant = "${a} > 1" },
            .calculate("c", "${b}"),
        ])
        #expect(form.problems.isEmpty)
    }

    @Test func `finds a circle through a group`() {
        let form = FormDefinition.of([
            .holding(.group, "g", [.ask("b")]) { $0.relevant = "${c} = 1" },
            .calculate("c", "${b}"),
        ])
        #expect(form.problems.map(\.code) == [.cycle])
    }

    @Test func `says which name is not there, and where`() {
        let form = FormDefinition.of([.ask("a", row: 7) { $0.relevant = "1 = ${nobody}" }])
        let problem = form.problems.first
        #expect(problem?.code == .unknownName)
        #expect(problem?.row == 7)
        #expect(problem?.column == "relevant")
        #expect(problem?.offset == 4)
        #expect(problem?.details == ["name": "nobody"])
    }

    @Test func `refuses a name that two rows have, and warns of a path that leads nowhere`() {
        let form = FormDefinition.of([
            .holding(.group, "g", [.ask("a")]), .holding(.group, "h", [.ask("a")]),
            .calculate("b", "${a}"), .calculate("c", "/data/g/x"), .calculate("d", "/data/g/a"),
        ])
        #expect(form.problems.map(\.code) == [.ambiguousName, .emptyPath])
        #expect(form.problems.map(\.isBearable) == [false, true])
    }

    @Test func `refuses a path above the top, and one through several rows at once`() {
        let form = FormDefinition.of([
            .ask("a"), .calculate("b", "../../../a"), .calculate("c", "/data/*/a"),
            .calculate("d", "../../a"),
        ])
        #expect(form.problems.map(\.code) == [.unknownPath, .unknownPath, .emptyPath])
    }

    @Test func `takes the answers of a repeat for choices, and no others`() {
        func codes(_ name: String) -> [CompiledForm.Problem.Code] {
            FormDefinition.of([
                .holding(.repeat, "r", [.ask("inside"), .holding(.group, "g", [.ask("deeper")])]),
                .ask("outside"), .ask("choice", .selectOne) { $0.choices = .repeat(name) },
            ]).problems.map(\.code)
        }
        #expect(codes("inside").isEmpty && codes("deeper").isEmpty)
        #expect(codes("outside") == [.notRepeated])
        #expect(codes("r") == [.notRepeated] && codes("g") == [.notRepeated])
        #expect(codes("nobody") == [.unknownName])
    }

    @Test func `passes on what is no expression`() {
        let form = FormDefinition.of([.ask("a") { $0.required = "foo()" }])
        #expect(form.problems.map(\.code) == [.expression(.unknownFunction)])
        #expect(form.problems.first?.column == "required")
    }

    @Test func `refuses the label of a choice of a question without choices`() {
        let form = FormDefinition.of([.ask("a"), .calculate("b", "jr:choice-name('x', '${a}')")])
        #expect(form.problems.map(\.code) == [.noChoices])
    }
}
