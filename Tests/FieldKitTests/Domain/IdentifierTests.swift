import Testing

@testable import FieldKit

@Suite("Days, telephones, classes and names are read as people write them")
struct IdentifierTests {
    @Test(
        "a day in every form of a file",
        arguments: [
            "2026-9-3", "2026/9/3", "2026.9.3", "20260903", "2026年9月3日", "2026-09-03 00:00:00",
            "２０２６年９月３日", "46268",
        ]
    )
    func day(text: String) { #expect(BusinessDay.read(text)?.description == "2026-09-03") }

    @Test("a text that is no day", arguments: ["", "2026-13-1", "2026-2-29", "九月", "9-3", "3.5e4"])
    func noDay(text: String) { #expect(BusinessDay.read(text) == nil) }

    @Test("day numbers and days turn into each other over four centuries")
    func dayNumbers() {
        var before: BusinessDay?
        for number in -62_091...84_005 {
            let day = BusinessDay(dayNumber: number)
            #expect(day?.dayNumber == number)
            if let before, let day { #expect(before < day) }
            before = day
        }
        #expect(BusinessDay(year: 2000, month: 2, day: 29)?.dayNumber == 11_016)
    }

    @Test("the school year turns on the first of September")
    func schoolYear() {
        #expect(BusinessDay(year: 2026, month: 8, day: 31)?.schoolYear == 2025)
        #expect(BusinessDay(year: 2026, month: 9, day: 1)?.schoolYear == 2026)
    }

    @Test(
        "telephone numbers",
        arguments: [
            ("+86 154-0000-1234", "15400001234"), ("0086 15400001234", "15400001234"),
            ("０９１７－０００１２３４", "09170001234"), ("(0917)0001234转8", "09170001234-8"),
            ("09170001234-12", "09170001234-12"), ("0917-0001234-8", "09170001234-8"),
        ]
    )
    func phones(text: String, stored: String) { #expect(PhoneNumber.read(text)?.text == stored) }

    @Test(
        "texts that are no telephone number",
        arguments: ["1234", "12400001234", "无", "1.54E+10"]
    )
    func noPhones(text: String) { #expect(PhoneNumber.read(text) == nil) }

    @Test(
        "classes",
        arguments: [
            ("三(2)", "G3", "2024级2班"), ("三年级2班", "G3", "2024级2班"),
            ("三年级（二）班", "G3", "2024级2班"), ("302", "G3", "2024级2班"),
            ("初一3班", "G7", "2026级3班"), ("七年级3班", "G7", "2026级3班"),
            ("高一(5)", "G10", "2026级5班"), ("十二年级十一班", "G12", "2024级11班"),
            ("八1班", "G8", "2025级1班"), ("八.12班", "G8", "2025级12班"), ("8.3班", "G8", "2025级3班"),
            ("八三", "G8", "2025级3班"), ("八年3班", "G8", "2025级3班"), ("8-3", "G8", "2025级3班"),
            ("大班", "PG3", nil), ("２０２３级２班", "G4", "2023级2班"), ("小学六年级", "G6", nil),
        ] as [(String, String, String?)]
    )
    func classes(text: String, grade: String, canonical: String?) {
        let read = ClassName.read(text, schoolYear: 2026, stage: "X")
        #expect(read?.grade == grade)
        #expect(read?.canonical(schoolYear: 2026) == canonical)
    }

    @Test(
        "a grade and a class in columns of their own",
        arguments: [
            ("八年级", "3班", "2025级3班"), ("4", "2", "2023级2班"), ("G4", "（2）班", "2023级2班"),
            ("四", "二班", "2023级2班"), ("八年级", "火箭班", nil), ("八年级", "八1", nil),
        ] as [(String, String, String?)]
    )
    func gradeAndClass(grade: String, name: String, canonical: String?) throws {
        let read = try #require(ClassName.readGrade(grade, schoolYear: 2026, stage: nil))
        #expect(read.withNumber(of: name)?.canonical(schoolYear: 2026) == canonical)
    }

    @Test("texts that are no class", arguments: ["火箭班", "2019级1班", "", "二", "初九1班"])
    func noClasses(text: String) {
        #expect(ClassName.read(text, schoolYear: 2026, stage: "X") == nil)
    }

    @Test(
        "names keep every character but lose the blanks",
        arguments: [
            ("张  三", "张三"), ("张　三", "张三"), (" 欧阳 示例 ", "欧阳示例"), ("阿依•示例", "阿依·示例"),
            ("阿依．示例", "阿依·示例"), ("李國宁", "李國宁"), ("赵𠅤", "赵𠅤"),
            ("Anna  B. Example", "Anna B. Example"),
        ]
    )
    func names(text: String, stored: String) { #expect(PlainText.name(text) == stored) }

    @Test("text becomes tidy, half-width in digits and letters only, and composed")
    func clean() {
        #expect(PlainText.clean("  示范　一组，３号Ｂ  ") == "示范 一组，3号B")
        #expect(Array(PlainText.clean("e\u{301}\u{200B}").unicodeScalars) == ["\u{E9}"])
    }
}
