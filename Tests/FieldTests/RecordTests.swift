import Foundation
import TestSupport
import Testing

@Suite("Recording what was seen, offline")
struct RecordTests {
    @Test("What was put is what is got, with numbers and yes or no as such")
    func whatWasPutIsWhatIsGot() throws {
        let field = try FieldProgram.withReplica()
        let put = try field.run(
            "put",
            "household",
            "head_name=王示范",
            "residence_status=1",
            "--json"
        )
        let made = try put.object()
        let id = try #require(made["id"] as? String)
        #expect(made["type"] as? String == "household")
        #expect(made["generation"] as? Int == 1)
        let got = try field.run("get", "household", id, "--json").object()
        #expect(got["version"] as? String == made["version"] as? String)
        #expect(got["generation"] as? Int == 1)
        #expect(got["buckets"] as? [String] == [])
        #expect(got["conflicts"] as? [String] == [])
        #expect(got["deleted"] == nil)
        #expect(
            got["fields"] as? [String: String] == ["head_name": "王示范", "residence_status": "1"]
        )
        let (school, _) = try field.put("school", "name=第一小学", "is_hub=是")
        #expect(try field.fields("school", school)["is_hub"] as? Bool == true)
        let (student, _) = try field.put("student", "name=张三", "birth=2014-09-17")
        let (check, _) = try field.put("daily_check", "student=\(student)", "mood=2")
        #expect(try field.fields("daily_check", check)["mood"] as? Int == 2)
        #expect(try field.fields("student", student)["birth"] as? String == "2014-09-17")
    }

    @Test("A change covers what it had read, and clearing leaves the field out")
    func changesAndClearing() throws {
        let field = try FieldProgram.withReplica()
        let (id, first) = try field.put("household", "note=一", "address=三组")
        let (_, second) = try field.put("household", id, "note=二")
        #expect(first != second)
        #expect(try field.fields("household", id)["note"] as? String == "二")
        _ = try field.put("household", id, "note=")
        #expect(try field.fields("household", id) as? [String: String] == ["address": "三组"])
        let got = try field.run("get", "household", id, "--json").object()
        #expect(got["generation"] as? Int == 3)
    }

    @Test("A set takes and gives elements one by one")
    func setsTakeAndGiveElements() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "phones+=13900000002", "phones+=13900000001")
        #expect(
            try field.fields("household", id)["phones"] as? [String]
                == ["13900000001", "13900000002"]
        )
        _ = try field.put("household", id, "phones-=13900000001")
        #expect(try field.fields("household", id)["phones"] as? [String] == ["13900000002"])
    }

    @Test("An edit on an old version leaves what came since as a conflict, until it is decided")
    func anEditOnAnOldVersionMakesAConflict() throws {
        let field = try FieldProgram.withReplica()
        let (id, base) = try field.put("household", "note=甲")
        _ = try field.put("household", id, "note=乙")
        _ = try field.put("household", id, "note=丙", "--base", base)
        let got = try field.run("get", "household", id, "--json").object()
        #expect(got["conflicts"] as? [String] == ["note"])
        let conflict = try #require(try field.run("conflicts", "--json").list().first)
        #expect(conflict["type"] as? String == "household")
        #expect(conflict["id"] as? String == id)
        #expect(conflict["field"] as? String == "note")
        let entries = try #require(conflict["entries"] as? [[String: Any]])
        #expect(entries.map { $0["value"] as? String } == ["丙", "乙"])
        for entry in entries {
            #expect(entry["author"] as? String == "teacher")
            #expect((entry["replica"] as? String)?.count == 32)
            let at = try #require(entry["at"] as? String)
            #expect(at.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        }
        #expect(try field.run("status", "--json").object()["conflicts"] as? Int == 1)

        let resolved = try field.run(
            "resolve",
            "household",
            id,
            "note=乙",
            "--reason",
            "电话核实",
            "--json"
        )
        #expect(try resolved.object()["id"] as? String == id)
        #expect(try field.run("conflicts", "--json").list().isEmpty)
        #expect(try field.fields("household", id)["note"] as? String == "乙")
        let decision = try #require(try field.run("list", "decision", "--json").list().first)
        let fields = try #require(decision["fields"] as? [String: Any])
        #expect(fields["reason"] as? String == "电话核实")
        #expect(fields["subject"] as? String == id)
        let again = try field.run("resolve", "household", id, "note=甲", "--reason", "再看")
        expectProblem(again, "not_in_conflict", exit: 1)
    }

    @Test("A conflict kept as history only is listed with --all")
    func historyOnlyConflictsAreListedWithAll() throws {
        let field = try FieldProgram.withReplica()
        let (id, base) = try field.put("household", "address=一组")
        _ = try field.put("household", id, "address=二组")
        _ = try field.put("household", id, "address=三组", "--base", base)
        #expect(try field.run("conflicts", "--json").list().isEmpty)
        #expect(try field.run("conflicts", "--all", "--json").list().count == 1)
    }

    @Test("Why shows every entry behind a value, with who, when and which lost")
    func whyShowsEveryEntry() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一", "address=三组")
        _ = try field.put("household", id, "note=二")
        let all = try field.run("why", "household", id, "--json").object()
        let fields = try #require(all["fields"] as? [String: [[String: Any]]])
        #expect(Set(fields.keys) == ["note", "address"])
        let one = try field.run("why", "household", id, "note", "--json").object()
        let entries = try #require((one["fields"] as? [String: [[String: Any]]])?["note"])
        #expect(entries.map { $0["state"] as? String } == ["shown", "superseded"])
        #expect(entries.map { $0["value"] as? String } == ["二", "一"])
        expectProblem(
            try field.run("why", "household", id, "nothing"),
            "unknown_field",
            exit: 1
        )
    }

    @Test("A list is in the order of making, and its conditions are all to be met")
    func listsInOrderWithConditions() throws {
        let field = try FieldProgram.withReplica()
        var ids: [String] = []
        for number in 1...3 {
            let status = number == 2 ? "2" : "1"
            ids.append(
                try field.put(
                    "household",
                    "address=\(number)组",
                    "residence_status=\(status)",
                    "phones+=1390000000\(number)"
                ).id
            )
        }
        func listed(_ conditions: String...) throws -> [String] {
            try field.run(
                ["list", "household", "--json"] + conditions.flatMap { ["--where", $0] }
            ).list().compactMap { $0["id"] as? String }
        }
        #expect(try listed() == ids)
        #expect(try listed("residence_status=1") == [ids[0], ids[2]])
        #expect(try listed("residence_status=1", "address=3组") == [ids[2]])
        #expect(try listed("phones=13900000002") == [ids[1]])
        #expect(try listed("note=") == ids)
        #expect(try listed("address=") == [])
    }

    @Test("A deleted record keeps its values, leaves the lists, and comes back when written to")
    func deletedRecordsKeepTheirValues() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一")
        let deleted = try field.run("delete", "household", id, "--json").object()
        #expect(deleted["id"] as? String == id)
        #expect(try field.run("list", "household", "--json").list().isEmpty)
        let got = try field.run("get", "household", id, "--json").object()
        #expect(got["deleted"] as? Bool == true)
        #expect((got["fields"] as? [String: String]) == ["note": "一"])
        _ = try field.put("household", id, "address=三组")
        #expect(try field.run("list", "household", "--json").list().count == 1)
    }

    @Test("A new record lives in the buckets given, else in those of its household")
    func bucketsComeFromTheHousehold() throws {
        let field = try FieldProgram.withReplica()
        func buckets(_ type: String, _ id: String) throws -> [String] {
            try #require(
                try field.run("get", type, id, "--json").object()["buckets"] as? [String]
            )
        }
        let (home, _) = try field.put("household", "note=一", "--bucket", "610326101901")
        #expect(try buckets("household", home) == ["610326101901"])
        let (student, _) = try field.put("student", "name=张三", "household=\(home)")
        #expect(try buckets("student", student) == ["610326101901"])
        _ = try field.put("student", student, "--bucket", "+2199000001")
        #expect(try buckets("student", student) == ["2199000001", "610326101901"])
        let (visit, _) = try field.put("visit", "household=\(home)", "date=2026-09-03")
        #expect(try buckets("visit", visit) == ["610326101901"])
        // The student's buckets are its own, the visit's those of the household.
        _ = try field.put(
            "household",
            home,
            "--bucket",
            "-610326101901",
            "--bucket",
            "610326101902"
        )
        #expect(try buckets("household", home) == ["610326101902"])
        #expect(try buckets("student", student) == ["2199000001", "610326101901"])
        #expect(try buckets("visit", visit) == ["610326101902"])
        expectProblem(
            try field.run("put", "household", "note=x", "--bucket", "village"),
            "bucket_invalid",
            exit: 1
        )
    }

    @Test("Values are read from files and from standard input, and so stay out of arguments")
    func valuesComeFromFiles() throws {
        let field = try FieldProgram.withReplica()
        let file = field.folder.path("name")
        try Data("李示范\n".utf8).write(to: URL(filePath: file))
        let (id, _) = try field.put("household", "head_name=@\(file)")
        #expect(try field.fields("household", id)["head_name"] as? String == "李示范")
        let piped = try field.run(
            "put",
            "household",
            id,
            "note=@-",
            input: Data("两行\n文字\n".utf8)
        )
        #expect(piped.code == 0)
        #expect(try field.fields("household", id)["note"] as? String == "两行\n文字")
        expectProblem(
            try field.run("put", "household", "note=@\(file).missing"),
            "file_unreadable",
            exit: 1
        )
        expectProblem(
            try field.run("put", "household", "note=@-", "address=@-"),
            "wrong_usage",
            exit: 2
        )
        try Data([0xFF, 0xFE]).write(to: URL(filePath: file))
        expectProblem(
            try field.run("put", "household", "note=@\(file)"),
            "file_unreadable",
            exit: 1
        )
    }

    @Test("Text is kept in composed form")
    func textIsComposed() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=Cafe\u{301}")
        let note = try #require(try field.fields("household", id)["note"] as? String)
        #expect(Array(note.unicodeScalars) == Array("Caf\u{E9}".unicodeScalars))
    }
}
