import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("An exported sheet of answers to a form comes back edited")
struct ReturnedAnswersTests {
    private let folder: TemporaryFolder
    private let county: Resident
    private let surroundings = FixedSurroundings()

    init() throws {
        folder = try TemporaryFolder()
        county = try Town().county()
    }

    private static func labelled(
        _ name: String,
        _ type: QuestionType = .text,
        _ label: String,
        _ change: (inout FormNode) -> Void = { _ in }
    ) -> FormNode {
        .ask(name, type) {
            $0.label = ["": label]
            change(&$0)
        }
    }

    private static func form(_ version: String = "1", times: String = "次数") -> FormDefinition {
        var form = FormDefinition.of([
            labelled("times", .integer, times) {
                $0.constraint = ". < 10"
                $0.constraintMessage = ["": "要少于 10 次。"]
            },
            labelled("way", .selectOne, "方式") { $0.choices = .list("way") },
            labelled("needs", .selectMultiple, "需要") { $0.choices = .list("needs") },
            labelled("day", .date, "哪一天"), labelled("head", .text, "户主") { $0.required = "true()" },
            labelled("phone", .text, "电话"),
            labelled("double", .calculate, "两倍") { $0.calculation = "${times} * 2" },
            labelled("more", .text, "补充") { $0.relevant = "${times} > 1" },
            labelled("photo", .image, "照片"),
            .holding(.group, "one", [labelled("note", .text, "备注一")]),
            .holding(.group, "two", [labelled("note", .text, "备注一")]),
            .holding(.repeat, "member", [labelled("name", .text, "姓名")]),
        ])
        form.version = version
        form.lists = [
            "way": [("1", "步行"), ("2", "乘车")], "needs": [("book", "书本"), ("bus", "校车")],
        ].mapValues { list in
            list.enumerated().map { FormChoice(name: $1.0, label: ["": $1.1], row: $0 + 2) }
        }
        return form
    }

