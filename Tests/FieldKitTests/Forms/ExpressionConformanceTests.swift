import Foundation
import TestSupport
import Testing

@testable import FieldKit

/// Expressions drawn at random, computed by JavaRosa and by us.
@Suite struct `Expressions compared with JavaRosa` {
    /// How many expressions of each seed.
    static let count = 1500

    @Test(arguments: Seeds.first(4))
    func `give the same values`(seed: UInt64) throws {
        let engine = try ReferenceEngine()
        let definition = Self.form()
        let loaded = try engine.load(definition)
        try #require(loaded["error"] == nil, "\(loaded)")
        var problems: [CompiledForm.Problem] = []
        let form = CompiledForm(definition, problems: &problems)
        try #require(problems.isEmpty, "\(problems)")
        var session = FormSession(form, surroundings: FixedSurroundings())
        for (name, text) in Self.answers {
            let path = try #require(FormPath(name))
            let row = try #require(session.row(at: path))
            _ = try engine.ask(["op": "set", "path": name, "value": text])
            try session.answer(path, AnswerValue(text, for: row, FixedSurroundings()))
        }
        let grammar = ExpressionGrammar(random: SeededRandom(seed: seed), names: Self.names)
        var compared = 0
        var failed = 0
        for _ in 0..<Self.count {
            let kind = grammar.random.pick([ExpressionGrammar.Kind.number, .text, .truth, .moment])
            let text = grammar.draw(kind)
            let theirs = try engine.ask(["op": "evaluate", "expression": text, "path": "x"])
            let ours = ComparedValue(ours: text, in: session, definition, at: "x")
            let difference = ours.difference(from: ComparedValue(theirs: theirs))
            if theirs["error"] != nil { failed += 1 }
            if let difference { Issue.record("seed \(seed): \(text)\n  \(difference)") }
            compared += 1
        }
        print("expressions of seed \(seed): \(compared), failed in JavaRosa: \(failed)")
    }

    /// What is drawn seldom or never: patterns of text, formats of dates, paths that lead nowhere.
    @Test func `give the same where letters are not ASCII, and where nothing is`() throws {
        let engine = try ReferenceEngine()
        let definition = Self.form()
        _ = try engine.load(definition)
        var problems: [CompiledForm.Problem] = []
        let form = CompiledForm(definition, problems: &problems)
        let session = FormSession(form, surroundings: FixedSurroundings())
        let patterns = Self.patterns.map { "regex('\($0)', '\($1)')" }
        let formats = ["%Q", "%Y%", "%A", "%Z", "%Y-%m", "%%"].flatMap { format in
            ["'2026-09-01'", "''", "'x'"].map { "format-date(\($0), '\(format)')" }
        }
        let nowhere = [
            "/data/x1", "/data/x1 = 1", "/data/x1 = ''", "count(/data/x1)", "sum(/data/x1)",
            "concat('a', ../x1)", "position(/data/x1)", "/data/x1 + 1", "if(/data/x1, 1, 2)",
            "not(/other/a)", "/data/s/t1", "max(/data/x1)", "join(',', /data/x1)",
            "indexed-repeat(/data/r1/x1, /data/r1, 1)", "jr:choice-name('x', '/data/x1')",
            "count-non-empty(/data/x1)", "selected(/data/x1, 'a')", "string-length(/data/x1)",
            "/data/@x1", "../../x1", "instance('letters')/root/item/name/x1",
            "count(/data/member[x1 = 1])", "/data/x1[1 = 1]",
        ]
        for text in patterns + formats + nowhere {
            let theirs = try engine.ask(["op": "evaluate", "expression": text, "path": "x"])
            let ours = ComparedValue(ours: text, in: session, definition, at: "x")
            let difference = ours.difference(from: ComparedValue(theirs: theirs))
            #expect(difference == nil, "\(text)")
        }
    }

    static let patterns = [
        ("\u{663}", "\\d"), ("\u{FF11}", "[\\d]"), ("\u{FF11}", "[^\\d]"), ("3", "[\\d&&[^4]]"),
        ("\u{663}", "\\D"), ("é", "\\w"), ("中", "\\w"), ("中", "\\W"), ("a_1", "\\w+"),
        ("中", "[\\w-]"), ("-", "[\\w-]"), ("-", "[\\d-x]"), ("\u{3000}", "\\s"),
        ("\u{3000}", "\\S"), ("\u{A0}", "\\s"), (" ", "\\s"), ("x中", "x\\b中"), ("x 中", "x\\b 中"),
        ("\\d", "\\Q\\d\\E"), ("\\d", "\\\\d"), ("1", "\\\\d"), ("é", "\\p{Alpha}"),
        ("é", "\\P{Alpha}"), ("a", "\\p{Lower}"), ("\u{663}", "\\p{Digit}"), ("+", "\\p{Punct}"),
        ("中", "\\p{IsHan}"), ("中", "\\p{L}"), ("中", "\\p{ASCII}"), ("abc", "a)(bc"), ("a", "a("),
        ("13812345678", "1\\d{10}"), ("\u{FF11}3812345678", "1\\d{10}"),
        ("王小明", "[\\u4e00-\\u9fff]+"),
    ]

    static func form() -> FormDefinition {
        func question(_ name: String, _ type: QuestionType) -> FormNode {
            var node = FormNode(name: name, kind: .question(type), row: 0)
            node.label = ["": name]
            return node
        }
        var members = FormNode(name: "member", kind: .repeat, row: 0)
        members.label = ["": "member"]
        members.children = [question("age", .integer), question("nick", .text)]
        members.repeatCount = "3"
        var form = FormDefinition(id: "expressions", version: "7", title: ["": "expressions"])
        var choice = question("sm", .selectMultiple)
        choice.choices = .list("letters")
        form.lists = [
            "letters": ["a", "b", "c"].map { FormChoice(name: $0, label: ["": $0], row: 0) }
        ]
        form.nodes = [
            question("i", .integer), question("e", .decimal), question("s", .text),
            question("t", .text), question("d", .date), question("dt", .dateTime), choice,
            question("empty", .text), question("gp", .geopoint), question("gs", .geoshape),
            question("x", .text), members,
        ]
        return form
    }

    static let answers = [
        ("i", "42"), ("e", "-3.75"), ("s", "b a word"), ("t", "17"), ("d", "2025-03-09"),
        ("dt", "2025-03-09T21:15:00.000+08:00"), ("sm", "a c"),
        ("gp", "34.27 107.75 500 4.5"), ("gs", "34 107 0 0;34.1 107 0 0;34.1 107.2 0 0;34 107 0 0"),
        ("member[1]/age", "12"),
        ("member[3]/age", "7"), ("member[1]/nick", "x"), ("member[2]/nick", "yy"),
    ]

    static let names: [ExpressionGrammar.Kind: [String]] = [
        .number: ["/data/i", "/data/e", "/data/member[position() = 1]/age"],
        .text: [
            "/data/s", "/data/t", "/data/empty", "/data/member[age = 7]/nick", ".",
            "indexed-repeat(/data/member/nick, /data/member, 2)", "../s", "current()/../s",
        ],
        .moment: ["/data/d", "/data/dt"], .place: ["/data/gp", "/data/gs"],
        .choices: ["/data/sm", "/data/empty"],
        .nodes: [
            "/data/member", "/data/member/age", "/data/member/nick", "/data/member[age > 8]/age",
            "instance('letters')/root/item/name", "/data/member[nick = 'yy' or age = 7]",
            "instance('letters')/root/item[name != 'b']", "../member[position() > 1]/age",
        ],
    ]
}
