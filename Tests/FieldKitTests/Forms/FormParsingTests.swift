import FieldKit
import Testing

/// What is no expression is refused with the place where it stops being one.
@Suite struct `An expression of a form` {
    @Test(arguments: [
        ("1 +", FormExpressionError.Code.syntax, 3), ("(1", .syntax, 2), ("'a", .unclosed, 0),
        ("${a", .unclosed, 0), ("1 ~ 2", .syntax, 2), ("nope(1)", .unknownFunction, 0),
        ("1 + if(1, 2)", .wrongArgumentCount, 4), ("${a} = (2", .syntax, 9),
        ("/data//x", .unsupported, 5), ("a | b", .unsupported, 2), ("", .syntax, 0),
        ("following::a", .unsupported, 0), ("indexed-repeat(1, ${r}, 1)", .wrongArgument, 0),
        ("pulldata(${t}, 'a', 'b', 1)", .wrongArgument, 0), ("sum(3)", .wrongArgument, 0),
        ("$a", .unsupported, 0),
        ("instance(${a})", .wrongArgument, 0),
        ("weighted-checklist(1, 2, 3)", .wrongArgumentCount, 0), ("1 2", .syntax, 2),
    ])
    func `is refused where it stops being one`(
        text: String,
        code: FormExpressionError.Code,
        offset: Int
    ) {
        do {
            _ = try FormExpression(parsing: text)
            Issue.record("taken: \(text)")
        } catch {
            #expect(error.code == code, "\(text)")
            #expect(error.offset == offset, "\(text): \(error)")
        }
    }

    @Test func `says what it refers to and calls`() throws {
        let text =
            "if(${a} > 1, instance('t')/root/item[k = ${b}]/v, pulldata('u', 'x', 'y', ../c))"
        let expression = try FormExpression(parsing: text)
        #expect(
            expression.references
                == [.name("a"), .table("t"), .path("k"), .name("b"), .table("u"), .path("../c")]
        )
        #expect(expression.functions == ["if", "pulldata"])
    }

    @Test func `may name a question in Chinese`() throws {
        #expect(try FormExpression(parsing: "${年龄} > 6").references == [.name("年龄")])
    }

    @Test func `is refused when it is nested too deep`() {
        let deep = String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100)
        #expect(throws: FormExpressionError.self) { try FormExpression(parsing: deep) }
    }
}
