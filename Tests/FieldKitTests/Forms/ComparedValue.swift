import Foundation

@testable import FieldKit

/// The value of an expression as either engine gives it.
enum ComparedValue {
    case number(Double)
    case text(String)
    case truth(Bool)
    /// Milliseconds since 1970.
    case moment(Int64)
    case failure(String)

    init(theirs reply: [String: Any]) {
        let value = reply["value"] as? String ?? ""
        switch reply["type"] as? String {
        // Swift reads Infinity and NaN too.
        case "number": self = .number(Double(value) ?? .nan)
        case "boolean": self = .truth(value == "true")
        case "moment": self = .moment(Int64(value) ?? .min)
        case "text": self = .text(value)
        default: self = .failure(reply["error"] as? String ?? "")
        }
    }

    init(ours text: String, in session: FormSession, _ definition: FormDefinition, at path: String)
    {
        do {
            self.init(try Self.evaluate(text, in: session, definition, at: path))
        } catch {
            self = .failure("\(error)")
        }
    }

    private init(_ value: ExpressionValue) {
        self =
            switch value {
            case .number(let number): .number(number)
            case .text(let text): .text(text)
            case .boolean(let truth): .truth(truth)
            case .moment(let moment): .moment(moment)
            case .nodes, .rows: .failure("nodes")
            }
    }

    /// The value of an expression as if it stood at a question.
    static func evaluate(
        _ text: String,
        in session: FormSession,
        _ definition: FormDefinition,
        at path: String
    ) throws -> ExpressionValue {
        let expression = try FormExpression(parsing: text)
        let node = FormPath(path).flatMap { session.state.node(at: $0) } ?? 0
        var tables = FormTableNames()
        for name in session.state.form.tableNames { _ = tables.number(of: name) }
        var binder = ExpressionBinder(
            form: FormOutline(definition),
            current: session.state.tree.nodes[node].row,
            tables: tables
        )
        let bound = try binder.bind(expression.tree, in: .node(binder.current))
        let value = try session.state.value(bound, EvaluationPlace(node))
        return try session.state.single(value)
    }

    /// In which way two values differ; nil if they do not.
    func difference(from theirs: ComparedValue) -> String? {
        switch (self, theirs) {
        case (.number(let one), .number(let two)) where Self.areEqual(one, two): nil
        case (.text(let one), .text(let two)) where Self.areEqual(one, two): nil
        case (.truth(let one), .truth(let two)) where one == two: nil
        case (.moment(let one), .moment(let two)) where one == two: nil
        // Before 1901 every library tells local time differently, and before 1582 Java's own two
        // calendars differ by days.
        case (.moment(let one), .moment(let two))
        where two < -2_177_000_000_000 && abs(one - two) < 400_000_000:
            nil
        case (.failure, .failure): nil
        // Where it crashes, there is nothing to compare with.
        case (_, .failure(let words))
        where words.hasPrefix("ClassCastException") || words.hasPrefix("NullPointerException"):
            nil
        default: "ours: \(self), theirs: \(theirs)"
        }
    }

    static func areEqual(_ one: Double, _ two: Double) -> Bool {
        one == two || one.isNaN && two.isNaN || abs(one - two) <= 1e-9 * max(abs(one), abs(two))
    }

    /// Texts are equal, or differ in the last digits of numbers only.
    static func areEqual(_ one: String, _ two: String) -> Bool {
        if one == two { return true }
        let (mine, theirs) = (parts(one), parts(two))
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy { one, two in
                if one == two { return true }
                guard let one = Double(one), let two = Double(two) else { return false }
                return areEqual(one, two)
            }
    }

    private static func parts(_ text: String) -> [String] {
        text.matches(of: /-?[0-9]+(?:\.[0-9]+)?(?:E-?[0-9]+)?|[^0-9-]+|-/).map { String($0.output) }
    }
}
