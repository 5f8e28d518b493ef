import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A table goes out")
struct WorkbookWriterTests {
    private static let head = TableHead(
        title: "学生: 台账",
        subtitle: "单位：示例县    日期：2026-11-27",
        columns: [
            TableHead.Column("姓名"), TableHead.Column("身份证号"), TableHead.Column("次数"),
            TableHead.Column("id", isHidden: true),
        ],
        signatures: ["制表人：", "审核人：", "盖章："]
    )

    private static func write(_ rows: [[TableCell]]) throws -> (TemporaryFolder, String) {
        let folder = try TemporaryFolder()
        let path = folder.path("out.xlsx")
        let writer = try WorkbookWriter(path: path, head: head)
        for row in rows { try writer.row(row) }
        try writer.finish()
        return (folder, path)
    }

    @Test("as a workbook that another reader finds whole: text is text, ready for paper and seal")
    func workbook() throws {
        let name = "一个相当长的名字一个相当长的名字"
        let (folder, path) = try Self.write([
            [.text(name), .text("610399201203051012"), .number("3"), .text("x")],
            [.text("=1+1"), .text("007"), .number("12345678901234567"), .text("a\u{1}\u{FFFF}")],
        ])
        defer { withExtendedLifetime(folder) {} }
        let raw = try PythonScript("PythonSheets/sheets.py").run(["read", path])
        try #require(raw.code == 0, "\(raw.errors)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: raw.output) as? [String: Any]
        )
        let rows = try #require(object["rows"] as? [[Any]])
        let types = try #require(object["types"] as? [[String]])
        #expect(object["sheet"] as? String == "学生 台账")
        #expect(rows[0][0] as? String == "学生: 台账")
        #expect((rows[1][0] as? String)?.contains("单位：示例县") == true)
        #expect(rows[2].map { $0 as? String } == ["姓名", "身份证号", "次数", "id"])
        #expect(rows[3][1] as? String == "610399201203051012")
        #expect(rows[3][2] as? Int == 3)
        #expect(rows[4][0] as? String == "=1+1")
        #expect(rows[4][2] as? String == "12345678901234567", "digits before arithmetic")
        #expect(types[3] == ["s", "s", "n", "s"])
        #expect(types[4][0] != "f", "nothing runs")
        #expect(object["formats"] as? [String] == ["@", "@", "General", "@"])
        #expect(object["merged"] as? [String] == ["A1:D1", "A2:D2"])
        #expect(object["frozen"] as? String == "A4")
        #expect(object["paper"] as? String == "9")
        #expect(object["titles"] as? String == "$1:$3")
        #expect(object["fitsWidth"] as? Bool == true)
        #expect(object["hidden"] as? [String] == ["D"])
        let widths = try #require(object["widths"] as? [String: Double])
        #expect((widths["A"] ?? 0) > 33, "Chinese letters take two columns: \(widths)")
        let last = try #require(rows.last?.compactMap { $0 as? String })
        #expect(last == ["制表人：", "审核人：", "盖章："])
    }

    @Test("and LibreOffice shows what was written, runs nothing, and prints on A4")
    func office() throws {
        guard let office = Office.installed else { return }
        let (folder, path) = try Self.write([
            [.text("=1+1"), .text("610399201203051012"), .number("3"), .text("x")],
            [.text("+1"), .text("007"), .number("12345678901234567"), .text("y")],
            [.text("-1"), .text("@SUM(1)"), .number("0.5"), .text("z")],
            [.text("\t=1"), .text("\r=1"), .text(""), .text("")],
        ])
        defer { withExtendedLifetime(folder) {} }
        let csv = try office.convert(
            path,
            to: "csv:Text - txt - csv (StarCalc):44,34,76",
            in: folder.path("office")
        )
        let text = try String(contentsOf: URL(filePath: csv), encoding: .utf8)
        for line in [
            "姓名,身份证号,次数,id", "=1+1,610399201203051012,3,x", "+1,007,12345678901234567,y",
            "-1,@SUM(1),0.5,z", "制表人：,审核人：,盖章：",
        ] {
            #expect(text.contains(line), "\(line): \(text)")
        }
        let pdf = try Data(
            contentsOf: URL(
                filePath: try office.convert(path, to: "pdf", in: folder.path("office"))
            )
        )
        let page = String(decoding: pdf, as: UTF8.self)
            .firstMatch(of: /MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)/)
        let sides = [page?.1, page?.2].compactMap { $0.flatMap { Double($0) } }.sorted()
        #expect(sides.map { Int($0.rounded()) } == [595, 842], "A4 in points")
    }

    @Test("and our own reader finds the same in it")
    func comesBack() throws {
        let (folder, path) = try Self.write([
            [.text("示例甲"), .text("007"), .number("0.5"), .text("_x000D_x0041_ & <b>\r\n")]
        ])
        defer { withExtendedLifetime(folder) {} }
        let bytes = try Data(contentsOf: URL(filePath: path))
        let book = try Workbook(bytes: bytes, fileName: "out.xlsx")
        let rows = try book.rows(of: book.sheets[0])
        var found: [Int: [String]] = [:]
        while let row = try rows.next() { found[row.number] = row.texts(4) }
        #expect(found[4] == ["示例甲", "007", "0.5", "_x000D_x0041_ & <b>\r\n"])
    }

    @Test("and a text that no cell holds is refused, not cut")
    func longText() throws {
        let problem = #expect(throws: Problem.self) {
            _ = try Self.write([[.text(String(repeating: "x", count: 32_768))]])
        }
        #expect(problem?.code == .valueTooLong)
    }

    @Test("as CSV of which a spreadsheet runs nothing and damages nothing")
    func csv() {
        let cells: [TableCell] = [
            .text("=1"), .text("a,b"), .number("-3"), .text("007"), .text("＝1"),
        ]
        let turned: [TableCell] = [.text("\u{202E}=1"), .text("a\u{1B}[2J\tb")]
        #expect(CSVText.line(turned) == "?=1,a?[2J\tb\r\n")
        #expect(CSVText.line(cells) == "'=1,\"a,b\",-3,'007,'＝1\r\n")
    }
}
