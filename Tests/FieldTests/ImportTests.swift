import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Taking an edited export back")
struct ImportTests {
    /// What a clerk does in a spreadsheet, see `sheets.py edit`.
    private typealias Step = [String: Any]

    private static func export(
        _ field: FieldProgram,
        _ type: String,
        as name: String = "out"
    ) throws
        -> String
    {
        let path = field.folder.path("\(name).xlsx")
        let words = ["export", type, "--format", "xlsx", "--lang", "zh", "-o", path]
        let outcome = try field.run(words)
        try #require(outcome.code == 0, "\(outcome.errors)")
        return path
    }

    private static func edit(_ path: String, _ steps: [Step]) throws -> String {
        let edited = path.replacing(".xlsx", with: "-edited.xlsx")
        let json = String(
            decoding: try JSONSerialization.data(withJSONObject: steps),
            as: UTF8.self
        )
        let outcome = try PythonScript("PythonSheets/sheets.py").run(["edit", path, edited, json])
        try #require(outcome.code == 0, "\(outcome.errors)")
        return edited
    }

    private static func take(
        _ field: FieldProgram,
        _ path: String,
        _ arguments: String...
    ) throws -> [String: Any] {
        let outcome = try field.run(["import", path, "--json"] + arguments)
        try #require(outcome.code == 0, "\(outcome.errors)")
        return try outcome.object()
    }

    /// `line column code` of each refusal.
    private static func refusals(_ taken: [String: Any]) -> [String] {
        (taken["refused"] as? [[String: Any]] ?? []).map {
            "\($0["line"] ?? 0) \($0["column"] ?? "-") \($0["code"] ?? "")"
        }
    }

    private static func digest(_ field: FieldProgram) throws -> String? {
        try field.run("digest", "--json").object()["digest"] as? String
    }

    private static func put(
        _ field: FieldProgram,
        _ type: String,
        _ set: [String: Any]
    ) throws
        -> String
    {
        var keys: [String: Any] = ["type": type]
        keys["set"] = set.filter { !($0.value is [String]) }
        keys["add"] = set.filter { $0.value is [String] }
        let line = try JSONSerialization.data(withJSONObject: keys)
        let outcome = try field.run("put", "--from", "-", "--json", input: line)
        return try #require((try outcome.object()["ids"] as? [String])?.first, "\(outcome.errors)")
    }

    @Test("An export that nobody touched writes nothing, whatever stands in it")
    func untouched() throws {
        let field = try FieldProgram.withReplica()
        let household = try Self.put(
            field,
            "household",
            [
                "address": "一行\r\n二行\n", "note": "=1+1", "head_name": " 示例 甲 ",
                "external_number": "007", "household_number": "6103261019010001",
                "village_group": "_x0041_", "residence_status": "2026-03-01",
                "phones": ["13900000001", "091700001", "a,b"],
            ]
        )
        let student = try Self.put(
            field,
            "student",
            ["name": "示例乙", "birth": "2012-03-05", "migrant": true, "household": household]
        )
        _ = try Self.put(
            field,
            "visit",
            ["household": household, "kind": "10", "students": [student]]
        )
        _ = try Self.put(field, "daily_check", ["student": student, "mood": 3])
        let before = try Self.digest(field)
        for type in ["household", "student", "visit", "daily_check"] {
            let taken = try Self.take(field, try Self.edit(try Self.export(field, type), []))
            #expect(taken["changed"] as? Int == 0, "\(type)")
            #expect(Self.refusals(taken) == [], "\(type)")
            #expect(taken["rows"] as? Int == 1 && taken["accepted"] as? Int == 1)
        }
        #expect(try Self.digest(field) == before)
    }

