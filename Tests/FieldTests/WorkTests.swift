import FieldKit
import Foundation
import Testing

@Suite("Things in hand: what has happened, where it stands, what is expected next")
struct WorkTests {
    private func family() throws -> (field: FieldProgram, household: String, student: String) {
        let field = try FieldProgram.withReplica()
        let (household, _) = try field.put("household", "head_name=张示范")
        let (student, _) = try field.put("student", "name=张小明", "household=\(household)")
        return (field, household, student)
    }

    @Test("A suspicion is reported by initials, and goes its way by words of two languages")
    func dropout() throws {
        let (field, _, student) = try family()
        let words = ["来源=家访", "疑似原因=01", "未到校起=昨天", "--json"]
        let begun = try field.run(["drop", "疑似", "zxm"] + words).object()
        let id = try #require(begun["id"] as? String)
        #expect((begun["fields"] as? [String: Any])?["student"] as? String == student)
        #expect(begun["state"] as? String == "suspect")
        let short = String(id.suffix(6))
        for (word, state) in [
            ("核查", "verifying"), ("confirm", "confirmed"), ("劝返", "persuading"),
        ] {
            let after = try field.run("辍学", word, short, "方式=入户", "--json").object()
            #expect(after["state"] as? String == state)
        }
        let list = try field.run("drop", "--json").list()
        #expect(list.count == 1)
        #expect((list[0]["due"] as? [[String: Any]])?.first?["event"] as? String == "report")
        let shown = try field.run("drop", "看", short, "--lang", "zh").output
        #expect(shown.contains("劝返") && shown.contains("方式=入户"), "\(shown)")
        #expect(!(try field.run("drop", "--lang", "zh").output.contains("张小明")))
    }

