import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Taking an edited export back")
struct ImportTests {
    /// What a clerk does in a spreadsheet, see `sheets.py edit`.
    typealias Step = [String: Any]

    static func export(
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

    static func edit(_ path: String, _ steps: [Step]) throws -> String {
        let edited = path.replacing(".xlsx", with: "-edited.xlsx")
        let json = String(
            decoding: try JSONSerialization.data(withJSONObject: steps),
            as: UTF8.self
        )
        let outcome = try PythonScript("PythonSheets/sheets.py").run(["edit", path, edited, json])
        try #require(outcome.code == 0, "\(outcome.errors)")
        return edited
    }

    static func take(
        _ field: FieldProgram,
        _ path: String,
        _ arguments: String...
    ) throws -> [String: Any] {
        let outcome = try field.run(["import", path, "--json"] + arguments)
        if outcome.code != 0 {
            try #require(outcome.errors.contains("[no_row_taken]"), "\(outcome.errors)")
        }
        return try outcome.object()
    }

    /// `line column code` of each refusal.
    static func refusals(_ taken: [String: Any]) -> [String] {
        (taken["refused"] as? [[String: Any]] ?? []).map {
            "\($0["line"] ?? 0) \($0["column"] ?? "-") \($0["code"] ?? "")"
        }
    }

    static func digest(_ field: FieldProgram) throws -> String? {
        try field.run("digest", "--json").object()["digest"] as? String
    }

    static func put(
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
                "address": "一行\r\n二行\n", "note": "=1+1\u{202E}\t倒\u{1B}[2J", "head_name": " 示例 甲 ",
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
        _ = try field.put("household", household, "--raw", "extra=x\r\ny")
        let before = try Self.digest(field)
        for type in ["household", "student", "visit", "daily_check"] {
            // A spreadsheet may keep a number or a line's end in another way, and repeats the
            // headings on each page.
            let kept: [String: Step] = [
                "daily_check": ["row": student, "set": "情况", "value": "3.0"],
                "household": ["row": "007", "set": "住址", "value": "一行\n二行\n"],
            ]
            let steps = (kept[type].map { [$0] } ?? []) + [["heads": true]]
            let taken = try Self.take(field, try Self.edit(try Self.export(field, type), steps))
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
        _ = try field.put("household", id, "--raw", "extra=旧")
        let other = try Self.put(field, "household", ["head_name": "示例乙", "address": "二组"])
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [
                ["row": "示例甲", "set": "住址", "value": "三组"],
                ["row": "示例甲", "set": "电话", "value": "2、3"],
                ["row": "示例甲", "set": "备注", "value": NSNull()],
                ["row": "示例甲", "set": "extra", "value": "新"],
                ["row": "示例甲", "set": "id", "value": " \(id) "],
            ]
        )
        let tried = try Self.take(field, edited, "--dry-run")
        #expect((tried["cells"] as? [Any])?.count == 4 && tried["changed"] as? Int == 1)
        #expect(try field.fields("household", id)["address"] as? String == "一组")
        let taken = try Self.take(field, edited)
        #expect(taken["changed"] as? Int == 1 && taken["written"] as? Int == 4)
        let fields = try field.fields("household", id)
        #expect(fields["extra"] as? String == "新")
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

    @Test("A cell in the sheet's own words is untouched too, whatever has come since")
    func words() throws {
        let field = try FieldProgram.withReplica()
        let id = try Self.put(field, "student", ["name": "示例甲", "migrant": true])
        let path = try Self.export(field, "student")
        _ = try field.put("student", id, "migrant=no")
        let taken = try Self.take(field, path)
        #expect(taken["changed"] as? Int == 0 && Self.refusals(taken) == [])
        #expect(try field.fields("student", id)["migrant"] as? Bool == false)
    }

    @Test("What a spreadsheet or a hand has spoilt is refused by cell, and the rest goes in")
    func damage() throws {
        let elements = (0..<Limits.registersPerWriteMax).map { "\($0)" }.joined(separator: "、")
        let cases: [(Step, String)] = [
            (["set": "户编号", "value": 1], "4 户编号 cell_damaged"),
            (["set": "户号", "value": 6.10326101901e15], "4 户号 cell_damaged"),
            (["set": "户号", "value": "6.10E+17"], "4 户号 cell_damaged"),
            (["set": "户号", "value": 0.0000001], "4 户号 cell_damaged"),
            (["set": "组", "value": "2026-03-01", "kind": "date"], "4 组 cell_damaged"),
            (["set": "住址", "value": "#N/A"], "4 住址 cell_damaged"),
            (["set": "住址", "value": "a_x0000_"], "4 住址 cell_damaged"),
            (["set": "户类别", "value": elements], "4 户类别 write_too_large"),
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

    @Test("A file of which nothing is taken ends as what failed; one cell that is taken does not")
    func nothingTaken() throws {
        let field = try FieldProgram.withReplica()
        _ = try Self.put(field, "household", ["head_name": "示例甲", "note": "旧"])
        let path = try Self.export(field, "household")
        let bad: Step = ["row": "示例甲", "set": "住址", "value": "#N/A"]
        let refused = try field.run("import", try Self.edit(path, [bad]))
        #expect(refused.code == 1 && refused.output.contains("[cell_damaged]"))
        #expect(refused.errors.contains("[no_row_taken]"), "\(refused.errors)")
        #expect(try field.run("import", path).code == 0)
        let good: Step = ["row": "示例甲", "set": "备注", "value": "新"]
        #expect(try field.run("import", try Self.edit(path, [bad, good])).code == 0)
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
        let gone = try Self.put(field, "household", ["head_name": "示例己", "note": "在"])
        #expect(try field.run("delete", "household", gone).code == 0)
        let edited = try Self.edit(
            try Self.export(field, "household"),
            [
                ["delete": "示例甲"], ["copy": "示例丙"],
                ["append": ["户主": "示例戊", "住址": "一", "备注": "新", "组": "1"]],
                ["empty": "示例乙"], ["row": "示例丁", "set": "备注", "value": "改"],
            ]
        )
        let taken = try Self.take(field, edited)
        #expect(taken["absent"] as? Int == 2, "one row is deleted, one emptied; one record is gone")
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

    @Test("A day is read as one, from whatever a spreadsheet makes of it, or refused")
    func days() throws {
        let field = try FieldProgram.withReplica()
        let household = try Self.put(field, "household", ["head_name": "示例甲"])
        let cases: [(value: Any, kind: String, kept: String)] = [
            (46_268, "", "2026-09-01"), ("46268", "", "2026-09-01"), (46_268.5, "", "2026-09-01"),
            ("2026-09-02", "date", "2026-09-02"), ("2026年9月3日", "", "2026-09-03"),
        ]
        let visit = try Self.put(
            field,
            "visit",
            ["household": household, "date": "2026-09-01"]
        )
        for (value, kind, kept) in cases {
            let step: Step = ["row": household, "set": "日期", "value": value, "kind": kind]
            let taken = try Self.take(field, try Self.edit(try Self.export(field, "visit"), [step]))
            let isRefused = kept == "2026-09-01"
            #expect(Self.refusals(taken) == (isRefused ? ["4 日期 cell_damaged"] : []), "\(value)")
            #expect(try field.fields("visit", visit)["date"] as? String == kept, "\(value)")
        }
    }

    @Test("A cell that does not fit into one write any more is refused, and the rest goes in")
    func room() throws {
        let field = try FieldProgram.withReplica()
        let id = try Self.put(field, "household", ["head_name": "示例甲"])
        let count = 21_800
        let steps: [Step] = ["组", "住址", "居住状态", "备注"].map {
            ["row": "示例甲", "set": $0, "value": "满", "times": count]
        }
        let edited = try Self.edit(try Self.export(field, "household"), steps)
        let taken = try Self.take(field, edited)
        #expect(Self.refusals(taken) == ["4 备注 write_too_large"])
        #expect(taken["written"] as? Int == 3)
        let fields = try field.fields("household", id)
        #expect((fields["residence_status"] as? String)?.count == count && fields["note"] == nil)
        #expect(try Self.take(field, edited)["written"] as? Int == 1, "by and by")
    }
}
