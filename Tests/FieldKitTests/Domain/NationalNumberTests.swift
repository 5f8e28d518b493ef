import FieldKit
import Testing

@Suite("A national number is read")
struct NationalNumberTests {
    private let today = DomainSamples.today

    @Test(
        "with sex and birth date, for the standard's examples and the invented ones",
        arguments: [
            ("11010519491231002X", "2", "1949-12-31"), ("440524188001010014", "1", "1880-01-01"),
            ("610399201203051012", "1", "2012-03-05"), ("610399201409172020", "2", "2014-09-17"),
            ("61039919900215404X", "2", "1990-02-15"), ("61039920160704007X", "1", "2016-07-04"),
        ]
    )
    func vectors(text: String, sex: String, birth: String) throws {
        let number = try NationalNumber.read(text, today: today).number
        #expect(number.text == text)
        #expect(number.sex == sex)
        #expect(number.birth.description == birth)
        #expect(number.isDemo == text.hasPrefix("610399"))
    }

    @Test(
        "with any of the signs that stand for X, and says so",
        arguments: ["x", "Ｘ", "ｘ", "*", "＊", "χ", "Χ", "×"]
    )
    func replacedCheckCharacter(sign: String) throws {
        let reading = try NationalNumber.read("11010519491231002" + sign, today: today)
        #expect(reading.number.text == "11010519491231002X")
        #expect(reading.notices == [.checkCharacterReplaced])
    }

    @Test("in full width, with blanks, and as spreadsheets protect it")
    func dressedUp() throws {
        for text in [
            "６１０３９９２０１２０３０５１０１２", " 610399 20120305 1012 ", "'610399201203051012",
            "=\"610399201203051012\"", "\u{FEFF}610399201203051012",
        ] {
            let reading = try NationalNumber.read(text, today: today)
            #expect(reading.number.text == "610399201203051012")
        }
    }

    @Test("of fifteen digits, as the one of eighteen")
    func fifteen() throws {
        let reading = try NationalNumber.read("110105491231002", today: today)
        #expect(reading.number.text == "11010519491231002X")
        #expect(reading.notices == [.upgradedFromFifteen])
    }

    @Test("of a province that is none, with a notice only")
    func province() throws {
        let digits = "99010520120305101"
        let text = digits + String(NationalNumber.checkCharacter(of: digits))
        #expect(try NationalNumber.read(text, today: today).notices == [.provinceUnknown])
    }

    @Test(
        "or refused by the first rule that it breaks",
        arguments: [
            ("6.10399E+17", ProblemCode.numberDestroyed), ("6.10399e17", .numberDestroyed),
            ("610399201203051000", .numberDestroyed), ("61039920120305101", .numberFormat),
            ("6103992012030510122", .numberFormat), ("6103992012O3051012", .numberFormat),
            ("61039920120305X012", .numberFormat), ("", .numberFormat), ("无", .numberFormat),
            ("610399201202301013", .numberBirthDate), ("610399209903051012", .numberBirthDate),
            ("610399201203051013", .numberCheckDigit), ("61039920120305101X", .numberCheckDigit),
        ]
    )
    func refused(text: String, code: ProblemCode) {
        let problem = #expect(throws: Problem.self) {
            try NationalNumber.read(text, today: today)
        }
        #expect(problem?.code == code)
        let words = Language.allCases.map { problem?.sentence($0) ?? "" }.joined()
        #expect(text.count < 6 || !words.contains(text))
    }

    @Test("and every single wrong digit is found")
    func everySingleError() {
        let digits = Array("610399201203051012")
        for position in 0..<18 {
            for wrong in "0123456789" where wrong != digits[position] {
                var changed = digits
                changed[position] = wrong
                let problem = #expect(throws: Problem.self) {
                    try NationalNumber.read(String(changed), today: today)
                }
                let codes: [ProblemCode] = [.numberFormat, .numberBirthDate, .numberCheckDigit]
                #expect(problem.map { codes.contains($0.code) } == true)
            }
        }
    }

    @Test("and one that fails is told of, where a person typed it, and kept")
    func doubt() {
        func code(_ text: String, in field: String = "national_number") -> ProblemCode? {
            NationalNumber.doubt(text, in: field, today: today)?.code
        }
        #expect(code("610399201203051012") == nil)
        #expect(code("") == nil)
        #expect(code("610399201203051013") == .numberCheckDigit)
        #expect(code("6.10399E+17") == .numberDestroyed)
        #expect(code("610399201203051013", in: "student_number") == nil)
    }
}
