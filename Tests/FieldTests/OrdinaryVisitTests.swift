import FieldKit
import Foundation
import TestSupport
import Testing

/// What a visit costs and does where the county's roster and policies are held.
///
/// The home is a county's own store: what is put there is the roster's word, and what it imports is
/// there without a sync.
@Suite("An ordinary visit")
struct OrdinaryVisitTests {
    private let field: FieldProgram
    private let household: String

    init() throws {
        field = FieldProgram(in: try TemporaryFolder())
        try Self.server("init", "--name", "county", "--division", "610326", in: field)
        let list = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/policies-sx.csv").path
        try Self.server("import", "--kind", "policy", list, in: field)
        household = try field.put(
            "household",
            "--bucket",
            "610326101",
            "head_name=张示范",
            "residence_status=1"
        ).id
    }

    private static func server(_ arguments: String..., in field: FieldProgram) throws {
        var arguments = arguments
        arguments.insert(contentsOf: ["--data", field.home.path], at: 1)
        let made = try BuiltProgram("SyncServer").start(
            arguments,
            environment: ["LANG": "C.UTF-8"]
        ).outcome()
        try #require(made.code == 0, "\(made.errors)")
    }

    private func pupil(_ name: String, stage: String = "X") throws -> String {
        try field.put(
            "student",
            "name=\(name)",
            "household=\(household)",
            "stage=\(stage)",
            "grade=G3",
            "boarding=1",
            "enrolment_status=10"
        ).id
    }

    /// Types in a terminal, a bar for Enter; what a person presses is what is typed here, and the
    /// last Enter.
    private func visit(_ keys: String) throws -> [String: Any] {
        let said = try field.visit(typing: keys)
        let all = try field.run("visit", "list", "--json").list()
        return try #require(all.last?["fields"] as? [String: Any], "\(said)")
    }

    /// How many keys of the county's promise a visit may cost beside free text.
    private static let keysMax = 25

    @Test("with Enter for every answer costs 25 keys, aid and all, and changes no record")
    func enterForEverything() throws {
        let child = try pupil("张小一")
        let digest = try field.run("get", "student", child).output
        let keys = "zsf" + String(repeating: "|", count: 21)
        #expect(keys.count + 1 <= Self.keysMax)
        let fields = try visit(keys)
        #expect(fields["household"] as? String == household)
        #expect(fields["/school/pupil[1]/status"] as? String == "10")
        #expect(fields["/school/pupil[1]/due"] as? String == "SX03 SX04 SX06 SX07")
        #expect(fields["/school/pupil[1]/got"] as? String == "SX03 SX04 SX07")
        #expect(fields["/school/pupil[1]/odd"] == nil)
        #expect(try field.run("list", "observation", "--json").list().isEmpty)
        #expect(try field.run("get", "student", child).output == digest)
    }

    @Test("to two pupils, step by step, stays within it")
    func stepByStep() throws {
        for name in ["张小一", "张小二"] { _ = try pupil(name) }
        let keys = "zsf||>|>|>|||>|"
        #expect(keys.count + 1 <= Self.keysMax)
        let fields = try visit(keys)
        #expect((fields["students"] as? [String])?.count == 2)
        #expect(fields["/school/pupil[2]/got"] as? String == "SX03 SX04 SX07")
    }

    @Test("asks four things of each aid in which something differs")
    func whatDiffers() throws {
        _ = try pupil("张小一")
        let fields = try visit("zsf||>|||||免学、免费、非寄|非寄、营养||1|2|3|||2||>||||>|")
        #expect(fields["/school/pupil[1]/got"] as? String == "SX03 SX04 SX06")
        #expect(fields["/school/pupil[1]/odd"] as? String == "SX06 SX07")
        #expect(fields["/school/pupil[1]/policy[1]/code"] as? String == "SX06")
        #expect(fields["/school/pupil[1]/policy[1]/received"] as? String == nil)
        #expect(fields["/school/pupil[1]/policy[1]/known"] as? String == "1")
        #expect(fields["/school/pupil[1]/policy[1]/told"] as? String == "2")
        #expect(fields["/school/pupil[1]/policy[1]/matches"] as? String == "3")
        #expect(fields["/school/pupil[1]/policy[2]/told"] as? String == "2")
    }

    @Test("a pupil whom no policy concerns is asked nothing about aid")
    func noPolicy() throws {
        _ = try pupil("张小一", stage: "N")
        let fields = try visit("zsf||>|||||>|||>|")
        #expect(fields["/school/pupil[1]/status"] as? String == "10")
        #expect(fields["/school/pupil[1]/got"] == nil)
    }

    @Test("what the roster has otherwise is an observation, what a teacher may change is changed")
    func differingAnswers() throws {
        let child = try pupil("张小一")
        _ = try visit("zsf||>|80||2|>|2|>|||>|")
        #expect(try field.fields("student", child)["boarding"] as? String == "1")
        #expect(try field.fields("student", child)["enrolment_status"] as? String == "80")
        #expect(try field.fields("household", household)["residence_status"] as? String == "2")
        let observations = try field.run("list", "observation", "--json").list()
        #expect(observations.count == 1)
        let seen = try #require(observations.first?["fields"] as? [String: Any])
        #expect(seen["subject"] as? String == child && seen["field"] as? String == "boarding")
        #expect(seen["roster_value"] as? String == "1" && seen["seen_value"] as? String == "2")
    }

    @Test("left and gone on with another day is over what was shown on the first")
    func leftMeanwhile() throws {
        let children = [try pupil("张小一"), try pupil("张小二")]
        #expect(try field.visit(typing: "zsf||>|q").contains("已存草稿"))
        for child in children { _ = try field.put("student", child, "enrolment_status=70") }
        _ = try visit("1|80|>|>|||>|")
        func conflicts(_ child: String) throws -> [String]? {
            try field.run("get", "student", child, "--json").object()["conflicts"] as? [String]
        }
        #expect(try conflicts(children[0]) == ["enrolment_status"])
        #expect(try conflicts(children[1])?.isEmpty == true)
        #expect(try field.fields("student", children[1])["enrolment_status"] as? String == "70")
    }
}
