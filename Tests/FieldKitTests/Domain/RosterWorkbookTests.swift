import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A roster in a workbook is read")
struct RosterWorkbookTests {
    private static func read(_ path: String, sheet: String? = nil) throws -> RosterReading {
        try RosterImport.rows(
            kind: .student,
            bytes: Data(contentsOf: URL(filePath: path)),
            fileName: "list.xlsx",
            sheet: sheet,
            today: DomainSamples.today
        )
    }

    @Test("past its title, and up to its totals")
    func titleAndTotals() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("list.xlsx")
        let made = try PythonScript("PythonSheets/sheets.py").run(["rows", path, "3"])
        try #require(made.code == 0, "\(made.errors)")
        let reading = try Self.read(path)
        #expect(reading.rows.map(\.line) == [3, 4, 5])
        #expect(reading.refused.isEmpty)
        #expect(reading.rows.first?["name"] == .text("示例0"))
    }

    @Test("with the damage that a spreadsheet did to numbers told, row by row")
    func damage() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("list.xlsx")
        let head = TableHead(
            title: "名册",
            subtitle: "",
            columns: ["姓名", "身份证号", "出生日期", "学校标识码"].map { TableHead.Column($0) },
            signatures: ["制表人："]
        )
        let writer = try WorkbookWriter(path: path, head: head)
        let school = TableCell.text("２１９９０００００１")
        try writer.row([.text("示例甲"), .text("610399201203051012"), .text("2012-03-05"), school])
        try writer.row([.text("示例乙"), .text("6.10399E+17"), .text(""), school])
        try writer.row([.text("张  三"), .text("６１０３９９２０１４０９１７２０２０"), .text("41899"), school])
        try writer.finish()
        let reading = try Self.read(path)
        #expect(reading.rows.map(\.line) == [4, 6])
        #expect(reading.rows.last?["name"] == .text("张三"))
        #expect(reading.rows.last?["birth"] == .date("2014-09-17"))
        #expect(reading.refused.map(\.line) == [5])
        #expect(reading.refused.first?.reason.code == .numberDestroyed)
    }

    @Test("from the sheet that is named where several hold such a list")
    func choiceOfSheet() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("list.xlsx")
        let made = try PythonScript("PythonSheets/sheets.py").run(["classes", path])
        try #require(made.code == 0, "\(made.errors)")
        let problem = #expect(throws: Problem.self) { try Self.read(path) }
        #expect(problem?.code == .sheetUnclear)
        #expect(problem?.details["sheets"] == "一班, 二班")
        #expect(try Self.read(path, sheet: "二班").rows.first?["name"] == .text("示例二"))
    }
}
