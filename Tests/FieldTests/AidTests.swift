import Foundation
import TestSupport
import Testing

@Suite("Aid: what is due, what has come, what is missed")
struct AidTests {
    private let field: FieldProgram
    private let student: String
    private let other: String
    private let semester: String

    /// A home with three policies, two of them without an application.
    init() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        self.field = field
        let made = try BuiltProgram("SyncServer").start(
            ["init", "--data", field.home.path, "--name", "county", "--division", "610326"],
            environment: ["LANG": "C.UTF-8"]
        ).outcome()
        try #require(made.code == 0, "\(made.errors)")
        let list = field.folder.path("policies.csv")
        try Data(
            """
            编码,名称,学段,年级,就读方式,金额,发放方式,需申请,特殊群体,困难等级,起始日期,截止日期
            T1,免书本费,小学,,,100元/年,实物,否,,,2020-01-01,
            T2,营养餐,小学,,,1000元/年,实物,否,,,2020-01-01,
            T3,困难补助,小学,,,500元/年,直补到卡,是,A2,困难,2020-01-01,
            """.utf8
        ).write(to: URL(filePath: list))
        let imported = try BuiltProgram("SyncServer").start(
            ["import", "--data", field.home.path, "--kind", "policy", list],
            environment: ["LANG": "C.UTF-8"]
        ).outcome()
        try #require(imported.code == 0, "\(imported.errors)")
        let bucket = ["--bucket", "610326101"]
        let household =
            try field.run(["put", "--json", "household"] + bucket + ["head_name=张示范"])
            .object()["id"] as? String ?? ""
        func pupil(_ name: String) throws -> String {
            try field.put("student", "name=\(name)", "household=\(household)", "stage=X").id
        }
        student = try pupil("张小一")
        other = try pupil("李小二")
        _ = try field.run("put", "household", household, "tags+=A2")
        // The semester of today, as the program says it.
        let task = try field.run("aid", "missed", "--lang", "zh").output
        semester = String(try #require(task.firstMatch(of: /\d{4}-\d{4}-[12]/)).output)
    }

    private func grant(_ pupil: String, _ policy: String, _ events: String...) throws -> String {
        let id = try field.put(
            "aid_grant",
            "student=\(pupil)",
            "policy=\(policy)",
            "semester=\(semester)",
            "amount_due=50000",
            "amount_paid=50000"
        ).id
        for event in events {
            _ = try field.put("event", "subject=\(id)", "kind=\(event)", "date=2026-09-01")
        }
        return id
    }

    private func standings() throws -> [String: [String: Any]] {
        let list = try field.run("aid", "看", student, "--json").list()
        return Dictionary(uniqueKeysWithValues: list.map { ($0["policy"] as? String ?? "", $0) })
    }

    @Test("Missed is what is due and has not come, of policies by which anybody got something")
    func missed() throws {
        let silent = try field.run("aid", "漏助", "--json").object()
        #expect((silent["items"] as? [Any])?.isEmpty == true)
        #expect(silent["silent"] as? [String] == ["T1", "T2", "T3"])
        _ = try grant(other, "T1", "pay")
        _ = try grant(other, "T2")
        let found = try field.run("aid", "missed", "--json").object()
        let items = try #require(found["items"] as? [[String: Any]])
        let said = items.map { "\($0["student"] as? String == student) \($0["policy"] ?? "")" }
        #expect(said == ["true T1", "true T2", "false T2"])
        #expect(items.allSatisfy { $0["gap"] as? String == "not_applied" })
        let shown = try field.run("aid", "--lang", "zh").output
        #expect(shown.contains("漏助 3 项") && shown.contains("张*一") && !shown.contains("张小一"))
    }

