/// A pupil of the invented county who is repeated, unchanged, in the list to import.
struct DemoRosterPupil {
    let student: RecordDraft
    let identity: RecordDraft
    let household: String
    let school: String
}

extension DemoFamilies {
    private static let headings = [
        "序号", "姓名", "性别", "出生日期", "身份证号", "学籍号", "班级", "学校标识码", "学校名称", "户号",
    ]

    /// Writes the list to import: pupils who are known, pupils who are new, and six bad rows.
    mutating func makeRoster() {
        var random = SplitMix64(seed: seed, .roster, 0)
        var rows = rosterPupils.map(Self.row)
        let bad: [ProblemCode] = [
            .numberDestroyed, .numberDestroyed, .numberDestroyed, .numberCheckDigit,
            .numberCheckDigit, .numberMismatch,
        ]
        var refused: [AnswerKey.Roster.Refusal] = []
        let known = rows.count
        for index in 0..<bad.count + 2 {
            guard let row = newRow(&random, fault: index, bad) else { continue }
            if index < bad.count {
                // The title and the headings stand above.
                refused.append(.init(line: rows.count + 3, code: bad[index].rawValue))
            }
            rows.append(row)
        }
        let numbered = rows.enumerated().map { ["\($0.offset + 1)"] + $0.element }
        let filler = String(repeating: ",", count: Self.headings.count - 1)
        let total = "合计,\(rows.count)人" + filler.dropFirst()
        let lines =
            ["示例学校学生花名册（演示数据）" + filler, Self.headings.joined(separator: ",")]
            + numbered.map { $0.joined(separator: ",") } + [total]
        key.rosterText = lines.joined(separator: "\r\n") + "\r\n"
        key.roster = AnswerKey.Roster(
            file: "roster-students.csv",
            unchanged: known,
            new: rows.count - known - refused.count,
            refused: refused
        )
    }

    private static func row(_ pupil: DemoRosterPupil) -> [String] {
        [
            pupil.student["name"]?.text ?? "",
            CodeList.sex.label(pupil.student["sex"]?.text ?? "", .chinese),
            pupil.student["birth"]?.text ?? "", pupil.identity["national_number"]?.text ?? "",
            pupil.identity["student_number"]?.text ?? "", pupil.student["class"]?.text ?? "",
            pupil.student["school"]?.text ?? "", pupil.school, pupil.household,
        ]
    }

    private mutating func newRow(
        _ random: inout SplitMix64,
        fault: Int,
        _ bad: [ProblemCode]
    ) -> [String]? {
        let school = places.townships[0].schools[0]
        let sex = random.chance(500) ? "1" : "2"
        let birth = BusinessDay(
            year: Self.schoolYear - 9,
            month: 9 + random.below(4),
            day: 1 + random.below(28)
        )
        guard let birth, let number = numbers.next(birth: birth, sex: sex) else { return nil }
        var written = number.text
        var told = birth
        switch fault < bad.count ? bad[fault] : nil {
        case .numberDestroyed:
            written = fault == 0 ? Self.zeroed(number) : "6.10399E+17"
        case .numberCheckDigit:
            written = written.dropLast() + (written.hasSuffix("7") ? "3" : "7")
        case .numberMismatch:
            told = BusinessDay(dayNumber: birth.dayNumber + 31) ?? birth
        default: break
        }
        return [
            DemoNames.person(&random), CodeList.sex.label(sex, .chinese), told.description, written,
            "G" + number.text, "2024级1班", school.code, school.name, "",
        ]
    }

    /// A number as a spreadsheet leaves it: fifteen digits, then zeros that fail the check.
    private static func zeroed(_ number: NationalNumber) -> String {
        let kept = number.text.prefix(14)
        let last = (0...9).first {
            NationalNumber.checkCharacter(of: "\(kept)\($0)00") != "0"
        }
        return "\(kept)\(last ?? 0)000"
    }
}
