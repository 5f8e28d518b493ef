import Foundation
import TestSupport
import Testing

/// A form filled in with the real program, over a pipe and in a terminal of its own.
@Suite("Filling in a form")
struct FillTests {
    private static let form = """
        | survey |
          type | name | label::中文 (zh) | label::English (en) | hint::中文 (zh) | required | relevant | constraint | constraint_message::中文 (zh) | constraint_message::English (en) | choice_filter | appearance
          begin group | who | 家庭 | Family
          text | head | 户主 | Head | 户口簿上的名字 | yes
          integer | count | 人口 | People | | | | . > 0 and . < 20 | 人口在 1 到 19 之间 | From 1 to 19
          select_one town | town | 乡镇 | Township
          select_one village | village | 村 | Village | | | | | | | town = ${town}
          date | day | 日期 | Day
          end group
          begin repeat | child | 孩子 | Child
          text | name | 姓名 | Name | | yes
          select_one yesno | boarding | 住校 | Boarding
          select_one grade | grade | 年级 | Grade | | | ${boarding} = 'y'
          end repeat
          begin group | more | 其他 | More
          select_multiple need | needs | 需要 | Needs
          note | thanks | 谢谢 ${head} | Thank you, ${head}
          end group
        | choices |
          list_name | name | label::中文 (zh) | label::English (en) | town
          town | hq | 横渠镇 | Hengqu
          town | tb | 太白镇 | Taibai
          village | a | 东村 | East | hq
          village | b | 西村 | West | hq
          village | c | 南村 | South | tb
          yesno | y | 是 | Yes
          yesno | n | 否 | No
          grade | 10 | 一年级 | First
          grade | 20 | 二年级 | Second
          need | book | 书本 | Books
          need | meal | 营养餐 | Meals
          need | bus | 校车 | Bus
        | settings |
          form_id | version | form_title | default_language
          family | 1 | 家庭情况 | 中文 (zh)
        """

    private func place() throws -> (field: FieldProgram, form: String) {
        let field = try FieldProgram.withReplica()
        let text = field.folder.url.appending(path: "form.txt")
        try Data(Self.form.utf8).write(to: text)
        let path = field.folder.path("family.xlsx")
        let made = try PythonScript("PythonForms/forms.py").run(["write", text.path, path])
        try #require(made.code == 0, "\(made.errors)")
        return (field, path)
    }

    private static func lines(_ lines: [String]) -> Data {
        Data(lines.map { $0 + "\n" }.joined().utf8)
    }

    /// The answers that a trial over a pipe prints, and what was said.
    private func fill(
        _ place: (field: FieldProgram, form: String),
        _ lines: String,
        language: String = "zh"
    ) throws -> (answers: [String: String], said: String) {
        let outcome = try place.field.run(
            ["fill", place.form, "--json", "--lang", language],
            input: Self.lines(lines.components(separatedBy: "|"))
        )
        try #require(outcome.code == 0, "\(outcome.errors)")
        let answers = try #require(try outcome.object()["answers"] as? [String: String])
        return (answers, outcome.errors)
    }

