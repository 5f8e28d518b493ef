import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Recording a visit")
struct VisitTests {
    /// A home with one family of two pupils.
    private func family() throws -> (field: FieldProgram, household: String, students: [String]) {
        let field = try FieldProgram.withReplica()
        let (household, _) = try field.put("household", "head_name=张示范", "address=三组")
        let students = try ["张小一", "张小二"].map {
            try field.put("student", "name=\($0)", "household=\(household)").id
        }
        return (field, household, students)
    }

    @Test("Without a terminal the options say everything, and a missing one is named")
    func optionsSayEverything() throws {
        let (field, household, students) = try family()
        let options = [
            ["--household", household], ["--student", "all"], ["--date", "2026-9-3"],
            ["--kind", "10"], ["--note", "谈了学习"],
        ]
        for left in options.indices {
            let others = options.enumerated().filter { $0.offset != left }.flatMap(\.element)
            let outcome = try field.run(["visit", "new"] + others)
            expectProblem(outcome, "missing_option", exit: 2)
            #expect(outcome.errors.contains(options[left][0]))
        }
        let made = try field.run(["visit", "new", "--json"] + options.flatMap { $0 }).object()
        let id = try #require(made["id"] as? String)
        let fields = try field.fields("visit", id)
        #expect(fields["household"] as? String == household)
        #expect(fields["students"] as? [String] == students.sorted())
        #expect(fields["date"] as? String == "2026-09-03")
        #expect(fields["kind"] as? String == "10")
        #expect(fields["note"] as? String == "谈了学习")
        #expect(try field.run("visit", "list", "--json").list().count == 1)
        #expect(try field.run("visit", "show", id, "--json").object()["id"] as? String == id)
    }

    @Test("A program may give all answers in a file, or one on each line")
    func answersOfAProgram() throws {
        let (field, household, students) = try family()
        let file = field.folder.url.appending(path: "answers.json")
        let answers: [String: Any] = [
            "who/household": household, "who/students": students, "how/date": "2026-9-3",
            "how/kind": "10", "end/note": "谈了学习",
        ]
        try JSONSerialization.data(withJSONObject: answers).write(to: file)
        let command = ["visit", "new", "--json"]
        let made = try field.run(command + ["--answers", file.path]).object()
        let fields = try field.fields("visit", try #require(made["id"] as? String))
        #expect(fields["students"] as? [String] == students.sorted())
        #expect(fields["date"] as? String == "2026-09-03")
        #expect(fields["note"] as? String == "谈了学习")
        let lines = Data("\nzsf\n>\n>\n>\n>\n>\n\n".utf8)
        let outcome = try field.run(command, input: lines)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try field.run("visit", "list", "--json").list().count == 2)
        // What ends in the midst is kept.
        let cut = try field.run(command, input: Data("\nzsf\n".utf8))
        expectProblem(cut, "form_unfinished", exit: 1)
        #expect(try field.run("visit", "resume", "--list", "--json").list().count == 1)
    }

    @Test("A day to come and an unknown kind are refused")
    func impossibleAnswersAreRefused() throws {
        let (field, household, students) = try family()
        let start = ["visit", "new", "--household", household, "--student", students[0]]
        expectProblem(
            try field.run(start + ["--date", "2199-01-01", "--kind", "10", "--note", ""]),
            "wrong_usage",
            exit: 2
        )
        expectProblem(
            try field.run(start + ["--date", "someday", "--kind", "10", "--note", ""]),
            "wrong_kind",
            exit: 1
        )
        expectProblem(
            try field.run(start + ["--date", "今天", "--kind", "11", "--note", ""]),
            "wrong_usage",
            exit: 2
        )
        #expect(try field.run("visit", "list", "--json").list().isEmpty)
    }

    private func answer(_ field: FieldProgram, _ lines: String) throws -> String {
        try field.visit(typing: lines)
    }

