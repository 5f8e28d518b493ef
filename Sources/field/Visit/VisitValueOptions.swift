import ArgumentParser
import FieldKit

/// What can be said of a visit on the command line.
struct VisitValueOptions: ParsableArguments {
    @Option(
        name: .customLong("student"),
        help: ArgumentHelp(
            "学生编号，可多次；all 为全部 · A pupil's id, more than once if need be; all: all of them.",
            valueName: "id"
        )
    )
    var students: [String] = []

    @Option(help: "日期：今天、昨天、9-3、2026-09-03 · The day: today, yesterday, 9-3, 2026-09-03.")
    var date: String?

    @Option(help: "方式，如 10 或 入户 · How it was made: a code or its words, such as 10 or 入户.")
    var kind: String?

    @Option(
        help: ArgumentHelp(
            "纪要，@文件 或 @- 读取 · What was talked about; @FILE and @- read it.",
            valueName: "text"
        )
    )
    var note: String?

    /// Whether anything is said.
    var isEmpty: Bool { students.isEmpty && date == nil && kind == nil && note == nil }

    /// The pupils that are named, those of a household for `all`.
    ///
    /// - Throws: `record_not_held`, `invalid_identifier`.
    func pupils(of household: RecordID, _ places: VisitPlaces) throws -> [String] {
        if students == ["all"] { return try places.students(of: household).map { "\($0.id)" } }
        return try students.map { text in
            let id = try RecordArgument.record(text)
            return "\(try places.replica.view("student", id).id)"
        }
    }

    /// A day that was typed, as the field holds it.
    ///
    /// - Throws: `wrong_kind` for what is no day, `wrong_usage` for one that is yet to come.
    static func day(_ typed: String) throws -> String {
        guard let day = try VisitAnswers.day(typed) else {
            let expected = PolicyTable.county.policy(RegisterKey("date"), of: "visit")
            _ = try expected.value(typed.isEmpty ? "?" : typed)
            throw Problem(
                .wrongUsage,
                ["what": Language.current("走访日期在今天之后", "the day of the visit is yet to come")]
            )
        }
        return day
    }

    /// A way of visiting that was typed, by its code.
    ///
    /// - Throws: `wrong_usage`.
    static func kindCode(_ typed: String) throws -> String {
        let code = CodeList.value(typed, field: "kind", of: "visit")
        guard let kind = VisitKind(rawValue: code) else {
            let codes = VisitKind.allCases.map { "\($0.rawValue) \($0.label(.current))" }
            throw Problem(
                .wrongUsage,
                ["what": "--kind: " + codes.joined(separator: ", ")]
            )
        }
        return kind.rawValue
    }
}