    @Test("Over a pipe each line is an answer")
    func linesAreAnswers() throws {
        let (answers, said) = try fill(
            try place(),
            "张示范|５|1|西|2026-9-3|小明|是|二||书本、3|"
        )
        #expect(answers["who/head"] == "张示范")
        #expect(answers["who/count"] == "5")
        #expect(answers["who/town"] == "hq")
        #expect(answers["who/village"] == "b")
        #expect(answers["who/day"] == "2026-09-03")
        #expect(answers["child/name"] == "小明")
        #expect(answers["child/boarding"] == "y")
        #expect(answers["child/grade"] == "20")
        #expect(answers["more/needs"] == "book bus")
        #expect(said.contains("第 1/2 步 家庭"), "\(said)")
        #expect(said.contains("谢谢 张示范"))
        #expect(!said.contains("\u{1B}"), "no colours in a pipe")
        #expect(said.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test("Choices are found by initials, and only those that the filter lets pass")
    func choicesByInitials() throws {
        let (answers, said) = try fill(
            try place(),
            "张||tb|dc|nc||小明|||yyc|"
        )
        #expect(answers["who/town"] == "tb")
        #expect(answers["who/village"] == "c")
        #expect(answers["more/needs"] == "meal")
        #expect(said.contains("没有“dc”这一项"), "\(said)")
    }

    @Test("A wrong answer is told in the form's own words, and asked again")
    func wrongAnswers() throws {
        let (answers, said) = try fill(
            try place(),
            "|张|many|30|4|镇|1|1|32 月|昨天||小明|n||1|"
        )
        #expect(said.contains("这一项必须填"), "\(said)")
        #expect(said.contains("请填整数"))
        #expect(said.contains("人口在 1 到 19 之间"))
        #expect(said.contains("有 2 项符合“镇”"))
        #expect(said.contains("看不懂这个日期"))
        #expect(answers["who/count"] == "4" && answers["who/village"] == "a")
        #expect(answers["child/grade"] == nil)
    }

    @Test("Back, help and ditto")
    func backHelpDitto() throws {
        let (answers, said) = try fill(
            try place(),
            "?|张|3|<|4|1|1||甲|n|y|乙|\"||1|"
        )
        #expect(said.contains("户口簿上的名字"))
        #expect(answers["who/count"] == "4")
        #expect(answers["child[1]/name"] == "甲" && answers["child[2]/name"] == "乙")
        #expect(answers["child[2]/boarding"] == "n")
    }

    @Test("Repeats are added, changed and removed")
    func repeats() throws {
        let (answers, said) = try fill(
            try place(),
            "张|||||甲||y|乙||y|丙||删 2|是|1|甲二||||"
        )
        #expect(said.contains("2 乙"), "\(said)")
        #expect(answers["child[1]/name"] == "甲二")
        #expect(answers["child[2]/name"] == "丙")
        #expect(answers["child[3]/name"] == nil)
    }

    @Test("The review leads back to one question, and home again")
    func review() throws {
        let (answers, said) = try fill(
            try place(),
            "张|3|1|1||甲|n||1|2|5|全部|"
        )
        #expect(answers["who/count"] == "5")
        #expect(said.contains("核对"), "\(said)")
        #expect(said.contains("另有 1 项没有填"))
    }

    @Test("In English, with the form's English")
    func english() throws {
        let (answers, said) = try fill(
            try place(),
            "Zhang|99|9|heng|ea|yesterday|Ming|yes|first|no|Books Bus|",
            language: "en"
        )
        #expect(said.contains("From 1 to 19"), "\(said)")
        #expect(said.contains("Thank you, Zhang"))
        #expect(answers["who/town"] == "hq" && answers["child/grade"] == "10")
        #expect(answers["more/needs"] == "book bus")
    }

    @Test("What is left is gone on with at the same question, also after the power was cut")
    func resumes() throws {
        let place = try place()
        let left = try place.field.run(
            ["fill", place.form, "--lang", "zh"],
            input: Self.lines(["张", "3", "tb", "q"])
        )
        #expect(
            left.code == 0 && left.output.contains("（第 1/2 步）。下次运行 field 填表 /"),
            "\(left.output)"
        )
        let ended = try place.field.run(
            ["fill", place.form, "--lang", "zh"],
            input: Self.lines(["1", "1"])
        )
        expectEnd(ended, "form_unfinished")
        let (answers, said) = try fill(
            place,
            "||小明||||"
        )
        #expect(answers["who/town"] == "tb" && answers["who/village"] == "c")
        #expect(said.contains("有一份没填完的“家庭情况”"))
        let again = try place.field.run(["fill", place.form], input: Data())
        expectEnd(again, "missing_option")
    }

    @Test("After the power was cut it goes on at the question that was asked")
    func resumesAfterKill() throws {
        let place = try place()
        let process = try BuiltProgram("field").process(
            ["fill", place.form, "--lang", "zh"],
            environment: ["FIELD_HOME": place.field.home.path, "LANG": "C.UTF-8"]
        )
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = ""
        for (question, answer) in [("户主", "张"), ("人口", "4"), ("横渠镇", "tb"), ("南村", nil)] {
            while !said.contains(question) {
                let more = output.fileHandleForReading.availableData
                try #require(!more.isEmpty, "it ended: \(said)")
                said += String(decoding: more, as: UTF8.self)
            }
            if let answer { input.fileHandleForWriting.write(Data("\(answer)\n".utf8)) }
        }
        process.killAtOnce()
        process.waitUntilExit()
        let (answers, _) = try fill(place, "1|nc||小明||||")
        #expect(answers["who/head"] == "张" && answers["who/count"] == "4")
        #expect(answers["who/town"] == "tb" && answers["who/village"] == "c")
    }