    @Test("What a pupil is shown to miss is what is listed, and nothing before a grant is here")
    func showAgreesWithMissed() throws {
        let before = try standings()
        #expect(before.values.allSatisfy { $0["gap"] == nil && $0["silent"] as? Bool == true })
        let silent = try field.run("aid", "看", student, "--lang", "zh").output
        #expect(!silent.contains("漏助") && silent.contains("暂不能判断：免书本费、营养餐"), "\(silent)")
        _ = try grant(other, "T1", "pay")
        let after = try standings()
        #expect(after["T1"]?["gap"] as? String == "not_applied" && after["T1"]?["silent"] == nil)
        #expect(after["T2"]?["gap"] == nil && after["T2"]?["silent"] as? Bool == true)
        let items = try #require(
            try field.run("aid", "missed", "--json").object()["items"] as? [[String: Any]]
        )
        #expect(items.map { $0["policy"] as? String } == ["T1"])
    }

    @Test("Pupils whose masked names are the same are told apart by their class")
    func siblings() throws {
        let household = try #require(try field.fields("student", student)["household"] as? String)
        for (name, grade) in [("赵一平", "G1"), ("赵二平", "G7"), ("赵三平", "G7")] {
            _ = try field.put(
                "student",
                "name=\(name)",
                "household=\(household)",
                "stage=X",
                "grade=\(grade)"
            )
        }
        let shown = try field.run("aid", "看", household, "--lang", "zh").output
        let names = Set(
            shown.split(separator: "\n").compactMap { $0.firstMatch(of: /赵\*平 .*?(?=  )/)?.output }
        )
        #expect(names.count == 3, "\(shown)")
        #expect(names.allSatisfy { $0.contains("年级") })
    }

    @Test("Help writes the application down with a task, once")
    func help() throws {
        let helped = try field.run("资助", "帮办", student, "--policy", "t3", "--json").object()
        #expect(helped["state"] as? String == "applied")
        #expect(helped["task"] is String)
        let again = try field.run("aid", "help", student, "--policy", "困难", "--json").object()
        #expect(again["task"] == nil)
        #expect(again["id"] as? String == helped["id"] as? String)
        #expect(try field.run("task", "--json").list().count == 1)
        #expect(try standings()["T3"]?["gap"] as? String == "in_process")
        expectProblem(try field.run("aid", "help", student), "several_fit", exit: 1)
        expectProblem(
            try field.run("aid", "help", student, "--policy", "没有"),
            "nothing_fits",
            exit: 1
        )
        expectProblem(try field.run("aid", "飞"), "wrong_usage", exit: 2)
        expectProblem(try field.run("aid", "看"), "missing_option", exit: 2)
    }

    @Test("Telling without paper gives no letter out: it waits as a draft, and is printed later")
    func tellOnly() throws {
        _ = try grant(student, "T1", "pay")
        let told = try field.run("aid", "tell", student, "--json").object()
        #expect(told["told"] as? [String] == ["T1"])
        #expect(try standings()["T1"]?["state"] as? String == "told")
        #expect(try field.run("letter", "--json").list().first?["state"] as? String == "draft")
        let file = field.folder.path("B.pdf")
        let printed = try field.run("letter", "print", "B", student, "-o", file, "--json").object()
        #expect(printed["ids"] as? [String] == [told["letter"] as? String ?? ""])
        let letters = try field.run("letter", "--json").list()
        #expect(letters.map { $0["state"] as? String } == ["issued"])
    }

    @Test("Telling moves what was paid, makes letter B, and prints it")
    func tell() throws {
        expectProblem(try field.run("aid", "告知", student), "nothing_fits", exit: 1)
        _ = try grant(student, "T1", "pay")
        let file = field.folder.path("B.pdf")
        let told = try field.run("aid", "tell", student, "-o", file, "--json").object()
        #expect((told["ids"] as? [String])?.count == 1)
        #expect(try Data(contentsOf: URL(filePath: file)).starts(with: Data("%PDF".utf8)))
        let standing = try #require(try standings()["T1"])
        #expect(standing["state"] as? String == "told" && standing["amountPaid"] as? Int == 50000)
        let letter = try #require(try field.run("letter", "--json").list().first)
        #expect((letter["fields"] as? [String: Any])?["kind"] as? String == "B")
        #expect(letter["state"] as? String == "issued")
        expectProblem(try field.run("aid", "tell", student), "nothing_fits", exit: 1)
    }
}
