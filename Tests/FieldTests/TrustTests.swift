import Foundation
import Testing

@Suite("Taking back, where a value comes from, and whether all is well")
struct TrustTests {
    private typealias Pupil = (field: FieldProgram, household: String, id: String)

    private func pupil(_ note: String) throws -> Pupil {
        let field = try FieldProgram.withReplica()
        let (household, _) = try field.put("household", "head_name=张示范")
        let (id, _) = try field.put(
            "student",
            "name=张小明",
            "household=\(household)",
            "note=\(note)"
        )
        return (field, household, id)
    }

    private func note(_ field: FieldProgram, _ id: String) throws -> String? {
        try field.fields("student", id)["note"] as? String
    }

    @Test("Undo goes back step by step to what each change had covered, and redo comes again")
    func undoAndRedo() throws {
        let (field, household, id) = try pupil("在家")
        _ = try field.put("student", id, "note=住校")
        _ = try field.put("student", id, "note=走读", "groups+=C1")
        let done = try field.run("撤销", "--lang", "zh")
        #expect(done.code == 0, "\(done.errors)")
        #expect(done.output.contains("走读 → 住校") && done.output.contains("张*明"))
        #expect(!done.output.contains("张小明"))
        #expect(try note(field, id) == "住校")
        #expect(try field.fields("student", id)["groups"] == nil)
        #expect(try field.run("undo").code == 0)
        #expect(try note(field, id) == "在家")
        for expected in ["住校", "走读"] {
            #expect(try field.run("undo", "--redo").code == 0)
            #expect(try note(field, id) == expected)
        }
        expectProblem(try field.run("undo", "--redo"), "nothing_to_undo", exit: 1)
        #expect(try field.fields("student", id)["groups"] as? [String] == ["C1"])
        // All the way back: the note, the pupil, the family.
        for _ in 0..<3 { #expect(try field.run("undo").code == 0) }
        #expect(try field.run("list", "student", "--json").list().isEmpty)
        let families = try field.run("list", "household", "--json").list()
        #expect(families.map { $0["id"] as? String } == [household])
        #expect(try field.run("undo").code == 0)
        #expect(try field.run("list", "household", "--json").list().isEmpty)
        expectProblem(try field.run("undo"), "nothing_to_undo", exit: 1)
        #expect(try field.run("verify").code == 0)
        // Nothing is lost: each value stands in the history.
        expectProblem(try field.run("history", "", ""), "wrong_usage", exit: 2)
        let history = try field.run("history", "student", id, "--json").list()
        let written = history.flatMap { $0["changes"] as? [[String: Any]] ?? [] }
            .filter { $0["field"] as? String == "note" }.compactMap { $0["value"] as? String }
        #expect(Set(written) == ["在家", "住校", "走读"])
    }

    @Test("What one command wrote is taken back together, and redone together")
    func group() throws {
        let field = try FieldProgram.withReplica()
        let lines = (1...3).map { number in
            #"{"type":"household","bucket":[],"set":{"head_name":"张\#(number)"}}"#
        }
        _ = try field.run(
            ["put", "--from", "-"],
            input: Data(lines.joined(separator: "\n").utf8)
        )
        #expect(try field.run("list", "household", "--json").list().count == 3)
        let undone = try field.run("undo", "--json").object()
        #expect((undone["parts"] as? [[String: Any]])?.count == 3)
        #expect(try field.run("list", "household", "--json").list().isEmpty)
        #expect(try field.run("undo", "--redo").code == 0)
        #expect(try field.run("list", "household", "--json").list().count == 3)
        #expect(try field.run("verify").code == 0)
    }

    @Test("A record that something else was written about stays, and a decision stays")
    func refused() throws {
        let (field, _, id) = try pupil("在家")
        let (_, base) = try field.put("student", id, "note=住校")
        _ = try field.put("student", id, "note=走读")
        _ = try field.put("student", id, "note=外出", "--base", base)
        _ = try field.run("resolve", "student", id, "note=走读", "--reason", "电话问过")
        expectProblem(try field.run("undo"), "decision_stays", exit: 1)
        #expect(try note(field, id) == "走读")
    }

    @Test("Why answers in sentences, for a pupil by initials and a field by its label")
    func why() throws {
        let (field, _, id) = try pupil("在家")
        let (_, base) = try field.put("student", id, "note=住校")
        _ = try field.put("student", id, "note=走读")
        _ = try field.put("student", id, "note=外出", "--base", base)
        let open = try field.run("来历", "学生", "zxm", "备注", "--lang", "zh").output
        #expect(open.contains("现在是“外出”") && open.contains("同时还有“走读”"), "\(open)")
        #expect(open.contains("由县里决定") && open.contains("还没有上报"), "\(open)")
        #expect(open.contains("以前是“在家”"), "\(open)")
        _ = try field.run("resolve", "student", id, "note=走读", "--reason", "电话问过")
        let decided = try field.run("why", "student", "zxm", "note").output
        #expect(decided.contains("\"note\" is \"走读\"") && decided.contains("电话问过"), "\(decided)")
        let json = try field.run("why", "student", id, "note", "--json").object()
        #expect((json["fields"] as? [String: Any])?.keys.sorted() == ["note"])
        expectProblem(try field.run("why", "student", id, "nothing"), "unknown_field", exit: 1)
        expectProblem(try field.run("why", "student", "qqq"), "nothing_fits", exit: 1)
        let history = try field.run("历史", "student", "zxm", "note", "--lang", "zh").output
        #expect(history.contains("在家 → 住校") && history.contains("共 5 次修改"), "\(history)")
        // The first write wrote the name too, which nobody asked about.
        #expect(!history.contains("姓名："), "\(history)")
        let all = try field.run("历史", "student", "zxm", "--lang", "zh").output
        #expect(all.contains("姓名："), "\(all)")
    }

    @Test("The doctor finds all well, then an open folder, then a damaged replica")
    func doctor() throws {
        let (field, _, _) = try pupil("在家")
        let well = try field.run("doctor", "--json")
        #expect(well.code == 0, "\(well.output)")
        let checks = try #require(try well.object()["checks"] as? [[String: Any]])
        let names = checks.compactMap { $0["name"] as? String }
        #expect(
            Set(names) == [
                "clock", "versions", "disk", "permissions", "replica", "seals", "held", "conflicts",
                "drafts", "certificate", "sync", "index",
            ]
        )
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: field.home.path)
        let open = try field.run("自检", "--lang", "zh")
        #expect(open.code == 1)
        #expect(open.output.contains("✗ "))
        #expect(open.output.contains("chmod -R go="), "\(open.output)")
        try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: field.home.path)
        #expect(try field.run("doctor").code == 0)
        // The index for finding is made anew, and that is all there is to it.
        let index = field.home.appending(path: "find.sqlite")
        _ = try field.run("find", "zs")
        try Data(repeating: 7, count: 9_000).write(to: index)
        let mended = try field.run("doctor", "--lang", "zh")
        #expect(mended.code == 0 && mended.output.contains("! 查找索引坏了"), "\(mended.output)")
        #expect(try field.run("doctor", "--lang", "zh").output.contains("✓ 查找索引完好"))
        let database = field.home.appending(path: "replica.sqlite")
        try Data(repeating: 7, count: 9_000).write(to: database)
        let damaged = try field.run("doctor", "--json")
        #expect(damaged.code == 4)
        #expect(damaged.output.contains("store_damaged"), "\(damaged.output)")
        // What can be told without the replica is told all the same.
        #expect(damaged.output.contains("\"disk\""))
    }

    @Test("The doctor says where there is no replica, and names an unfinished form")
    func doctorElsewhere() throws {
        let (field, _, _) = try pupil("在家")
        _ = try field.visit(typing: "zs|")
        let drafts = try field.run("doctor", "--json").output
        #expect(drafts.contains("unfinished"), "\(drafts)")
        let nowhere = FieldProgram(home: "nowhere", in: field.folder)
        let outcome = try nowhere.run("doctor")
        #expect(outcome.code == 1 && outcome.output.contains("[home_missing]"), "\(outcome.output)")
    }
}