    @Test("In a terminal of its own too")
    func terminal() throws {
        let place = try place()
        let lines = ["张", "4", "tb", "nc", "今天", "小明", "n", "", "1 2", ""]
        let outcome = try place.field.run(
            [place.form],
            input: Self.lines(lines),
            launcher: [
                "sh", "-c", "exec script -qec \"$1 fill $2 --lang zh\" /dev/null", "sh",
            ]
        )
        #expect(outcome.output.contains("试填完了"), "\(outcome.output)")
        #expect(outcome.output.contains("书本、营养餐"))
        #expect(!outcome.output.contains("\u{1B}"))
    }

    // MARK: Answers from a file

    private func answers(
        _ place: (field: FieldProgram, form: String),
        _ json: String
    ) throws -> FieldProgram.Outcome {
        let file = place.field.folder.path("answers.json")
        try Data(json.utf8).write(to: URL(filePath: file))
        return try place.field.run([
            "fill", place.form, "--json", "--lang", "en", "--answers", file,
        ])
    }

    @Test("A file answers by path, instances and several choices too")
    func fileAnswers() throws {
        let outcome = try answers(
            try place(),
            """
            {"who/head": "张", "who/count": 4, "who/town": "hq", "/who/village": "West",
             "child[1]/name": "甲", "child[1]/boarding": true, "child[1]/grade": "20",
             "child[2]/name": "乙", "more/needs": ["book", "bus"]}
            """
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        let answers = try #require(try outcome.object()["answers"] as? [String: String])
        #expect(answers["who/village"] == "b" && answers["child[2]/name"] == "乙")
        #expect(answers["child[1]/boarding"] == "y" && answers["child[1]/grade"] == "20")
        #expect(answers["more/needs"] == "book bus")
    }

    @Test("Line breaks stay, and places count from the first, whether or not it is answered")
    func fileLinesAndPlaces() throws {
        let outcome = try answers(
            try place(),
            #"""
            {"who/head": "张\n \r\n 三 ", "child[1]/name": "甲", "child[2]/name": "乙",
             "child[3]/name": "丙"}
            """#
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        let told = try #require(try outcome.object()["answers"] as? [String: String])
        #expect(told["who/head"] == "张\n\n三" && told["child[3]/name"] == "丙")
        // The first two are there, and only what they must answer is missing.
        let gap = try answers(try place(), #"{"who/head": "张", "child[3]/name": "丙"}"#)
        for path in ["child[1]/name", "child[2]/name"] {
            #expect(gap.errors.contains("\"\(path)\""), "\(gap.errors)")
        }
        #expect(!gap.errors.contains("child[3]") && gap.errors.contains("must be answered"))
        let one = try answers(try place(), #"{"who/head": "张", "child/name": "甲"}"#)
        let first = try one.object()["answers"] as? [String: String]
        #expect(first == ["who/head": "张", "child/name": "甲"])
    }

    @Test(
        "What is wrong in a file is told with its path, and a draft is as it was",
        arguments: [
            (#""who/count": "many""#, "who/count", "whole number"),
            (#""who/count": 40"#, "who/count", "From 1 to 19"),
            (#""who/count": {"a": 1}"#, "who/count", "must be text"),
            (#""who/town": "nowhere""#, "who/town", "no choice"),
            (#""who/nothing": 1"#, "who/nothing", "no such question"),
            (#""more/thanks": "x""#, "more/thanks", "cannot be answered"),
            (#""child[1]/name": "甲", "child[1]/grade": "10""#, "child[1]/grade", "not asked"),
            (#""child[1]/boarding": "n""#, "child[1]/name", "must be answered"),
        ]
    )
    func wrongFileAnswers(answer: String, path: String, reason: String) throws {
        let place = try place()
        let left = try place.field.run(["fill", place.form], input: Self.lines(["李", "q"]))
        #expect(left.code == 0)
        let outcome = try answers(place, "{\"who/head\": \"张\", \(answer)}")
        #expect(outcome.code == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("[answer_not_taken]"), "\(outcome.errors)")
        #expect(outcome.errors.contains("\"\(path)\""), "\(outcome.errors)")
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        let (answers, _) = try fill(place, "1|||||小明||||")
        #expect(answers["who/head"] == "李")
    }

    private func expectEnd(_ outcome: FieldProgram.Outcome, _ code: String) {
        #expect(outcome.code != 0)
        #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
    }
}
