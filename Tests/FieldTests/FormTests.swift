import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A form is checked and written out")
struct FormTests {
    /// Writes a form, a sheet after the other.
    private static func form(_ text: String, in folder: TemporaryFolder) throws -> String {
        let file = folder.url.appending(path: "form.txt")
        try Data(text.utf8).write(to: file)
        let path = folder.path("form.xlsx")
        let made = try PythonScript("PythonForms/forms.py").run(["write", file.path, path])
        try #require(made.code == 0, "\(made.errors)")
        return path
    }

    private static let good = """
        | survey |
          type | name | label
          text | a | A
          begin group | g | G
          integer | b | B
          end group
        | settings |
          form_id | version
          visit | 3
        """

    @Test("a good one is said to be good, with what it asks")
    func goodForm() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let path = try Self.form(Self.good, in: field.folder)
        let outcome = try field.run("form", "check", path, "--json")
        #expect(outcome.code == 0, "\(outcome.errors)")
        let object = try outcome.object()
        #expect(object["ok"] as? Bool == true)
        #expect(object["id"] as? String == "visit" && object["version"] as? String == "3")
        #expect(object["questions"] as? Int == 2)
        #expect((object["problems"] as? [Any])?.isEmpty == true)
        let words = try field.run("form", "check", path, "--lang", "zh")
        #expect(words.code == 0 && words.output.contains("2 道题"), "\(words.output)")
    }

    @Test("a bad one is refused with sheet, row and column, in both languages")
    func badForm() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let path = try Self.form(Self.good.replacing("integer", with: "intger"), in: field.folder)
        let outcome = try field.run("form", "check", path, "--json")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("[form_unusable]"), "\(outcome.errors)")
        let problems = try #require(try outcome.object()["problems"] as? [[String: Any]])
        #expect(problems.count == 1)
        #expect(problems.first?["code"] as? String == "form_type_unknown")
        #expect(problems.first?["severity"] as? String == "error")
        #expect(problems.first?["sheet"] as? String == "survey")
        #expect(problems.first?["row"] as? Int == 4)
        #expect(problems.first?["column"] as? String == "type")
        let chinese = try field.run("form", "check", path, "--lang", "zh")
        #expect(chinese.output.contains("第 4 行"), "\(chinese.output)")
        let english = try field.run("form", "check", path, "--lang", "en")
        #expect(english.output.contains("row 4"), "\(english.output)")
        expectProblem(try field.run("form", "export", path, "--xform"), "form_unusable", exit: 1)
    }

    @Test("and a column that no file beside it has is refused, with those that are there")
    func unknownColumn() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let text = """
            | survey |
              type | name | label | choice_filter
              select_one_from_file towns.csv | a | A | distrikt = '1'
            """
        let path = try Self.form(text, in: field.folder)
        #expect(try field.run("form", "check", path).code == 0)
        let file = URL(filePath: field.folder.path("towns.csv"))
        try Data("name,label,district\n1,One,1\n".utf8).write(to: file)
        let outcome = try field.run("form", "check", path, "--lang", "en")
        #expect(outcome.code == 1)
        let line = "error survey, row 2, column choice_filter: The table \"towns\" has no column "
        #expect(outcome.output.contains(line + "\"distrikt\""), "\(outcome.output)")
        #expect(outcome.output.contains("name, label, district"), "\(outcome.output)")
    }

    @Test("and what is no workbook says what it is")
    func noWorkbook() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let path = field.folder.path("form.xlsx")
        try Data("type,name\n".utf8).write(to: URL(filePath: path))
        expectProblem(try field.run("form", "check", path), "workbook_is_text", exit: 1)
        let csv = field.folder.path("form.csv")
        try FileManager.default.copyItem(atPath: path, toPath: csv)
        let words = try field.run("form", "check", csv, "--lang", "zh").errors
        #expect(words.contains("另存为 .xlsx") && !words.contains("名字像工作簿"), "\(words)")
        let missing = field.folder.path("none.xlsx")
        expectProblem(try field.run("form", "check", missing), "file_unreadable", exit: 1)
    }

    @Test("as an XForm, on standard output and in a file")
    func export() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let path = try Self.form(Self.good, in: field.folder)
        let outcome = try field.run("form", "export", path, "--xform")
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("nodeset=\"/data/g/b\" type=\"int\""))
        let target = field.folder.path("form.xml")
        #expect(try field.run("form", "export", path, "--xform", "-o", target).code == 0)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == outcome.output)
        let named = try field.run("form", "export", path, "--xform", "-o", "-")
        #expect(named.output == outcome.output, "\(named.errors)")
    }

    @Test("and a form that asks for files says what is kept of them")
    func files() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let asking = Self.good.replacing("integer | b", with: "image | b")
        try #require(asking != Self.good)
        let path = try Self.form(asking, in: field.folder)
        let outcome = try field.run("form", "check", path, "--lang", "zh")
        #expect(outcome.output.contains("1 道题") && outcome.output.contains("只记下文件名"), "\(outcome)")
    }
}
