import FieldKit
import Foundation
import Testing

@Suite("A roster file is read")
struct RosterReadingTests {
    private static let text =
        "姓名,性别,身份证号,班级,学校标识码\r\n示例甲,男,610399201203051012,三(2),2199000001\r\n"
        + "赵𠅤,女,610399201409172020,302,2199000001\r\n"

    @Test("in UTF-8, UTF-8 with its mark and GB18030 alike")
    func encodings() throws {
        let plain = Data(Self.text.utf8)
        let files = [plain, Data([0xEF, 0xBB, 0xBF]) + plain, DomainSamples.gb18030(Self.text)]
        let readings = try files.map {
            try RosterImport.rows(
                kind: .student,
                bytes: $0,
                fileName: "list.csv",
                today: DomainSamples.today
            )
        }
        #expect(readings[0].rows.count == 2)
        #expect(readings[0].rows[1]["name"] == .text("赵𠅤"))
        for reading in readings {
            #expect(reading.rows == readings[0].rows)
            #expect(reading.refused.isEmpty)
        }
    }

    @Test("and columns that no field is known for are named, not dropped without a word")
    func unknownColumns() throws {
        let text = Self.text.replacing("性别", with: "爱好").replacing("班级", with: "备注一")
        let reading = try RosterImport.rows(
            kind: .student,
            bytes: Data(text.utf8),
            fileName: "list.csv",
            today: DomainSamples.today
        )
        #expect(reading.unknownHeadings == ["爱好", "备注一"])
        #expect(reading.rows.count == 2)
    }