@Suite("Conflicts, gone through in a terminal")
struct ConflictTalkTests {
    private func talk(_ field: FieldProgram, _ keys: String) throws -> String {
        try field.run(
            [],
            input: Data((keys.replacing("|", with: "\n") + "\n").utf8),
            language: "zh_CN.UTF-8",
            launcher: ["sh", "-c", "exec script -qec \"$1 conflicts\" /dev/null", "sh"]
        ).output
    }

    private func conflict() throws -> (field: FieldProgram, id: String) {
        let field = try FieldProgram.withReplica()
        let (id, base) = try field.put("student", "name=张小明", "note=在家")
        _ = try field.put("student", id, "note=走读")
        _ = try field.put("student", id, "note=外出", "--base", base)
        return (field, id)
    }

    @Test("Both sides are shown; one is taken with a reason, or nothing is decided")
    func decide() throws {
        let (field, id) = try conflict()
        let left = try talk(field, "|")
        #expect(left.contains("甲  外出") && left.contains("乙  走读"), "\(left)")
        #expect(left.contains("写的时候都看到的是“在家”") && !left.contains("张小明"), "\(left)")
        #expect(try field.run("conflicts", "--json").list().count == 1)
        // Without a reason nothing is decided, and what is no choice is asked again.
        let unsure = try talk(field, "9|乙|  |q")
        #expect(unsure.contains("没有这一项") && unsure.contains("没有写理由"), "\(unsure)")
        #expect(try field.run("conflicts", "--json").list().count == 1)
        let decided = try talk(field, "乙|电话问过")
        #expect(decided.contains("已决定"), "\(decided)")
        #expect(try field.run("conflicts", "--json").list().isEmpty)
        #expect(try field.fields("student", id)["note"] as? String == "走读")
        let decision = try #require(try field.run("list", "decision", "--json").list().first)
        #expect((decision["fields"] as? [String: Any])?["reason"] as? String == "电话问过")
    }

    @Test("Another value may be written, and without a terminal nobody is asked")
    func another() throws {
        let (field, id) = try conflict()
        let plain = try field.run("conflicts", "--lang", "zh")
        #expect(plain.code == 0 && plain.output.contains("共 1 处冲突"))
        #expect(plain.output.contains("学生 张*明 \(id.suffix(6))  备注"), "\(plain.output)")
        #expect(!plain.output.contains("理由"))
        let decided = try talk(field, "w|住外婆家|问过外婆")
        #expect(decided.contains("已决定"), "\(decided)")
        #expect(try field.fields("student", id)["note"] as? String == "住外婆家")
    }

    @Test("Of a field with codes another value is typed in words, and kept as its code")
    func words() throws {
        let field = try FieldProgram.withReplica()
        let (id, base) = try field.put("student", "name=张小明", "enrolment_status=99")
        _ = try field.put("student", id, "enrolment_status=10")
        _ = try field.put("student", id, "enrolment_status=14", "--base", base)
        let said = try talk(field, "w|在家呆着|w|休学|电话问过")
        #expect(said.contains("[word_unknown]") && said.contains("30 休学"), "\(said)")
        #expect(try field.fields("student", id)["enrolment_status"] as? String == "30")
    }
}