    @Test("What is not expected is kept and marked, and changes nothing")
    func irregular() throws {
        let (field, _, student) = try family()
        let begun = try field.run("drop", "new", student, "--json").object()
        let id = try #require(begun["id"] as? String)
        let outcome = try field.run("drop", "strike", id, "--json", "--lang", "zh")
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("异常"))
        let after = try outcome.object()
        #expect(after["state"] as? String == "suspect")
        let events = try #require(after["events"] as? [[String: Any]])
        #expect(events.map { $0["regular"] as? Bool } == [false])
    }

    @Test("What is not expected says what it lacks; a second suspicion names the first")
    func lacking() throws {
        let (field, _, student) = try family()
        let begun = try field.run("drop", "疑似", student, "--json").object()
        let id = try #require(begun["id"] as? String)
        let early = try field.run("drop", "排除", id, "--lang", "zh")
        #expect(early.errors.contains("核查"), "\(early.errors)")
        // By words, because the pupil has one open case only.
        _ = try field.run("drop", "核查", "zxm")
        let bare = try field.run("drop", "排除", id, "--lang", "zh")
        #expect(bare.errors.contains("--evidence") && bare.errors.contains("就学状态=以下之一：10 本校在读"))
        let again = try field.run("drop", "疑似", student, "--lang", "zh")
        #expect(again.code == 0 && again.errors.contains(String(id.suffix(4))), "\(again.errors)")
        expectProblem(try field.run("drop", "核查", "zxm"), "several_fit", exit: 1)
        let wrong = try field.run("drop", "确认", id, "确认原因=厌学", "--lang", "zh")
        expectProblem(wrong, "unknown_field", exit: 1)
        #expect(wrong.errors.contains("确认原因") && wrong.errors.contains("原因、"), "\(wrong.errors)")
    }

    @Test("What is opened again stays open; an issue names what it repeats")
    func again() throws {
        let (field, household, _) = try family()
        let begun = try field.run("task", "new", household, "内容=送信", "--json").object()
        let id = try #require(begun["id"] as? String)
        _ = try field.run("task", "办结", id)
        _ = try field.run("task", "办结", id)
        let after = try field.run("task", "重开", id, "--json").object()
        #expect(after["state"] as? String == "open")
        #expect(try field.run("task", "--lang", "zh").output.contains("送信"))
        func issue(_ unit: String) throws -> [String: Any] {
            try field.run("issue", "new", household, "类别=01", "责任单位=\(unit)", "--json").object()
        }
        let first = try issue("甲校")
        let other = try issue("乙校")
        let second = try issue("甲校")
        #expect((other["fields"] as? [String: Any])?["repeat_of"] == nil)
        #expect(
            (second["fields"] as? [String: Any])?["repeat_of"] as? String == first["id"] as? String
        )
    }

    @Test("A task is due on the day that was set, and gone from the list once it is done")
    func task() throws {
        let (field, household, _) = try family()
        let words = ["内容=帮办申请", "期限=2099-01-02", "--json"]
        let begun = try field.run(["任务", "新建", household] + words).object()
        let id = try #require(begun["id"] as? String)
        let due = try #require((begun["due"] as? [[String: Any]])?.first)
        #expect(due["day"] as? String == "2099-01-02")
        // A term without a year lies ahead, whatever the day; one that has just passed asks for its year.
        let now = try #require(BusinessDay(milliseconds: SystemClock().milliseconds()))
        func short(_ days: Int) throws -> String {
            String(
                try #require(BusinessDay(dayNumber: now.dayNumber + days)).description.dropFirst(5)
            )
        }
        let soon = try field.run("task", "new", household, "due=\(short(40))", "--json").object()
        let day = try #require((soon["due"] as? [[String: Any]])?.first?["day"] as? String)
        #expect(day.hasSuffix(try short(40)) && day >= (soon["since"] as? String ?? "?"))
        let passed = try field.run("task", "new", household, "期限=\(short(-8))", "--lang", "zh")
        expectProblem(passed, "wrong_usage", exit: 2)
        #expect(passed.errors.contains("年份"), "\(passed.errors)")
        _ = try field.run("task", "取消", try #require(soon["id"] as? String))
        _ = try field.run("task", "办结", id, "结果=已交表")
        #expect(try field.run("task", "--json").list().isEmpty)
        let all = try field.run("task", "--all", "--json").list()
        #expect(all.first?["state"] as? String == "done")
    }

    @Test("What fits nothing or several is said, with those that fit, and nothing is written")
    func references() throws {
        let (field, household, student) = try family()
        _ = try field.put("student", "name=赵晓敏", "household=\(household)")
        let several = try field.run("drop", "疑似", "zxm")
        expectProblem(several, "several_fit", exit: 1)
        #expect(several.errors.contains("张*明") && !several.errors.contains("张小明"))
        expectProblem(try field.run("drop", "疑似", "qqq"), "nothing_fits", exit: 1)
        expectProblem(try field.run("drop", "核查", "abcdef"), "nothing_fits", exit: 1)
        expectProblem(try field.run("drop", "飞走", "abcdef"), "wrong_usage", exit: 2)
        expectProblem(try field.run("drop", "疑似"), "missing_option", exit: 2)
        expectProblem(
            try field.run("drop", "疑似", student, "未到校起=someday"),
            "wrong_kind",
            exit: 1
        )
        // A family cannot drop out, and what is not here is not written about.
        expectProblem(try field.run("drop", "疑似", household), "record_not_held", exit: 1)
        let nobody = "01a20438-2eb0-7a01-96d7-dc648aa03807"
        expectProblem(try field.run("task", "new", nobody), "record_not_held", exit: 1)
        #expect(try field.run("task", "--json").list().isEmpty)
        #expect(try field.run("drop", "--json").list().isEmpty)
    }

    @Test("A talk by telephone is a visit of its kind to the pupil's family")
    func call() throws {
        let (field, household, student) = try family()
        let made = try field.run("call", "zxm", "--note", "周末回家", "--json").object()
        let fields = try field.fields("visit", try #require(made["id"] as? String))
        #expect(fields["household"] as? String == household)
        #expect(fields["students"] as? [String] == [student])
        #expect(fields["kind"] as? String == "20")
        #expect(fields["note"] as? String == "周末回家")
        let none = try field.run("电话", household, "--no-answer", "--json").object()
        let missed = try field.fields("visit", try #require(none["id"] as? String))
        #expect(missed["kind"] as? String == "90")
        expectProblem(try field.run("call"), "missing_option", exit: 2)
    }

    @Test("Each pupil is asked of once a day; an answer is a key, or a key and some words")
    func dailyQuestion() throws {
        let (field, household, student) = try family()
        let (second, _) = try field.put("student", "name=张小二", "household=\(household)")
        let asked = try field.run(
            ["ask", student, second, "--json"],
            input: Data("\n4\n２ 没精神\n".utf8)
        )
        #expect(try asked.list().count == 2)
        let checks = try field.run("list", "daily_check", "--json").list()
            .compactMap { $0["fields"] as? [String: Any] }
        #expect(checks.map { $0["mood"] as? Int } == [1, 2])
        #expect(checks.last?["note"] as? String == "没精神")
        // Who goes back to say that all is well takes the words back too.
        _ = try field.run(
            ["ask", student, "--again", "--json"],
            input: Data("3 发烧\n".utf8)
        )
        let again = try field.run(
            ["ask", student, second, "--again", "--json"],
            input: Data("3 发烧\n<\n1\nq\n".utf8)
        )
        let last = try #require(try again.list().first?["id"] as? String)
        #expect(try field.fields("daily_check", last)["note"] == nil)
        #expect(try field.fields("daily_check", last)["mood"] as? Int == 1)
        #expect(try field.run("ask", student, second, "--json").list().isEmpty)
        #expect(
            try field.run(["ask", student, "--again", "--json"], input: Data("q\n".utf8)).list()
                .isEmpty
        )
    }

    @Test("Today is empty on a laptop that belongs to nobody, and says so")
    func today() throws {
        let (field, household, _) = try family()
        #expect(try field.run("今日", "--lang", "zh").output.contains("没有要办的事"))
        _ = try field.run("task", "new", household, "text=x", "due=2026-01-05")
        let list = try field.run("today", "--json").object()
        #expect((list["items"] as? [[String: Any]])?.first?["kind"] as? String == "task")
        let shown = try field.run("today", "--lang", "zh").output
        #expect(shown.contains("任务  1") && shown.contains("已过期") && !shown.contains("张示范"))
    }

    @Test("A visit is sent back or voided with a reason, and says where it stands")
    func visitEvents() throws {
        let (field, household, _) = try family()
        let made = try field.run("call", household, "--note", "x", "--json").object()
        let id = try #require(made["id"] as? String)
        func state() throws -> String? {
            try field.run("visit", "看", id, "--json").object()["state"] as? String
        }
        #expect(try state() == "submitted")
        expectProblem(try field.run("visit", "return", id), "missing_option", exit: 2)
        #expect(try field.run("visit", "退回", id, "--reason", "缺资助情况").code == 0)
        #expect(try state() == "returned")
        #expect(try field.run("今日", "--lang", "zh").output.contains("退回的走访  1"))
        let accepted = try field.run("visit", "accept", id, "--lang", "zh")
        #expect(accepted.errors.contains("异常"))
        #expect(try field.run("家访", "作废", id, "--reason", "录错了").code == 0)
        #expect(try state() == "void")
        let shown = try field.run("visit", "show", id, "--lang", "zh").output
        #expect(shown.contains("缺资助情况") && shown.contains("现在：作废"), "\(shown)")
        expectProblem(
            try field.run("visit", "void", household, "--reason", "x"),
            "record_not_held",
            exit: 1
        )
    }

    @Test("In a terminal the program alone offers what there is, by number, letter or word")
    func menu() throws {
        let (field, household, _) = try family()
        _ = try field.run("task", "new", household, "text=x")
        func choose(_ lines: String) throws -> String {
            try field.run(
                [],
                input: Data((lines.replacing("|", with: "\n") + "\n").utf8),
                language: "zh_CN.UTF-8",
                launcher: ["sh", "-c", "exec script -qec \"$1\" /dev/null", "sh"]
            ).output
        }
        for word in ["8", "k", "任务", "８"] {
            #expect(try choose("\(word)|q").contains("未办结 1 件"), "\(word)")
        }
        let found = try choose("查|zxm|99|0")
        #expect(found.contains("张*明") && found.contains("没有这一项"))
        // What goes wrong is said, and the menu stays.
        let failed = try choose("同步|t|q")
        #expect(failed.contains("错误：") && failed.contains("今日 2"), "\(failed)")
        // Without a terminal it is the help.
        #expect(try field.run([]).output.contains("USAGE"))
    }
}
