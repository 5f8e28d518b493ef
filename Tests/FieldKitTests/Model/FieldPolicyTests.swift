import FieldKit
import Testing

@Suite("What a person types becomes a value of the field's kind, or is refused")
struct FieldPolicyTests {
    @Test(
        "kinds are read strictly",
        arguments: [
            (FieldPolicy.Kind.text, "e\u{301}", Value.text("\u{E9}")),
            (.text, "", .cleared), (.integer, "-7", .integer(-7)),
            (.boolean, "是", .boolean(true)), (.boolean, "no", .boolean(false)),
            (.date, "2024-02-29", .date("2024-02-29")),
            (.decimal, "-0.50", .decimal(unscaled: -50, scale: 2)),
            (.decimal, "12", .decimal(unscaled: 12, scale: 0)),
        ]
    )
    func read(kind: FieldPolicy.Kind, typed: String, value: Value) throws {
        #expect(try FieldPolicy("f", "f", kind: kind).value(typed) == value)
    }

    @Test(
        "what does not fit is refused, and not repeated",
        arguments: [
            (FieldPolicy.Kind.integer, "7.0"), (.integer, "99999999999999999999"),
            (.boolean, "perhaps"), (.date, "2026-02-29"), (.date, "2026-13-01"),
            (.date, "２０２６-01-01"), (.decimal, "1e5"), (.data, "*"), (.record, "17"),
        ]
    )
    func refuse(kind: FieldPolicy.Kind, typed: String) {
        let problem = #expect(throws: Problem.self) {
            try FieldPolicy("f", "f", kind: kind).value(typed)
        }
        #expect(problem?.code == .wrongKind)
        #expect(problem?.details.values.contains { $0.contains(typed) } == false)
    }

    @Test("decimals are shown as they were typed")
    func decimals() {
        #expect(Value.decimal(unscaled: -5, scale: 2).text == "-0.05")
        #expect(Value.decimal(unscaled: 1_200, scale: 2).text == "12.00")
        #expect(Value.decimal(unscaled: 3, scale: 0).text == "3")
    }
}