    private func answered() throws -> RecordView {
        let form = Self.form()
        try county.replica.publish(form, author: "county")
        var session = form.session(surroundings)
        let answers: [(String, AnswerValue)] = [
            ("times", .integer(3)), ("way", .text("1")), ("needs", .text("book bus")),
            ("day", .date(1_788_192_000_000)), ("head", .text("示例甲")), ("phone", .text("0917000")),
            ("more", .text("一行\n二行")), ("photo", .text("a.jpg")), ("one/note", .text("甲")),
            ("two/note", .text("乙")), ("member[1]/name", .text("示例乙")),
        ]
        for (path, value) in answers { try session.answer(try #require(FormPath(path)), value) }
        let draft = SubmissionDraft(
            session.answers,
            record: county.replica.newSubmissionID()
        )
        let result = try county.replica.submit(
            draft,
            of: form,
            author: "An",
            surroundings: surroundings
        )
        return try county.view(try #require(result.first).id)
    }

    /// The sheet of a record as it is exported, with the cells of some fields changed.
    private func sheet(
        _ view: RecordView,
        _ edits: [String: TableCell],
        headings other: [String: String] = [:]
    ) throws -> ReturnedSheet {
        let columns = try SubmissionColumns("f", county.replica)
        let fields = columns.ordered(view.values.keys.filter { $0.hasPrefix("/") })
        let headings = columns.headings(of: fields, in: view.type, .county, .chinese)
        let path = folder.path("\(UUID()).xlsx")
        let writer = try WorkbookWriter(
            path: path,
            head: TableHead(
                title: "f",
                subtitle: "",
                columns: fields.map { TableHead.Column(other[$0] ?? headings[$0] ?? $0) } + [
                    TableHead.Column(ReturnedWords.id, isHidden: true),
                    TableHead.Column(ReturnedWords.version, isHidden: true),
                ],
                signatures: []
            )
        )
        let cells = fields.map { field in
            edits[field] ?? columns.cell(field, of: view, .chinese) ?? .text("")
        }
        try writer.row(cells + [.text("\(view.id)"), .text("\(view.version)")])
        try writer.finish()
        return try ReturnedSheet(
            bytes: try Data(contentsOf: URL(filePath: path)),
            fileName: "f.xlsx"
        )
    }

    private func refusals(_ plan: ReturnPlan) -> [String] {
        plan.refused.map { "\($0.line) \($0.column ?? "-") \($0.reason.code.rawValue)" }
    }

    @Test("Numbers are numbers, choices their labels, and an untouched sheet writes nothing")
    func untouched() throws {
        let view = try answered()
        let columns = try SubmissionColumns("f", county.replica)
        #expect(columns.cell("/times", of: view, .chinese) == .number("3"))
        #expect(columns.cell("/phone", of: view, .chinese) == .text("0917000"))
        #expect(columns.cell("/way", of: view, .chinese) == .text("步行"))
        #expect(columns.cell("/needs", of: view, .chinese) == .text("书本、校车"))
        let plan = try county.replica.returnPlan(try sheet(view, [:]), authority: .county)
        #expect(refusals(plan) == [] && plan.cells.isEmpty && plan.rows == 1)
        // By the codes too, and with a number as a spreadsheet may write it.
        let codes: [String: TableCell] = [
            "/way": .text("1"), "/needs": .text("book bus"), "/times": .text("3.0"),
        ]
        let again = try county.replica.returnPlan(try sheet(view, codes), authority: .county)
        #expect(refusals(again) == [] && again.cells.isEmpty)
    }

    @Test("Each changed answer is written in its kind, with what the form computes from it")
    func changed() throws {
        let view = try answered()
        let edits: [String: TableCell] = [
            "/times": .number("5"), "/way": .text("乘车"), "/needs": .text("bus"),
            "/day": .text("2026/9/2"), "/phone": .text("0917001"), "/more": .text(""),
            "/two/note": .text("丙"),
        ]
        let edited = try sheet(view, edits)
        let plan = try county.replica.returnPlan(edited, authority: .county)
        #expect(refusals(plan) == [])
        #expect(plan.count(.written) == edits.count && plan.cells.count == edits.count)
        try county.replica.carryOut(plan, author: "clerk", authority: .county)
        let values = try county.view(view.id).values
        let wanted = [
            "/times": "5", "/way": "2", "/needs": "bus", "/day": "2026-09-02", "/phone": "0917001",
            "/two/note": "丙", "/one/note": "甲", "/double": "10", "/head": "示例甲",
        ]
        for (field, text) in wanted { #expect(values[field] == .text(text), "\(field)") }
        #expect(values["/more"] == nil)
        let again = try county.replica.returnPlan(edited, authority: .county)
        #expect(again.cells.isEmpty && refusals(again) == [])
    }

    @Test("Beside a newer answer a changed one is a conflict, an untouched one overwrites nothing")
    func newer() throws {
        let view = try answered()
        let edited = try sheet(view, ["/phone": .text("1")])
        _ = try county.replica.edit(
            [
                Edit(
                    type: view.type,
                    id: view.id,
                    changes: [
                        .set("/phone", .text("2")), .set("/head", .text("示例丙")),
                    ],
                    isRaw: true
                )
            ],
            author: "An"
        )
        let plan = try county.replica.returnPlan(edited, authority: .county)
        #expect(plan.cells.map(\.effect) == [.conflict])
        try county.replica.carryOut(plan, author: "clerk", authority: .county)
        let now = try county.view(view.id)
        #expect(now.conflicts == ["/phone"] && now.values["/head"] == .text("示例丙"))
    }

    @Test("What the form does not take, and what no sheet can change, is told with its cell")
    func refused() throws {
        let view = try answered()
        let cases: [(String, TableCell, String)] = [
            ("/times", .text("许多"), "4 次数 wrong_kind"),
            ("/times", .number("2.5"), "4 次数 wrong_kind"),
            ("/times", .number("12"), "4 次数 answer_refused"),
            ("/way", .text("飞行"), "4 方式 wrong_kind"), ("/needs", .text("书本、飞机"), "4 需要 wrong_kind"),
            ("/day", .text("某天"), "4 哪一天 wrong_kind"),
            ("/day", .number("46266"), "4 哪一天 cell_damaged"),
            ("/head", .text(""), "4 户主 value_missing"), ("/head", .text("示*甲"), "4 户主 cell_masked"),
            ("/double", .text("7"), "4 两倍 answer_fixed"),
            ("/photo", .text("b.jpg"), "4 照片 answer_fixed"),
            ("/member[1]/name", .text("示例丁"), "4 姓名[1] answer_fixed"),
            // What was answered under a condition is not taken away in silence.
            ("/times", .number("1"), "4 补充 answer_fixed"),
        ]
        for (field, cell, refusal) in cases {
            let plan = try county.replica.returnPlan(
                try sheet(view, [field: cell, "/phone": .text("0917001")]),
                authority: .county
            )
            #expect(refusals(plan) == [refusal], "\(field) \(cell)")
            #expect(plan.cells.contains { $0.column == "电话" }, "the rest goes in")
        }
    }

    @Test("Questions with one label are told apart, and a later version changes nothing")
    func headings() throws {
        let view = try answered()
        let fields = ["/one/note", "/two/note", "/times"]
        let columns = try SubmissionColumns("f", county.replica)
        let headings = columns.headings(of: fields, in: view.type, .county, .chinese)
        #expect(
            headings == [
                "/one/note": "备注一 /one/note", "/two/note": "备注一 /two/note", "/times": "次数",
            ]
        )
        let edited = try sheet(view, ["/times": .number("5")])
        let unclear = try sheet(view, ["/one/note": .text("丁")], headings: ["/one/note": "备注一"])
        try county.replica.publish(Self.form("2", times: "回数"), author: "county")
        let plan = try county.replica.returnPlan(edited, authority: .county)
        #expect(refusals(plan) == [] && plan.cells.map(\.column) == ["次数"])
        let refused = try county.replica.returnPlan(unclear, authority: .county)
        #expect(refusals(refused) == ["3 备注一 column_unclear"] && refused.cells.isEmpty)
    }
}
