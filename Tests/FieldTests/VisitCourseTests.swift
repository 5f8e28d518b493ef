import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A visit that is left, gone on with, corrected, and made again")
struct VisitCourseTests {
    private let field: FieldProgram
    private let household: String
    private let student: String

    init() throws {
        field = try FieldProgram.withReplica()
        household = try field.put(
            "household",
            "head_name=张示范",
            "address=三组",
            "residence_status=1"
        ).id
        student = try field.put(
            "student",
            "name=张小一",
            "household=\(household)",
            "enrolment_status=10",
            "boarding=1"
        ).id
    }

    private func made(kind: String = "20", date: String = "今天") throws -> String {
        let options = [
            "--household", household, "--student", "all", "--date", date, "--kind", kind,
            "--note", "谈了学习",
        ]
        let made = try field.run(["visit", "new", "--json"] + options).object()
        return try #require(made["id"] as? String)
    }

    private func shown(_ id: String) throws -> [String: Any] {
        try field.run("visit", "show", id, "--json").object()
    }

    private func last() throws -> [String: Any] {
        let all = try field.run("visit", "list", "--json").list()
        return try #require(all.last?["fields"] as? [String: Any])
    }

    // MARK: Looking

    @Test("A visit is shown in the form's own words, with no path, code or id in it")
    func shownInWords() throws {
        _ = try field.visit(typing: "zsf|1|今天||王老师|1||>|>|希望常来|谈了学习|>|")
        let made = try field.run("visit", "list", "--json").list().last
        let id = try #require(made?["id"] as? String)
        let shown = try field.run("visit", "show", id, "--lang", "zh").output
        let lines = shown.split(separator: "\n").map(String.init)
        for (label, answer) in [
            ("户", "张示范 三组"), ("谈到的学生", "张小一"), ("方式", "入户"), ("在场人", "父亲"),
            ("家长意见", "希望常来"), ("纪要", "谈了学习"),
        ] {
            #expect(
                lines.contains { $0.hasPrefix("  \(label) ") && $0.hasSuffix("  \(answer)") },
                "\(label) \(shown)"
            )
        }
        #expect(lines.first == "走访 \(id.suffix(6))", "\(shown)")
        let groups = lines.filter { $0.hasPrefix("— ") }
        #expect(groups.prefix(2) == ["— 户与学生 —", "— 日期、方式、在场人 —"], "\(shown)")
        #expect(!shown.contains("/") && !shown.contains(household) && !shown.contains(student))
        // In English the same form speaks English.
        let english = try field.run("visit", "show", id, "--lang", "en").output
        #expect(english.contains("at home") && !english.contains("入户"), "\(english)")
    }

    @Test("A visit of a form that is not on this machine shows what it holds, by the paths")
    func shownWithoutItsForm() throws {
        let id = try field.put(
            "visit",
            "household=\(household)",
            "form_id=other",
            "form_version=1",
            "/mood/how=好",
            "--raw"
        ).id
        let shown = try field.run("visit", "show", id, "--lang", "zh").output
        #expect(shown.contains("/mood/how  好"), "\(shown)")
    }

    @Test("A visit that was left is named by the family, and by when it was begun")
    func draftIsNamed() throws {
        _ = try field.visit(typing: "zsf|1|q")
        let list = try field.run("visit", "resume", "--list", "--lang", "zh").output
        #expect(list.contains("张*范") && !list.contains("张示范"), "\(list)")
        #expect(list.contains(/\d{4}-\d\d-\d\d \d\d:\d\d 开始填/), "\(list)")
        let json = try field.run("visit", "resume", "--list", "--json").list()
        #expect((json.first?["begun"] as? String)?.hasSuffix("Z") == true)
    }

    // MARK: Correcting

    @Test("A correction takes the place of the visit; a void one gives it back")
    func correction() throws {
        let first = try made()
        let second = try #require(
            try field.run("visit", "amend", first, "--note", "更正的", "--json").object()["id"]
                as? String
        )
        let old = try shown(first)
        #expect(old["state"] as? String == "superseded")
        #expect(old["supersededBy"] as? String == second)
        #expect((old["fields"] as? [String: Any])?["note"] as? String == "谈了学习")
        #expect(try shown(second)["state"] as? String == "submitted")
        let fields = try field.fields("visit", second)
        #expect(fields["supersedes"] as? String == first && fields["note"] as? String == "更正的")
        #expect(fields["kind"] as? String == "20" && fields["household"] as? String == household)
        #expect(try field.run("visit", "list", "--lang", "zh").output.contains("已更正"))
        // What is replaced is not corrected: the newer one is named.
        let again = try field.run("visit", "改", first, "--note", "x")
        expectProblem(again, "visit_not_current", exit: 1)
        #expect(again.errors.contains(second))
        _ = try field.run("visit", "void", second, "--reason", "改错了")
        let listed = try field.run("visit", "list", "--lang", "zh").output
        #expect(listed.contains("作废") && !listed.contains("已更正"), "\(listed)")
        #expect(try shown(first)["state"] as? String == "submitted")
        #expect(try shown(first)["supersededBy"] == nil)
        expectProblem(
            try field.run("visit", "amend", second, "--note", "x"),
            "visit_not_current",
            exit: 1
        )
    }

    @Test("In a terminal a correction opens at the review, with why it was sent back")
    func correctionInTerminal() throws {
        let first = try made()
        _ = try field.run("visit", "return", first, "--reason", "缺照料人")
        let opened = try field.type("q", into: "visit amend zsf")
        #expect(opened.contains("缺照料人") && opened.contains("核对"), "\(opened)")
        // The family is not asked again, nor can it be changed.
        #expect(!opened.contains("*（? 说明）"))
        let line = opened.split(whereSeparator: \.isNewline).first { $0.contains("纪要") }
        let number = try #require(line?.split(separator: " ").first)
        let said = try field.type("\(number)|改成这样|", into: "visit amend zsf")
        #expect(said.contains("已保存更正后的走访"), "\(said)")
        #expect(try last()["note"] as? String == "改成这样")
        #expect(try shown(first)["state"] as? String == "superseded")
    }

    @Test("A correction contradicts nobody by answers that it did not change")
    func correctionLeavesOthers() throws {
        #expect(try field.visit(typing: "zsf||>|80|>|>|||>|").contains("已保存"))
        let first = try #require(
            try field.run("visit", "list", "--json").list().last?["id"] as? String
        )
        #expect(try field.fields("student", student)["enrolment_status"] as? String == "80")
        _ = try field.put("student", student, "enrolment_status=10")
        let second = try field.run("visit", "amend", first, "--note", "好", "--json").object()
        let fields = try field.fields("visit", try #require(second["id"] as? String))
        #expect(fields["/school/pupil[1]/status"] as? String == "80")
        #expect(try field.fields("student", student)["enrolment_status"] as? String == "10")
    }

    // MARK: Leaving and going on

    @Test("What was left is gone on with, and a new one beside it loses nothing")
    func resume() throws {
        #expect(try field.type("", into: "visit resume").contains("没有没填完的走访"))
        #expect(try field.visit(typing: "zsf|q").contains("field 家访 续填"))
        // Another one is begun beside it, and left too.
        #expect(try field.visit(typing: "2|zsf||昨天|q").contains("已存草稿"))
        let kept = try field.run("visit", "续填", "--list", "--json").list()
        #expect(kept.count == 2)
        #expect(kept.map { $0["household"] as? String } == [household, household])
        #expect(try field.type("1||>|>|>|||>|", into: "visit resume").contains("已保存"))
        #expect(try field.run("visit", "resume", "--list", "--json").list().count == 1)
        #expect(try field.type("|>|>|>||好|>|", into: "visit resume").contains("已保存"))
        #expect(try field.run("visit", "resume", "--list", "--json").list().isEmpty)
        #expect(try field.run("visit", "list", "--json").list().count == 2)
    }

    @Test("What was left is handed in from its review, where what is missing is said")
    func submit() throws {
        #expect(try field.type("", into: "visit submit").contains("没有没填完的走访"))
        #expect(try field.visit(typing: "zsf||昨天|q").contains("已存草稿"))
        let opened = try field.type("q", into: "visit 提交")
        #expect(opened.contains("核对"), "\(opened)")
        #expect(try field.run("visit", "list", "--json").list().isEmpty)
        #expect(try field.type("|||>|>|>||好|>||", into: "visit submit").contains("已保存"))
    }

    @Test("Options change no visit whose correction is begun; what was begun on is looked at again")
    func begunCorrection() throws {
        let first = try made()
        #expect(try field.type("1||q", into: "visit amend zsf").contains("已存草稿"))
        expectProblem(
            try field.run("visit", "amend", first, "--note", "x"),
            "correction_begun",
            exit: 1
        )
        #expect(try field.run("visit", "list", "--json").list().count == 1)
        _ = try field.run("visit", "void", "zsf", "--reason", "重复")
        #expect(try field.type("", into: "visit resume").contains("visit_not_current"))
        #expect(try field.run("visit", "resume", "--list", "--json").list().count == 1)
    }

    @Test("A draft may be forgotten, and only by its number")
    func forget() throws {
        _ = try field.visit(typing: "zsf|q")
        _ = try field.visit(typing: "2|zsf||昨天|q")
        let said = try field.type("删 9|删 2|q", into: "visit resume")
        #expect(said.contains("没有这个编号"))
        #expect(try field.run("visit", "resume", "--list", "--json").list().count == 1)
    }

    // MARK: Another one on the same day

    @Test("A visit of the same day is told before the second one is asked")
    func sameDay() throws {
        _ = try made()
        let cancelled = try field.visit(typing: "zsf|3")
        #expect(cancelled.contains("这户当天已有 teacher 的走访记录"), "\(cancelled)")
        #expect(cancelled.contains("没有新建"))
        #expect(try field.run("visit", "resume", "--list", "--json").list().isEmpty)
        let looked = try field.visit(typing: "zsf|2|3")
        #expect(looked.contains("谈了学习"))
        #expect(try field.visit(typing: "zsf|1||>|>|>||好|>|").contains("已保存"))
        #expect(try field.run("visit", "list", "--json").list().count == 2)
        // What is void does not count.
        for visit in try field.run("visit", "list", "--json").list() {
            _ = try field.run("visit", "void", visit["id"] as? String ?? "", "--reason", "x")
        }
        #expect(!(try field.visit(typing: "zsf|q")).contains("当天已有"))
    }

    // MARK: Paper, nobody in, and the last time

    @Test("After a paper form its day and number are asked first, and what is late is marked")
    func paper() throws {
        let day = try #require(BusinessDay.read("2026-09-03"))
        let said = try field.type("\(day)|纸-17|zsf||||>|>|>||好|>|", into: "visit new --paper")
        #expect(said.contains("已保存") && said.contains("补录"), "\(said)")
        let fields = try last()
        #expect(fields["date"] as? String == "\(day)")
        #expect(fields["/paper/number"] as? String == "纸-17")
        let id = try #require(
            try field.run("visit", "list", "--json").list().last?["id"] as? String
        )
        #expect(try shown(id)["lateDays"] as? Int ?? 0 > 7)
        let today = try made()
        #expect(try shown(today)["lateDays"] == nil)
    }

    @Test("Where nobody was in, little is asked")
    func absent() throws {
        let said = try field.type("zsf|||下周再去|", into: "visit new --absent")
        #expect(said.contains("已保存") && said.contains("未遇"), "\(said)")
        #expect(!said.contains("随访"), "how it was made is known, and not asked")
        let fields = try last()
        #expect(fields["kind"] as? String == "90" && fields["note"] as? String == "下周再去")
        #expect(fields["purposes"] == nil && fields["/family/residence"] == nil)
        let made = try field.run("visit", "new", "--absent", "--household", household, "--json")
        #expect(try made.object()["id"] != nil)
        #expect(try last()["kind"] as? String == "90")
    }

    @Test("What was answered the last time is offered, and a missed visit hides none of it")
    func lastTime() throws {
        let keys = "zsf||>||||2||3|>|>|"
        let first = try field.visit(typing: keys)
        #expect(first.contains("已保存"), "\(first)")
        #expect(try last()["/family/carer"] as? String == "3", "\(first)")
        #expect(try last()["/school/pupil[1]/difficulty"] as? String == "2")
        _ = try field.run("call", household, "--no-answer")
        let second = try field.visit(typing: "zsf|1||>|||||||||||||||")
        #expect(second.contains("〔中〕") && second.contains("〔祖父母〕"), "\(second)")
        #expect(try last()["/family/carer"] as? String == "3")
        // A correction of the last one counts, the corrected one does not.
        let visits = try field.run("visit", "list", "--json").list()
        _ = try field.run("visit", "void", visits.last?["id"] as? String ?? "", "--reason", "x")
        _ = try field.run("visit", "void", visits.first?["id"] as? String ?? "", "--reason", "x")
        let third = try field.visit(typing: "zsf|1||>||||q")
        #expect(third.contains("学习困难") && !third.contains("〔中〕"), "\(third)")
    }

    @Test("The same as the last time to the family is a key, also in another teacher's visit")
    func ditto() throws {
        _ = try field.visit(typing: "zsf||||王老师|>|>|>||好|>|")
        let said = try field.visit(typing: "zsf|1||||同上|>|>|>||好|>|")
        #expect(said.contains("→ 王老师"), "\(said)")
        #expect(try last()["/how/companions"] as? String == "王老师")
    }
}
