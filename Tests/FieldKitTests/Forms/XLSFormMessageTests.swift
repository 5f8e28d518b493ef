import FieldKit
import Testing

@Suite("What is wrong with a form is said so that its writer can mend it")
struct XLSFormMessageTests {
    private static func said(_ text: String) throws -> [String] {
        try XLSFormTests.read(text).problems.map {
            "\($0.severity) \($0.code.rawValue) \($0.sheet) \($0.row ?? 0) \($0.column ?? "")"
        }
    }

    @Test("choices are answers of a repeat, or they are none")
    func choicesOfRepeats() throws {
        let said = try Self.said(
            """
            | survey |
              type | name | label
              begin repeat | r | R
              begin group | g | G
              text | inside | N
              end group
              end repeat
              text | outside | N
              select_one ${inside} | a | A
              select_one ${outside} | b | B
              select_one ${r} | c | C
              select_one ${g} | d | D
              select_multiple ${inside} | e | E
              select_one ${last-saved#inside} | f | F
            """
        )
        #expect(
            said == (9...11).map { "error form_choices_not_repeated survey \($0) type" }
                + (12...13).map { "error form_type_unsupported survey \($0) type" }
        )
    }

    @Test("an end that belongs to another begin names it, and a begin of nothing is told")
    func blocks() throws {
        let reading = try XLSFormTests.read(
            """
            | survey |
              type | name | label
              text | a | A
              begin repeat | r | R
              text | b | B
              end group
              begin group | g | G
              end group
              end group
            """
        )
        let said = reading.problems.map { "\($0.severity) \($0.code.rawValue) \($0.row ?? 0)" }
        #expect(
            said == [
                "error form_block_crossed 5", "warning form_block_empty 6",
                "error form_block_unopened 8",
            ]
        )
        let words = reading.problems[0].problem.sentence(.english)
        #expect(words == "The end_group ends the begin_repeat of \"r\" in row 3.")
    }

    @Test(
        "a count in words is answered with counts that can be read",
        arguments: [
            ("three times", "error form_expression_invalid survey 3 repeat_count", "${…} + 1"),
            ("times", "warning form_path_empty survey 3 repeat_count", "\"times\""),
            ("${nobody}", "error form_reference_unknown survey 3 repeat_count", "\"nobody\""),
        ]
    )
    func counts(count: String, place: String, words: String) throws {
        let text = """
            | survey |
              type | name | label | repeat_count
              text | a | A
              begin repeat | r | R | \(count)
              text | b | B
              end repeat
            """
        #expect(try Self.said(text) == [place])
        let problem = try #require(try XLSFormTests.read(text).problems.first?.problem)
        let line = problem.sentence(.english) + problem.next(.english)
        #expect(line.contains(words), "\(line)")
        #expect(!line.contains("$nobody"), "\(line)")
    }

    @Test(
        "a parameter of a range is answered with one that will do",
        arguments: [
            ("start=0 end=5 step=0,5", "start=0 end=5 step=0.5"),
            ("start＝0 end＝5", "start=0 end=5"),
            ("start 1", "key1=value1 key2=value2"),
            ("start=0 end=0.5 step=0.75", "0 < step ≤ 0.5 (start=0 end=0.5)"),
            ("start=0 end=1 step=0.2 placeholder=0.3", "0, 0.2 … 1"),
            ("start=zero", "start=1, start=0.5 …"),
        ]
    )
    func ranges(parameters: String, expected: String) throws {
        let reading = try XLSFormTests.read(
            """
            | survey |
              type | name | label | parameters
              range | a | A | \(parameters)
            """
        )
        #expect(reading.problems.map(\.code) == [.formValueWrong])
        #expect(reading.problems.first?.details["expected"] == expected)
    }

    @Test(
        "a default language in which nothing is said is told, and is none",
        arguments: [
            ("label::中文 | label::English", "French", ["warning form_value_wrong settings 2"], nil),
            (
                "label | label::English", "english", ["warning form_value_wrong settings 2"],
                "english"
            ),
            ("label | label::English", "中文", [], "中文"),
            ("label::中文 | label::English", "English", [], "English"),
        ] as [(String, String, [String], String?)]
    )
    func defaultLanguage(labels: String, own: String, said: [String], kept: String?) throws {
        let reading = try XLSFormTests.read(
            """
            | survey |
              type | name | \(labels)
              text | a | A | B
            | settings |
              form_id | default_language
              x | \(own)
            """
        )
        let found = reading.problems.map {
            "\($0.severity) \($0.code.rawValue) \($0.sheet) \($0.row ?? 0)"
        }
        #expect(found == said)
        #expect(reading.form.defaultLanguage == kept)
    }

    @Test("an escape of a date's format that means nothing is refused, and those that do are named")
    func dateFormats() throws {
        for (format, value) in [("%Q", "%Q"), ("%Y-%B", "%B"), ("%d%", "%"), ("%Y %% %3", nil)] {
            let reading = try XLSFormTests.read(
                """
                | survey |
                  type | name | label | calculation
                  date | d | D
                  calculate | a | | format-date(${d}, '\(format)')
                """
            )
            #expect(reading.problems.map(\.code) == (value == nil ? [] : [.formValueWrong]))
            #expect(reading.problems.first?.details["value"] == value)
            #expect(reading.problems.first?.row == (value == nil ? nil : 3))
        }
    }

    @Test("one name for two tables is refused where the second stands")
    func tables() throws {
        let said = try Self.said(
            """
            | survey |
              type | name | label | calculation
              csv-external | roads
              select_one_from_file towns.csv | a | A
              select_multiple_from_file towns.csv | b | B
              select_one_from_file towns.xml | c | C
              select_one_from_file roads.geojson | d | D
              calculate | e | | pulldata('yn', 'name', 'label', '1')
              select_one yn | f | F
            | choices |
              list_name | name | label
              yn | 1 | One
            """
        )
        #expect(
            said == [
                "error form_table_repeated survey 5 type",
                "error form_table_repeated survey 6 type",
                "error form_table_repeated survey 7 calculation",
            ]
        )
    }
}