    @Test("A changed cell is written over what was exported, and twice is once")
    func changed() throws {
        let field = try FieldProgram.withReplica()
        let id = try Self.put(
            field,
            "household",
            ["head_name": "示例甲", "address": "一组", "note": "旧", "phones": ["1", "2"]]
        )
        let other = try Self.put(field, "household", ["head_name": "示例乙", "address": "二组"])
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [
                ["row": "示例甲", "set": "住址", "value": "三组"],
                ["row": "示例甲", "set": "电话", "value": "2、3"],
                ["row": "示例甲", "set": "备注", "value": NSNull()],
            ]
        )
        let tried = try Self.take(field, edited, "--dry-run")
        #expect((tried["cells"] as? [Any])?.count == 3 && tried["changed"] as? Int == 1)
        #expect(try field.fields("household", id)["address"] as? String == "一组")
        let taken = try Self.take(field, edited)
        #expect(taken["changed"] as? Int == 1 && taken["written"] as? Int == 3)
        let fields = try field.fields("household", id)
        #expect(fields["address"] as? String == "三组")
        #expect(fields["phones"] as? [String] == ["2", "3"])
        #expect(fields["note"] == nil)
        #expect(try field.fields("household", other)["address"] as? String == "二组")
        let once = try Self.digest(field)
        #expect(try Self.take(field, edited)["changed"] as? Int == 0)
        #expect(try Self.digest(field) == once)
    }

    @Test(
        "Beside a newer value a changed cell is a conflict, and an untouched one overwrites nothing"
    )
    func newer() throws {
        let field = try FieldProgram.withReplica()
        let id = try Self.put(
            field,
            "household",
            ["head_name": "示例甲", "address": "一组", "note": "旧"]
        )
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [["row": "示例甲", "set": "备注", "value": "表里"]]
        )
        _ = try field.put("household", id, "note=后来", "address=后来")
        let taken = try Self.take(field, edited)
        #expect(taken["conflicts"] as? Int == 1 && taken["written"] as? Int == 0)
        let view = try field.run("get", "household", id, "--json").object()
        #expect(view["conflicts"] as? [String] == ["note"])
        #expect(try field.fields("household", id)["address"] as? String == "后来")
        let words = ["resolve", "household", id, "note=后来", "--reason", "问过", "--json"]
        #expect(try field.run(words).code == 0)
        #expect(try Self.take(field, edited)["changed"] as? Int == 0, "a decision stays")
        #expect(try field.run("conflicts", "--json").list().isEmpty)
    }

    @Test("What a spreadsheet or a hand has spoilt is refused by cell, and the rest goes in")
    func damage() throws {
        let cases: [(Step, String)] = [
            (["set": "户编号", "value": 1], "4 户编号 cell_damaged"),
            (["set": "户号", "value": 6.10326101901e15], "4 户号 cell_damaged"),
            (["set": "户号", "value": "6.10E+17"], "4 户号 cell_damaged"),
            (["set": "组", "value": "2026-03-01", "kind": "date"], "4 组 cell_damaged"),
            (["set": "住址", "value": "#N/A"], "4 住址 cell_damaged"),
            (["set": "户主", "value": "示*甲"], "4 户主 cell_masked"),
            (["set": "电话", "value": "0000*"], "4 电话 set_unclear"),
            (["set": "并入", "value": "x"], "4 并入 wrong_kind"),
            (["set": "version", "value": "AAAA"], "4 version invalid_version"),
            (["set": "version", "value": NSNull()], "4 version invalid_version"),
            (["set": "id", "value": "坏"], "4 id invalid_identifier"),
            (["set": "id", "value": NSNull()], "4 id invalid_identifier"),
            (
                ["set": "id", "value": "01a203f8-4d31-752d-ab21-75331c0995f0"],
                "4 id record_not_held"
            ),
            (["set": "有冲突的项", "value": "住址"], "4 有冲突的项 column_derived"),
        ]
        for (step, refusal) in cases {
            let field = try FieldProgram.withReplica()
            let id = try Self.put(
                field,
                "household",
                [
                    "head_name": "示例甲", "external_number": "001", "village_group": "3-1",
                    "household_number": "6103261019010001", "phones": ["0917001,转2"],
                ]
            )
            _ = try Self.put(field, "household", ["head_name": "示例乙"])
            var step = step
            step["row"] = "示例甲"
            let steps: [Step] = [
                ["row": "示例甲", "set": "备注", "value": "甲记"],
                ["row": "示例乙", "set": "备注", "value": "乙记"], step,
            ]
            let taken = try Self.take(
                field,
                try Self.edit(try Self.export(field, "household"), steps)
            )
            #expect(Self.refusals(taken) == [refusal])
            #expect(taken["accepted"] as? Int == 1, "\(refusal)")
            let isOfRow = ["id", "version"].contains(step["set"] as? String)
            #expect(taken["changed"] as? Int == (isOfRow ? 1 : 2), "\(refusal)")
            let note = try field.fields("household", id)["note"] as? String
            #expect(note == (isOfRow ? nil : "甲记"), "\(refusal)")
        }
    }

    @Test("Fields that a person may not write, and days that are none, are refused")
    func forbidden() throws {
        let field = try FieldProgram.withReplica()
        let household = try Self.put(field, "household", ["head_name": "示例甲"])
        _ = try Self.put(field, "visit", ["household": household, "date": "2026-09-01"])
        let edited = try Self.edit(
            try Self.export(field, "visit"),
            [
                ["row": household, "set": "日期", "value": 46_268],
                ["row": household, "set": "方式", "value": "20 电话随访"],
                ["row": household, "set": "户", "value": NSNull()],
            ]
        )
        let taken = try Self.take(field, edited)
        #expect(Self.refusals(taken) == ["4 户 immutable_field", "4 日期 cell_damaged"])
        #expect(taken["written"] as? Int == 1)
        let visit = try #require(try field.run("list", "visit", "--json").list().first)
        #expect((visit["fields"] as? [String: Any])?["kind"] as? String == "20")
    }

    @Test("Rows that are gone delete nothing; added and copied ones are refused")
    func rows() throws {
        let field = try FieldProgram.withReplica()
        for name in ["示例甲", "示例乙", "示例丙", "示例丁"] {
            _ = try Self.put(field, "household", ["head_name": name, "note": "在"])
        }
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [
                ["delete": "示例甲"], ["copy": "示例丙"],
                ["append": ["户主": "示例戊", "住址": "一", "备注": "新", "组": "1"]],
                ["empty": "示例乙"], ["row": "示例丁", "set": "备注", "value": "改"],
            ]
        )
        let taken = try Self.take(field, edited)
        #expect(taken["absent"] as? Int == 2, "one is deleted, one emptied")
        #expect(taken["changed"] as? Int == 1)
        let codes = (taken["refused"] as? [[String: Any]] ?? []).compactMap {
            $0["code"] as? String
        }
        #expect(codes == ["row_repeated", "row_repeated", "row_added"])
        let notes = try field.run("list", "household", "--json").list().map {
            ($0["fields"] as? [String: Any])?["note"] as? String
        }
        #expect(notes == ["在", "在", "在", "改"])
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
        expectProblem(try field.run("import", csv), "workbook_is_text", exit: 1)
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
