import FieldKit
import Foundation
import Testing

@Suite("Lists on a screen")
struct ListingTests {
    private func family() throws -> (field: FieldProgram, household: String) {
        let field = try FieldProgram.withReplica()
        let (household, _) = try field.put("household", "head_name=张示范", "residence_status=1")
        for name in ["张小明", "阿依·示例"] {
            _ = try field.put(
                "student",
                "name=\(name)",
                "household=\(household)",
                "guardian=王示例",
                "class=2023级2班"
            )
        }
        return (field, household)
    }

    @Test(
        "Names are masked until somebody says why, and that is written down without a name",
        arguments: [["find", "zxm"], ["list", "student"], ["今日"], ["task"], ["visit", "list"]]
    )
    func masked(command: [String]) throws {
        let (field, household) = try family()
        _ = try field.run("task", "new", household, "text=x")
        _ = try field.run("call", household, "--note", "x")
        let names = ["张小明", "张示范", "王示例"]
        let masked = try field.run(command)
        #expect(masked.code == 0 && !names.contains { masked.output.contains($0) })
        // Nobody is there who could be asked.
        let asked = try field.run(command + ["--明"])
        expectProblem(asked, "missing_option", exit: 2)
        expectProblem(try field.run(command + ["--明", "--reason", " "]), "reason_needed", exit: 1)
        #expect(try field.run("list", "audit_event", "--json").list().isEmpty)
        let because = ["--reveal", "--reason", "核对张小明和张示范"]
        let shown = try field.run(command + because)
        #expect(names.contains { shown.output.contains($0) }, "\(shown.output) \(shown.errors)")
        let events = try field.run("list", "audit_event", "--json").list()
        let fields = try #require(events.first?["fields"] as? [String: Any])
        #expect(events.count == 1 && fields["action"] as? String == "reveal")
        #expect((fields["count"] as? Int ?? 0) > 0)
        // A name that was not shown is not known to the log either, but those that were are masked.
        for name in names where shown.output.contains(name) {
            #expect(fields["reason"] as? String != nil)
            #expect((fields["reason"] as? String)?.contains(name) == false)
        }
    }

    @Test("A list that shows nobody is not logged")
    func nobody() throws {
        let field = try FieldProgram.withReplica()
        #expect(try field.run("list", "student", "--reveal", "--reason", "x").code == 0)
        #expect(try field.run("list", "audit_event", "--json").list().isEmpty)
    }

    @Test("Codes are shown as words and taken as words; programs get codes")
    func codes() throws {
        let (field, household) = try family()
        let begun = try field.run("drop", "疑似", "zxm", "疑似原因=厌学", "--json").object()
        #expect((begun["fields"] as? [String: Any])?["suspected_reason"] as? String == "01")
        let id = try #require(begun["id"] as? String)
        let shown = try field.run("drop", "看", id, "--lang", "zh").output
        #expect(shown.contains("厌学/学习困难"), "\(shown)")
        let english = try field.run("drop", "show", id, "--lang", "en").output
        #expect(english.contains("tired of school"), "\(english)")
        #expect(try field.run("get", "household", household, "--lang", "zh").output.contains("常住"))
        #expect(try field.fields("household", household)["residence_status"] as? String == "1")
        // What fits no word is kept as it was said.
        let own = try field.run("drop", "疑似", "阿依", "疑似原因=路被冲断", "--json").object()
        #expect((own["fields"] as? [String: Any])?["suspected_reason"] as? String == "路被冲断")
        // An explanation by its words is as good as by its code.
        _ = try field.run("drop", "核查", id)
        let out = ["drop", "排除", id, "就学状态=休学", "--evidence", "x", "--json"]
        #expect(try field.run(out).object()["state"] as? String == "excluded")
    }

    /// A list in a window of so many columns.
    private func list(_ field: FieldProgram, _ columns: Int, _ more: String...) throws -> [String] {
        let outcome = try field.run(
            ["list", "student", "--lang", "zh"] + more,
            launcher: ["env", "COLUMNS=\(columns)"]
        )
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test("A table fits the window: its widest columns give way, then its rows are folded")
    func tables() throws {
        let (field, _) = try family()
        let wide = try list(field, 200)
        let cut = try list(field, 76)
        let folded = try list(field, 44)
        #expect(wide.count == cut.count && cut.contains { $0.contains("…") })
        #expect(!wide.contains { $0.contains("…") })
        #expect(folded.count > cut.count)
        #expect(try list(field, 44, "--宽") == wide)
        // The second column begins at the same place in each row.
        #expect(cut.dropLast().allSatisfy { $0.utf8.count > 38 })
        for (lines, columns) in [(cut, 76), (folded, 44)] {
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns }, "\(lines)")
        }
        // No colours where nobody looks.
        #expect(!(wide + cut).contains { $0.contains("\u{1B}") })
    }
}
