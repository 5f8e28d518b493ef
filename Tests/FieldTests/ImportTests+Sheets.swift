import FieldKit
import Foundation
import TestSupport
import Testing

// Which sheet it is, which columns and which rows.

extension ImportTests {
    @Test("A row that names a record of another type is refused")
    func otherType() throws {
        let field = try FieldProgram.withReplica()
        let household = try Self.put(field, "household", ["head_name": "示例甲"])
        _ = try Self.put(field, "household", ["head_name": "示例乙"])
        let visit = try Self.put(field, "visit", ["household": household, "date": "2026-09-01"])
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [
                ["row": "示例乙", "set": "备注", "value": "改"],
                ["row": "示例乙", "set": "id", "value": visit],
            ]
        )
        let taken = try Self.take(field, edited)
        #expect(Self.refusals(taken) == ["5 id record_not_held"])
        #expect(taken["changed"] as? Int == 0)
    }

    @Test("Of several exported sheets one has to be named; hidden ones are none")
    func sheets() throws {
        let field = try FieldProgram.withReplica()
        let id = try Self.put(field, "household", ["head_name": "示例甲"])
        let path = try Self.export(field, "household")
        let steps: [Step] = [
            ["sheet": "抄"], ["row": "示例甲", "set": "备注", "value": "改"],
        ]
        let two = try Self.edit(path, steps)
        expectProblem(try field.run("import", two), "sheet_unclear", exit: 1)
        #expect(try Self.take(field, two, "--sheet", "抄")["changed"] as? Int == 0)
        expectProblem(try field.run("import", two, "--sheet", "没有"), "sheet_missing", exit: 1)
        #expect(try field.fields("household", id)["note"] == nil)
        let hidden = try Self.edit(
            path,
            [["sheet": "抄", "state": "hidden"], steps[1]]
        )
        #expect(try Self.take(field, hidden)["written"] as? Int == 1)
    }

    @Test("Columns are known by their headings, in any order; others are named and left out")
    func columns() throws {
        let field = try FieldProgram.withReplica()
        let id = try Self.put(field, "household", ["head_name": "示例甲", "address": "一组"])
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [
                ["row": "示例甲", "set": "住址", "value": "二组"],
                ["row": "示例甲", "set": "备注", "value": "改"], ["heading": "住址", "value": "地方"],
                ["heading": "备注", "value": "note"], ["column": "我的", "value": "1"],
                ["column": "组", "value": "2"],
            ]
        )
        let taken = try Self.take(field, edited)
        #expect(
            Set(Self.refusals(taken)) == [
                "3 地方 column_unknown", "3 我的 column_unknown", "3 组 column_repeated",
            ]
        )
        let fields = try field.fields("household", id)
        #expect(fields["address"] as? String == "一组" && fields["note"] as? String == "改")
        #expect(fields["village_group"] == nil)
    }

    @Test("Merged cells clear nothing")
    func merged() throws {
        let field = try FieldProgram.withReplica()
        _ = try Self.put(field, "household", ["head_name": "示例甲", "address": "一组"])
        let id = try Self.put(field, "household", ["head_name": "示例乙", "address": "二组"])
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [["merge": "住址", "rows": ["示例甲", "示例乙"]]]
        )
        #expect(Self.refusals(try Self.take(field, edited)) == ["5 住址 cell_damaged"])
        #expect(try field.fields("household", id)["address"] as? String == "二组")
    }

    @Test("What is no export is refused as a whole")
    func noExport() throws {
        let field = try FieldProgram.withReplica()
        let path = field.folder.path("list.xlsx")
        let made = try PythonScript("PythonSheets/sheets.py").run(["rows", path, "1"])
        try #require(made.code == 0, "\(made.errors)")
        expectProblem(try field.run("import", path), "sheet_not_exported", exit: 1)
        let csv = field.folder.path("list.csv")
        try Data("id,version\n".utf8).write(to: URL(filePath: csv))
        // It belongs elsewhere, under whatever name.
        let refused = try field.run("import", csv)
        expectProblem(refused, "sheet_not_exported", exit: 1)
        #expect(!refused.errors.contains("Name it"), "\(refused.errors)")
        expectProblem(try field.run("import", csv + "x"), "file_unreadable", exit: 1)
    }

    @Test("LibreOffice saves it anew, and nothing has changed")
    func office() throws {
        guard let office = Office.installed else { return }
        let field = try FieldProgram.withReplica()
        _ = try Self.put(
            field,
            "household",
            [
                "head_name": "示例甲", "address": "一行\n二行", "external_number": "001", "note": "=1+1",
                "household_number": "6103261019010001", "phones": ["091700001", "+1"],
            ]
        )
        let path = try Self.export(field, "household")
        let saved = try office.convert(path, to: "xlsx", in: field.folder.path("saved"))
        let taken = try Self.take(field, saved)
        #expect(Self.refusals(taken) == [] && taken["changed"] as? Int == 0)
        #expect(taken["rows"] as? Int == 1)
    }
}
