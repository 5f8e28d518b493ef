import FieldKit
import Foundation
import TestSupport
import Testing

/// Lists as schools really have them, from a workbook and from CSV alike.
@Suite("A list as a school has it")
struct RosterRealityTests {
    /// What a list holds, and what is read of it.
    private struct List {
        let what: String
        let rows: [[String]]
        /// The lines that are taken.
        var taken: [Int] = []
        /// `line column code` of those that are not.
        var refused: [String] = []
        /// Fields of the first row that is taken.
        var fields: [String: String] = [:]
    }

    private static let headings = ["姓名", "性别", "身份证号", "班级", "学校标识码"]
    private static let first = ["示例甲", "男", "610399201203051012", "三(2)", "2199000001"]
    private static let second = ["示例乙", "女", "610399201409172020", "302", "2199000001"]

    private static let lists: [List] = [
        List(
            what: "a title, the school and the day above the headings, totals below",
            rows: [
                ["示例小学学生名册"], ["学校：示例小学", "", "", "2026年9月1日"], headings, first, second,
                ["合 计（人）", "2", "", "", ""], ["注：按学籍填写"], ["校长签字：", "", "", "盖章："],
            ],
            taken: [4, 5]
        ),
        List(
            what: "rows numbered in advance that nobody filled in, and totals after the number",
            rows: [
                ["序号"] + headings, ["1"] + first, ["2"] + second, ["3", "", "", "", "", ""],
                ["4", "合计", "2", "", "", ""], ["合计", "2人", "", "", "", ""],
            ],
            taken: [2, 3]
        ),
        List(
            what: "totals for each class between the rows",
            rows: [headings, first, ["小计", "1", "", "", ""], second, ["总计", "2", "", "", ""]],
            taken: [2, 4]
        ),
        List(
            what: "numbers that a spreadsheet destroyed",
            rows: [
                headings, first, ["示例乙", "女", "6.10399E+17", "302", "2199000001"],
                ["示例丙", "女", "610399201409172000", "302", "2199000001"],
                ["示例丁", "女", "610399201409172020", "2026-03-02", "2199000001"],
                ["示例戊", "女", "610399201409172020", "302", "2.199E+09"],
            ],
            taken: [2],
            refused: [
                "3 身份证号 number_destroyed", "4 身份证号 number_destroyed",
                "5 班级 cell_damaged", "6 学校标识码 number_destroyed",
            ]
        ),
        List(
            what: "whole numbers with a point and a zero",
            rows: [headings, ["示例甲", "男", "610399201203051012", "302", "2199000001.0"]],
            taken: [2],
            fields: ["school": "2199000001"]
        ),
        List(
            what: "full-width digits, blanks inside names, codes beside words",
            rows: [
                ["学 生 姓 名（必填）", "*性别", "身份证件号", "所在班级", "学校标识码", "是否留守", "联系电话"],
                [
                    "张  三", "1-男", "６１０３９９２０１２０３０５１０１２", "三年级（２）班", "２１９９０００００１", "1-单亲留守儿童",
                    "１５４ ００００ １２３４",
                ],
            ],
            taken: [2],
            fields: [
                "name": "张三", "sex": "1", "left_behind": "1", "phone": "15400001234",
                "class": "2024级2班",
            ]
        ),
        List(
            what: "days as text of any form and as serials",
            rows: [
                headings + ["出生年月日"], first + ["2012.3.5"], second + ["41899"],
                ["示例丙", "女", "61039919900215404X", "302", "2199000001", "1990年2月15日"],
                ["示例丁", "女", "61039920160704007X", "302", "2199000001", "2016-13-01"],
            ],
            taken: [2, 3, 4],
            refused: ["5 出生日期 wrong_kind"],
            fields: ["birth": "2012-03-05"]
        ),
        List(
            what: "numbers and names under stars",
            rows: [
                headings + ["电话"], ["示*甲", "男", "610399201203051012", "302", "2199000001", ""],
            ],
            refused: ["2 姓名 cell_masked"]
        ),
        List(
            what: "other words for the headings and for yes and no",
            rows: [
                ["姓名", "公民身份号码", "年级名称", "班级名称", "学校代码", "留守儿童", "随迁子女", "监护人姓名", "家长电话"],
                [
                    "示例甲", "610399201203051012", "三年级", "2班", "2199000001", "双亲留守儿童", "√",
                    "示例", "+86 15400001234",
                ],
            ],
            taken: [2],
            fields: [
                "left_behind": "2", "migrant": "true", "guardian": "示例", "phone": "15400001234",
                "class": "2024级2班",
            ]
        ),
    ]

    @Test("is read by the same rules from a workbook and from CSV", arguments: 0..<lists.count)
    func list(index: Int) throws {
        let list = Self.lists[index]
        let folder = try TemporaryFolder()
        let path = folder.path("list.xlsx")
        let input = String(
            decoding: try JSONSerialization.data(withJSONObject: list.rows),
            as: UTF8.self
        )
        let made = try PythonScript("PythonSheets/sheets.py").run(["plain", path, input])
        try #require(made.code == 0, "\(made.errors)")
        let csv = list.rows.map { $0.joined(separator: ",") }.joined(separator: "\r\n")
        let files = [
            ("list.xlsx", try Data(contentsOf: URL(filePath: path))), ("list.csv", Data(csv.utf8)),
            ("list.csv", DomainSamples.gb18030(csv)),
        ]
        for (name, bytes) in files {
            let reading = try RosterImport.rows(
                kind: .student,
                bytes: bytes,
                fileName: name,
                today: DomainSamples.today
            )
            #expect(reading.rows.map(\.line) == list.taken, "\(list.what), \(name)")
            let refused = reading.refused.map {
                "\($0.line) \($0.column ?? "-") \($0.reason.code.rawValue)"
            }
            #expect(refused == list.refused, "\(list.what), \(name)")
            for (field, value) in list.fields {
                #expect(reading.rows.first?[field]?.text == value, "\(list.what), \(field)")
            }
            let odd = reading.notices.map(\.kind).filter { $0 != .demo }
            #expect(odd == [], "\(list.what), \(name)")
        }
    }
}
