import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A form in a workbook is read")
struct XLSFormTests {
    /// Writes a form as `Tests/PythonForms/forms.py` does, and reads it.
    static func read(_ text: String) throws -> XLSFormReading {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "form.txt")
        try Data(text.utf8).write(to: file)
        let path = folder.path("form.xlsx")
        let made = try PythonScript("PythonForms/forms.py").run(["write", file.path, path])
        try #require(made.code == 0, "\(made.errors)")
        return try XLSForm.read(
            bytes: Data(contentsOf: URL(filePath: path)),
            fileName: "form.xlsx"
        )
    }

    @Test("with everything that is wrong at once, each with sheet, row and heading")
    func allProblems() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label | relevance | remarks
              txt | a | A | | x
              text | b b | B
              select_one nobody | c | C | ${d} = 1
              audit | audit
              begin group | g | G
            """
        )
        let said = reading.problems.map {
            "\($0.severity) \($0.code.rawValue) \($0.row ?? 0) \($0.column ?? "")"
        }
        #expect(
            said == [
                "warning form_heading_unknown 1 remarks", "error form_type_unknown 2 type",
                "error form_name_invalid 3 name", "error form_list_unknown 4 type",
                "error form_reference_unknown 4 relevance", "error form_type_unsupported 5 type",
                "error form_block_unclosed 6 type",
            ]
        )
        for problem in reading.problems {
            #expect(!problem.problem.sentence(.chinese).contains("{"), "\(problem)")
            #expect(!problem.problem.next(.english).contains("{"), "\(problem)")
            #expect(problem.sheet == "survey")
        }
    }

    @Test("and a type that is not supported is said once, not at each row that refers to it")
    func unsupportedTypes() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label
              simserial | sim
              osm tags | map | Map
              begin loop over l | looped | L
              end loop
              note | a | ${sim}
            """
        )
        let said = reading.problems.map { "\($0.code.rawValue) \($0.row ?? 0)" }
        #expect(said == (2...5).map { "form_type_unsupported \($0)" })
    }

    @Test("and its expressions have to be ones that can be computed")
    func expressions() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label | calculation | relevance
              text | a | A
              calculate | b | | foo(${a})
              calculate | c | | (1 + 2
              calculate | d | | substr('a')
              calculate | e | | ${f} + 1
              calculate | f | | ${e} + 1
              text | g | G ${a} | | ${nobody} = 1
              text | h | H | | ../none/x = 1
            """
        )
        let said = reading.problems.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column ?? "")" }
        #expect(
            said == [
                "form_function_unknown 3 calculation", "form_expression_invalid 4 calculation",
                "form_function_arguments 5 calculation", "form_cycle 6 calculation",
                "form_reference_unknown 8 relevance", "form_path_empty 9 relevance",
            ]
        )
        let cycle = try #require(reading.problems.first { $0.code == .formCycle })
        #expect(cycle.problem.sentence(.english).contains("e > f > e"))
    }

    @Test("what was answered the last time can be a default, and of no question in a repeat")
    func lastSaved() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label | default | relevance
              text | a | A ${last-saved#c} | ${last-saved#a}
              begin repeat | r | R
              text | b | B | ${last-saved#a}
              end repeat
              text | c | C | ${last-saved#b} | ${last-saved#a} = 1
              text | d | D | ${last-saved#nobody}
            """
        )
        let said = Set(
            reading.problems.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column ?? "")" }
        )
        #expect(
            said == [
                "form_function_unsupported 2 label", "form_function_unsupported 6 default",
                "form_function_unsupported 6 relevance", "form_reference_unknown 7 default",
            ]
        )
    }

    @Test("and a search in an appearance is refused, with what says the same")
    func search() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label | appearance
              text | village | Village
              select_one pupils | a | A | minimal search('student.csv')
              select_one pupils | b | B | search("student", 'contains', 'name', concat(${village}, ','), 'class', '3')
              select_one pupils | c | C | search('student', 'startswith', 'name', ${village}) quick
              select_one pupils | d | D | search
            | choices |
              list_name | name | label
              pupils | id | name
            """
        )
        let said = reading.problems.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column ?? "")" }
        #expect(said == (3...5).map { "form_function_unsupported \($0) appearance" })
        let columns = "parameters: value=id label=name"
        #expect(
            reading.problems.map { $0.details["instead"] } == [
                "type: select_one_from_file student.csv; \(columns)",
                "type: select_one_from_file student.csv; choice_filter: contains(name, "
                    + "concat(${village}, ',')) and class = '3'; \(columns)",
                "type: select_one_from_file student.csv; choice_filter: starts-with(name, "
                    + "${village}); \(columns)",
            ]
        )
    }

    @Test("those of the settings too, at the row of the settings")
    func settingsExpressions() throws {
        for (name, said) in [
            ("concat('x', ${a})", []),
            ("foo(${a})", ["form_function_unknown settings 2 instance_name"]),
            ("concat(${a}", ["form_expression_invalid settings 2 instance_name"]),
            ("${b}", ["form_reference_unknown settings 2 instance_name"]),
        ] {
            let reading = try Self.read(
                """
                | survey |
                  type | name | label
                  text | a | A
                | settings |
                  form_id | instance_name
                  f | \(name)
                """
            )
            let found = reading.problems.map {
                "\($0.code.rawValue) \($0.sheet) \($0.row ?? 0) \($0.column ?? "")"
            }
            #expect(found == said, "\(name)")
        }
    }

    @Test("with every column of a row where the form expects it")
    func columns() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label::zh | hint::zh | guidance_hint::zh | image::zh | relevant | constraint | constraint_message::zh | required | required_message::zh | read_only | default | calculation | trigger | appearance | parameters | choice_filter | save_to | bind::odk:x | body::rows
              text | t | 文
              select_one l | q | 问 | 提示 | 说明 | a.png | ${t} = 1 | . != 2 | 不对 | YES | 必填 | no | today() | 1 + 1 | ${t} | minimal | randomize=TRUE; seed=3 | k = 1 | note | z | 4
            | choices |
              list_name | name | label::zh | k
              l | 1 | 一 | 1
            | entities |
              list_name | label
              household | ${t}
            """
        )
        #expect(reading.isGood, "\(reading.problems)")
        let node = try #require(reading.form.nodes.last)
        #expect(node.row == 3)
        #expect(node.label == ["zh": "问"] && node.hint == ["zh": "提示"])
        #expect(node.guidance == ["zh": "说明"] && node.media == ["image": ["zh": "a.png"]])
        #expect(node.relevant == "${t} = 1" && node.constraint == ". != 2")
        #expect(node.constraintMessage == ["zh": "不对"] && node.requiredMessage == ["zh": "必填"])
        #expect(node.required == "true()" && node.readOnly == nil)
        #expect(node.defaultValue == "today()" && node.isDefaultDynamic)
        #expect(node.calculation == "1 + 1" && node.triggers == ["t"])
        #expect(node.appearance == "minimal" && node.choiceFilter == "k = 1")
        #expect(node.parameters == ["randomize": "true", "seed": "3"])
        #expect(node.choices == .list("l") && node.saveTo == "note")
        #expect(node.extra == ["bind::odk:x": "z", "body::rows": "4"])
        #expect(reading.form.lists["l"]?.first?.columns == ["k": "1"])
        #expect(reading.form.entities.map(\.list) == ["household"])
    }

    @Test(
        "and what cannot be computed is told of, in the sheet entities and in patterns too",
        arguments: [
            ("list_name | label", "household | Word", []),
            ("list_name | label", "household | nonsense(${t})", ["form_function_unknown label"]),
            (
                "list_name | label | create_if", "household | ${t} | (${t} = 1",
                ["form_expression_invalid create_if"]
            ),
            (
                "list_name | entity_id | update_if", "household | ${t} | ../../../nowhere = 1",
                ["form_reference_unknown update_if"]
            ),
        ]
    )
    func entityExpressions(headings: String, row: String, said: [String]) throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label | constraint
              text | t | T | regex(., '[')
            | entities |
              \(headings)
              \(row)
            """
        )
        let found = reading.problems.map {
            "\($0.code.rawValue) \($0.sheet) \($0.row ?? 0) \($0.column ?? "")"
        }
        let entities = said.map { text in
            let words = text.split(separator: " ")
            return "\(words[0]) entities 2 \(words[1])"
        }
        #expect(found == ["form_expression_invalid survey 2 constraint"] + entities)
    }

    @Test("with the texts that name no language in the form's own one")
    func languages() throws {
        let reading = try Self.read(
            """
            | survey |
              type | name | label | label::English (en)
              text | a | 甲 | A
            | settings |
              form_id | default_language
              x | 中文 (zh)
            """
        )
        #expect(reading.form.languages == ["中文 (zh)", "English (en)"])
        #expect(reading.form.nodes.first?.label == ["中文 (zh)": "甲", "English (en)": "A"])
    }

    @Test("and a date cell is a date")
    func dateCell() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("form.xlsx")
        let made = try PythonScript("PythonForms/forms.py").run(["dated", path])
        try #require(made.code == 0, "\(made.errors)")
        let reading = try XLSForm.read(
            bytes: Data(contentsOf: URL(filePath: path)),
            fileName: "form.xlsx"
        )
        #expect(reading.form.nodes.first?.defaultValue == "2026-09-01")
        #expect(reading.form.nodes.first?.isDefaultDynamic == false)
    }
}