    @Test("In a terminal each thing is asked, and Enter takes what is offered")
    func aTerminalIsAsked() throws {
        let (field, household, students) = try family()
        let said = try answer(field, "张|2|昨天||>|>|>||谈了学习|>|")
        #expect(said.contains("已保存这次走访"), "\(said)")
        let visit = try #require(try field.run("visit", "list", "--json").list().first)
        let fields = try #require(visit["fields"] as? [String: Any])
        #expect(fields["household"] as? String == household)
        #expect((fields["students"] as? [String])?.count == 1)
        #expect(Set(students).isSuperset(of: (fields["students"] as? [String]) ?? ["none"]))
        #expect(fields["kind"] as? String == "10")
        #expect(fields["note"] as? String == "谈了学习")
    }

    @Test("A visit that was left is offered again where it stopped")
    func aLeftVisitIsOfferedAgain() throws {
        let (field, household, _) = try family()
        #expect(try answer(field, "张|q").contains("已存草稿（第 1/6 步）"))
        #expect(try field.run("visit", "list", "--json").list().isEmpty)
        let said = try answer(field, "1|1|9-3|<|昨天|20|>|>|>||好|>|")
        #expect(said.contains("有 1 份没填完的走访"), "\(said)")
        let visit = try #require(try field.run("visit", "list", "--json").list().first)
        let fields = try #require(visit["fields"] as? [String: Any])
        #expect(fields["household"] as? String == household)
        #expect(fields["kind"] as? String == "20")
        #expect(!(try answer(field, "q")).contains("没填完"))
    }

    @Test("What the roster knows is offered, and what a visit says stands under its question")
    func prefilledAnswers() throws {
        let field = try FieldProgram.withReplica()
        let (household, _) = try field.put(
            "household",
            "head_name=张示范",
            "address=三组",
            "residence_status=3"
        )
        _ = try field.put("household", "head_name=张示例", "address=四组")
        _ = try field.put(
            "student",
            "name=张小一",
            "household=\(household)",
            "enrolment_status=10",
            "boarding=2"
        )
        _ = try field.put("student", "name=别家", "enrolment_status=80")
        let said = try answer(
            field,
            "zhang|2|zsf|<|三组||||王老师|父亲、母亲|||否|生病||||>|希望|谈了学习|>|"
        )
        #expect(said.contains("1 张示例 四组") || said.contains("2 张示例 四组"), "\(said)")
        #expect(!said.contains("别家"))
        #expect(said.contains("学生 1") && said.contains("〔本校在读〕") && said.contains("〔部分外出〕"))
        let visit = try #require(try field.run("visit", "list", "--json").list().first, "\(said)")
        let fields = try #require(visit["fields"] as? [String: Any])
        #expect(fields["household"] as? String == household)
        #expect((fields["students"] as? [String])?.count == 1)
        #expect(fields["purposes"] as? [String] == ["01"])
        #expect(fields["/how/met"] as? String == "1 2")
        #expect(fields["/school/pupil[1]/status"] as? String == "10")
        #expect(fields["/school/pupil[1]/reason"] as? String == "生病")
        #expect(fields["/family/residence"] as? String == "3")
        #expect(fields["form_id"] as? String == "home-visit")
    }

    @Test("A visit left by the version before is gone on with")
    func earlierDraft() throws {
        let (field, household, students) = try family()
        let folder = try ReplicaFolder.open(at: field.home)
        let draft = """
            {"step": 3, "household": "\(household)", "students": ["\(students[1])"],
             "date": "2026-09-03"}
            """
        try folder.replica.setDraft("visit", Data(draft.utf8))
        try folder.close()
        let said = try answer(field, "1||||20|>|>|>||好|>|")
        #expect(said.contains("没填完"), "\(said)")
        let visit = try #require(try field.run("visit", "list", "--json").list().first)
        let fields = try #require(visit["fields"] as? [String: Any])
        #expect(fields["students"] as? [String] == [students[1]])
        #expect(fields["date"] as? String == "2026-09-03" && fields["kind"] as? String == "20")
    }
}