    @Test("and refused in any other encoding, and when it is no text")
    func wrongEncoding() {
        let utf16 = Self.text.data(using: .utf16LittleEndian) ?? Data()
        let broken = DomainSamples.gb18030(Self.text) + Data([0x81])
        for bytes in [
            Data([0xFF, 0xFE]) + utf16, utf16, broken, Data([0xEF, 0xBB, 0xBF, 0xC3]),
        ] {
            let problem = #expect(throws: Problem.self) {
                try RosterImport.rows(
                    kind: .student,
                    bytes: bytes,
                    fileName: "list.csv",
                    today: DomainSamples.today
                )
            }
            #expect(problem == Problem(.encodingInvalid, ["file": "list.csv"]))
        }
    }

    @Test("with tabs and semicolons as with commas", arguments: ["\t", ";"])
    func delimiters(delimiter: String) throws {
        let text = Self.text.replacingOccurrences(of: ",", with: delimiter)
        #expect(try DomainSamples.read(text).rows == DomainSamples.read(Self.text).rows)
    }

    @Test("past titles, blank rows, repeated headings and totals, with the file's line numbers")
    func lines() throws {
        let text = """
            示例中心小学2026年秋季学生花名册,,,,
            填表：示例,,,,

            姓 名*,性别（必填）,身份证件号,所在班级,学校(机构)标识码
            示例甲,男,610399201203051012,三(2),2199000001
            ,,,,
            姓名,性别,身份证号,班级,学校标识码
            "示例
            乙",女,610399201409172020,302,2199000001
            示例丙,女,610399201409172021,302,2199000001
            合计,2人,,,
            填表人：示例,,,,
            """
        let reading = try DomainSamples.read(
            text.replacingOccurrences(
                of: "姓名,性别,身份证号,班级,学校标识码",
                with: "姓 名*,性别（必填）,身份证件号,所在班级,学校(机构)标识码"
            )
        )
        #expect(reading.rows.map(\.line) == [5, 8])
        #expect(reading.rows[1]["name"] == .text("示例乙"))
        #expect(reading.refused.map(\.line) == [10])
    }

    @Test("unless a needed column is missing")
    func missingHeader() {
        let cases = [
            ("性别,身份证号,学校标识码\n男,1,2\n", "姓名"), ("姓名,学校标识码\n示例,2\n", "身份证号"),
            ("姓名,身份证号\n示例,2\n", "学校标识码"), ("", "姓名"), ("没有标题\n", "姓名"),
        ]
        for (text, column) in cases {
            let problem = #expect(throws: Problem.self) { try DomainSamples.read(text) }
            #expect(
                problem == Problem(.headerMissing, ["file": "list.csv", "column": column])
            )
        }
    }

    @Test("with each bad row refused by line, column and reason, and the good ones taken")
    func refusals() throws {
        let reading = try DomainSamples.read(
            DomainSamples.student(
                "示例甲,男,2012-03-05,610399201203051012,三(2),2199000001",
                "示例乙,男,2012-03-05,6.10399E+17,三(2),2199000001",
                "示例丙,女,2012-03-05,610399201203051012,三(2),2199000001",
                "示例丁,男,2012-03-06,610399201203051012,三(2),2199000001",
                "示例戊,女,2014-09-17,610399201409172021,三(2),2199000001",
                ",女,2014-09-17,610399201409172020,三(2),2199000001",
                "示例己,女,2014-09-17,610399201409172020,三(2),21990",
                "示例庚,女,,,,2199000001",
                "示例辛,不知,2014-09-17,610399201409172020,三(2),2199000001",
                "示例\"壬,女,2014-09-17,610399201409172020,三(2),2199000001",
                "示例癸,女,2014-09-17,610399201409172020,三(2),2199000001",
                "示例甲,男,2012-03-05,610399201203051012,三(2),2199000001"
            )
        )
        let reasons = reading.refused.map { "\($0.line) \($0.column ?? "-") \($0.reason.code)" }
        #expect(
            reasons == [
                "3 身份证号 numberDestroyed", "4 性别 numberMismatch", "5 出生日期 numberMismatch",
                "6 身份证号 numberCheckDigit", "7 姓名 valueMissing", "8 学校标识码 wrongKind",
                "9 身份证号 valueMissing", "10 性别 wrongKind", "11 - lineInvalid",
                "13 身份证号 numberDuplicate",
            ]
        )
        #expect(reading.refused.last?.reason.details["line"] == "2")
        #expect(reading.rows.map(\.line) == [2, 12])
    }

    @Test("and no refusal says a name or a number")
    func silence() throws {
        let rows = (1...40).map { "示例甲\($0),男,2012-03-05,6103992012030510\($0),三(2),2199000001" }
        let reading = try DomainSamples.read(
            DomainSamples.student("示例甲,男,,610399201203051000,1,x") + "\n"
                + rows.joined(separator: "\n")
        )
        #expect(reading.refused.count > 30)
        for row in reading.refused {
            for language in Language.allCases {
                let words =
                    row.reason.sentence(language) + row.reason.next(language)
                    + row.reason.details.values.joined()
                #expect(!words.contains("示例甲") && !words.contains("6103992"))
            }
        }
    }

    @Test("and one damaged number takes away the trust in all that end in zeros")
    func damagedColumn() throws {
        // Of the numbers cut off after fifteen digits, one in eleven passes the check by chance.
        let days = (10...28).map(String.init)
        let candidates = days.flatMap { day in
            (1...9).map { "61039920120" + "3" + day + "\($0)00" }
        }
        let digits = candidates.first { NationalNumber.checkCharacter(of: $0) == "0" }
        let lucky = try #require(digits) + "0"
        let row = "示例甲,,,\(lucky),三(2),2199000001"
        let alone = try DomainSamples.read(DomainSamples.student(row))
        #expect(alone.rows.count == 1)
        let together = try DomainSamples.read(
            DomainSamples.student(
                row,
                "示例乙,男,,610399201203051000,三(2),2199000001",
                "示例丙,男,,610399201203051012,三(2),2199000001"
            )
        )
        #expect(together.refused.map(\.line) == [2, 3])
        #expect(together.refused.allSatisfy { $0.reason.code == .numberDestroyed })
        #expect(together.rows.map(\.line) == [4])
    }

    @Test("with sex and birth date from the number where the row is silent")
    func silentRow() throws {
        let row = try #require(
            try DomainSamples.read(
                DomainSamples.student("示例甲,,,610399201203051012,三(2),2199000001")
            ).rows.first
        )
        #expect(row["sex"] == .text("1"))
        #expect(row["birth"] == .date("2012-03-05"))
        #expect(row["grade"] == .text("G3"))
        #expect(row["class"] == .text("2024级2班"))
        #expect(row["national_number"] == nil)
        #expect(row.identity.map(\.name) == ["national_number"])
    }

    @Test(
        "with yes and no in all their forms",
        arguments: [
            ("是", nil, ["C5"]), ("√", nil, ["C5"]), ("对", nil, ["C5"]), ("Y", nil, ["C5"]),
            ("否", "0", []), ("×", "0", []), ("空", "0", []), ("N", "0", []), ("0", "0", []),
            ("", nil, []), ("2-双亲留守", "2", []), ("单亲留守儿童", "1", []),
        ] as [(String, String?, [String])]
    )
    func yesAndNo(cell: String, code: String?, groups: [String]) throws {
        let reading = try DomainSamples.read(
            "姓名,身份证号,学校标识码,是否留守儿童\n示例甲,610399201203051012,2199000001,\(cell)\n"
        )
        let row = try #require(reading.rows.first)
        #expect(reading.refused.isEmpty)
        #expect(row["left_behind"]?.text == code)
        #expect(row.sets == (groups.isEmpty ? [] : [DraftSet("groups", groups)]))
        #expect(reading.notices.contains { $0.kind == .leftBehindUnclear } == !groups.isEmpty)
    }

    @Test(
        "with groups by their codes, and words that mean none told",
        arguments: [
            ("C1、农村低保", ["C1", "B1"], true), ("无", [], true), ("孤儿，低保", ["C1"], false),
            ("三好学生", [], false), ("特困供养（农村）", ["B5"], true),
        ] as [(String, [String], Bool)]
    )
    func groups(cell: String, codes: [String], isClear: Bool) throws {
        let reading = try DomainSamples.read(
            "姓名,身份证号,学校标识码,特殊群体\n示例甲,610399201203051012,2199000001,\(cell)\n"
        )
        let row = try #require(reading.rows.first)
        #expect(row.sets == (codes.isEmpty ? [] : [DraftSet("groups", codes)]))
        #expect(reading.notices.contains { $0.kind == .groupUnknown } != isClear)
    }

    @Test("with a quotation mark that never closes costing one line only")
    func openQuotation() throws {
        let reading = try DomainSamples.read(
            DomainSamples.student(
                "\"示例甲,男,,610399201203051012,三(2),2199000001",
                "示例乙,女,,610399201409172020,三(2),2199000001"
            )
        )
        #expect(reading.refused.map(\.line) == [2])
        #expect(reading.rows.map(\.line) == [3])
    }

    @Test(
        "with blanks within telephone numbers as well as between them",
        arguments: [
            ("154 0000 1234", ["15400001234"], true), ("+86 15400001234", ["15400001234"], true),
            ("15400001234 0917-0001234", ["15400001234", "09170001234"], true),
            ("154 0000 1234、0917 0001234", ["15400001234", "09170001234"], true),
            ("15400001234 无", ["15400001234"], false),
        ]
    )
    func phonesWithBlanks(cell: String, numbers: [String], isWhole: Bool) throws {
        let reading = try DomainSamples.read(
            "户号,户主姓名,联系电话\n6103261019010001,示例,\(cell)\n",
            kind: .household
        )
        #expect(reading.rows.first?.sets == [DraftSet("phones", numbers)])
        #expect(reading.notices.isEmpty == isWhole)
    }

    @Test("for households, teachers and schools too")
    func otherKinds() throws {
        let household = try #require(
            try DomainSamples.read(
                "户号,户主姓名,家庭住址,联系电话\n6103261019010001,示 例,示范１组,15400001234、0917-0001234\n",
                kind: .household
            ).rows.first
        )
        #expect(household["village"] == .text("610326101901"))
        #expect(household["address"] == .text("示范1组"))
        #expect(household.sets == [DraftSet("phones", ["15400001234", "09170001234"])])
        let teacher = try #require(
            try DomainSamples.read(
                "工号,姓名,学校名称,学科\nd01,示例,横渠镇示例中心小学,语文、数学\n",
                kind: .teacher
            ).rows.first
        )
        #expect(teacher["staff_number"] == .text("D01"))
        #expect(teacher.references == ["school_name": "横渠镇示例中心小学"])
        let school = try #require(
            try DomainSamples.read(
                "学校标识码,学校名称,学校类别,是否寄宿制\n2199000001,示例中心小学,中心小学,否\n",
                kind: .school
            ).rows.first
        )
        #expect(school["kind"] == .text("CP"))
        #expect(school["boarding"] == .boolean(false))
        let damaged = try DomainSamples.read("户号,户主\n6.10326E+15,示例\n", kind: .household)
        #expect(damaged.refused.map(\.reason.code) == [.numberDestroyed])
    }
}
