import Foundation
import TestSupport
import Testing

@Suite("A family that is on no roster")
struct NewFamilyTests {
    private let field: FieldProgram

    init() throws {
        field = try FieldProgram.withReplica()
    }

    /// What is typed of a family with one boy, up to the review and its Enter; and a visit to it.
    private func told(_ head: String, _ child: String, phone: String = "15400000001") -> String {
        "610326101901|三组|\(head)|9号|\(phone)|\(child)|1|2015-3-4|||"
    }
    private let visit = "||>|>|>||好|>|"

    private func ids(_ type: String) throws -> [String] {
        try field.run("list", type, "--json").list().compactMap { $0["id"] as? String }
    }

    @Test("is made with temporary numbers in its village, and the visit goes on with it")
    func new() throws {
        let said = try field.type(told("张示范", "张小明") + visit, into: "visit new --new-family")
        #expect(said.contains("已建新户 临-") && said.contains("已保存"), "\(said)")
        let household = try #require(try ids("household").first)
        let record = try field.run("get", "household", household, "--json").object()
        #expect(record["buckets"] as? [String] == ["610326101901"])
        let fields = try field.fields("household", household)
        let number = try #require(fields["household_number"] as? String)
        #expect(number.contains(/^临-[0-9a-f]{4}-1$/))
        #expect(fields["phones"] as? [String] == ["15400000001"])
        let pupil = try #require(try ids("student").first)
        let child = try field.fields("student", pupil)
        #expect(child["household"] as? String == household)
        #expect(child["birth"] as? String == "2015-03-04")
        #expect((child["temporary_number"] as? String)?.hasSuffix("-2") == true)
        let visit = try #require(try field.run("visit", "list", "--json").list().first)
        let made = try #require(visit["fields"] as? [String: Any])
        #expect(made["household"] as? String == household)
        #expect(made["students"] as? [String] == [pupil])
    }

    @Test("that is held already is shown before anything is made, and only new children are added")
    func known() throws {
        let (household, _) = try field.put("household", "--bucket", "610326101901", "head_name=张示范")
        _ = try field.put("student", "name=张小明", "household=\(household)", "birth=2015-03-04")
        let one = "610326101901|三组|章世凡|9号||张晓明|1|2015-3-4|"
        let said = try field.type(
            one + "y|张小红|2|2018-1-2|||1|9|1|" + visit,
            into: "visit new --new-family"
        )
        #expect(said.contains("可能已经有这一户"), "\(said)")
        #expect(said.contains("户主同音、孩子同音、出生日期相同、同村"), "\(said)")
        #expect(said.contains("“张晓明”和这户已有的孩子名字相近"), "\(said)")
        #expect(!said.contains("张小明（") && said.contains("这户新加学生 1 名"), "\(said)")
        #expect(said.contains("不同的 2 项记为核实记录"), "\(said)")
        #expect(try field.fields("household", household)["address"] as? String == "9号")
        #expect(try ids("household") == [household])
        #expect(try ids("student").count == 2)
        #expect(try field.run("visit", "list", "--json").list().count == 1)
    }

    @Test("that is held keeps a child whose name only sounds like another's, if the person says so")
    func soundsAlike() throws {
        let (household, _) = try field.put("household", "--bucket", "610326101901", "head_name=张示范")
        _ = try field.put("student", "name=张小明", "household=\(household)")
        // Whoever leaves at that question loses nothing.
        let left = try field.type(told("张示范", "张晓明") + "1|q", into: "visit new --new-family")
        #expect(left.contains("已存草稿"), "\(left)")
        #expect(try field.fields("household", household)["phones"] == nil)
        let said = try field.type("1||1|0|" + visit, into: "visit new --new-family")
        #expect(said.contains("这户新加学生 1 名"), "\(said)")
        #expect(try ids("student").count == 2)
        #expect(try field.fields("household", household)["phones"] as? [String] == ["15400000001"])
    }

    @Test("that the roster has keeps its words; what was told otherwise waits for the county")
    func roster() throws {
        let made = try BuiltProgram("SyncServer").start(
            ["init", "--data", field.folder.path("county"), "--name", "c", "--division", "610326"],
            environment: ["LANG": "C.UTF-8"]
        ).outcome()
        try #require(made.code == 0, "\(made.errors)")
        // What is written at the county is the roster's.
        let field = FieldProgram(home: "county", in: field.folder)
        let household = try field.put("household", "--bucket", "610326101901", "head_name=张示范").id
        let pupil = try field.put(
            "student",
            "name=张小明",
            "household=\(household)",
            "birth=2015-03-05"
        ).id
        let said = try field.type(told("张示范", "张小明") + "1|" + visit, into: "visit new --new-family")
        #expect(said.contains("不同的 1 项记为核实记录"), "\(said)")
        let child = try field.fields("student", pupil)
        #expect(child["birth"] as? String == "2015-03-05" && child["sex"] as? String == "1")
        let seen = try #require(try field.run("list", "observation", "--json").list().first)
        let fields = try #require(seen["fields"] as? [String: Any])
        #expect(fields["seen_value"] as? String == "2015-03-04")
        #expect(fields["field"] as? String == "birth" && fields["subject"] as? String == pupil)
    }

    @Test(
        "that only seems to be held is made, if the teacher says so; whoever leaves loses nothing"
    )
    func namesakes() throws {
        _ = try field.put("household", "--bucket", "610326101901", "head_name=张示范")
        let left = try field.type(told("张示范", "张小二") + "q", into: "visit new --new-family")
        #expect(left.contains("已存草稿"), "\(left)")
        #expect(try ids("household").count == 1 && ids("student").isEmpty)
        let said = try field.type("1||0|" + visit, into: "visit new --new-family")
        #expect(said.contains("已建新户"), "\(said)")
        #expect(try ids("household").count == 2)
    }

    @Test("is begun beside one that is not finished, which stays")
    func beside() throws {
        let left = try field.type("610326101901|三组|张示范|q", into: "visit new --new-family")
        #expect(left.contains("已存草稿"), "\(left)")
        let said = try field.type("0|" + told("李四", "李小四") + visit, into: "visit new --new-family")
        #expect(said.contains("张*范") && said.contains("已建新户"), "\(said)")
        let again = try field.type(
            "1|9号|15400000002|张小明|1|2014-3-4|||" + visit,
            into: "visit new --new-family"
        )
        #expect(again.contains("已建新户") && again.contains("已保存"), "\(again)")
        #expect(try ids("household").count == 2)
    }

    @Test("is asked even while another visit is not finished")
    func besideDraft() throws {
        _ = try field.put("household", "head_name=张示范")
        _ = try field.visit(typing: "zsf|q")
        let said = try field.type(told("李四", "李小四") + visit, into: "visit new --new-family")
        #expect(said.contains("已建新户") && said.contains("已保存"), "\(said)")
        #expect(try field.run("visit", "resume", "--list", "--json").list().count == 1)
    }

    @Test("cannot be asked without a terminal: the option that is missing is named")
    func withoutTerminal() throws {
        expectProblem(try field.run("visit", "new", "--new-family"), "missing_option", exit: 2)
    }
}
