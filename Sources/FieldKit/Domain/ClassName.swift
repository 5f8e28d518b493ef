/// A grade and class as schools write them: `三(2)`, `302`, `初一3班`, `2023级2班`, `大班`.
public struct ClassName: Hashable, Sendable {
    /// The stage of schooling: `P` before school, `X` primary, `C` junior, `G` senior, `Z`
    /// vocational.
    public let stage: String
    /// `PG1` to `PG3`, `G1` to `G12`, `Z1` to `Z3`.
    public let grade: String
    /// Which class of the grade; nil if only the grade was written.
    public let number: Int?

    private let index: Int

    /// The form that keeps its meaning when the pupils move up.
    ///
    /// - Parameter schoolYear: The year in which the current school year began.
    /// - Returns: Such as `2023级2班`; nil without a number.
    public func canonical(schoolYear: Int) -> String? {
        number.map { "\(schoolYear - (index - Self.firstIndex(of: stage)))级\($0)班" }
    }

    /// Reads a class name.
    ///
    /// - Parameters:
    ///   - text: As typed, in any width.
    ///   - schoolYear: The year in which the current school year began.
    ///   - stage: The stage, where the school tells it; `2023级2班` cannot be placed without.
    /// - Returns: Nil if the text is none of the known forms.
    public static func read(_ text: String, schoolYear: Int, stage: String? = nil) -> ClassName? {
        var rest = Substring(plain(text))
        for word in ["小学", "初中", "高中", "幼儿园"] where rest.hasPrefix(word) && rest.count > 2 {
            rest = rest.dropFirst(word.count)
        }
        if let read = cohort(rest, schoolYear, stage) { return read }
        for (word, stage, base) in prefixes where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
            if stage == "P" { return make(stage, base, number(rest)) }
            guard let (grade, after) = PlainText.numeral(rest), (1...3).contains(grade) else {
                return nil
            }
            return make(stage, base + grade, number(after))
        }
        if rest.utf8.count == 3, PlainText.isDigits(rest), let digits = Int(rest),
            (1...9).contains(digits / 100), digits % 100 > 0
        {
            return make(nil, digits / 100, digits % 100)
        }
        guard let (grade, after) = PlainText.numeral(rest), (1...12).contains(grade) else {
            return nil
        }
        let marks = ["年", "级", "(", ".", "-", "·"]
        // 八3 and 八三 are classes of a grade; 83 may be anything.
        let isChinese = rest.first?.isASCII == false && after.count < rest.count
        guard
            marks.contains(where: after.hasPrefix) || (isChinese && PlainText.numeral(after) != nil)
        else {
            return nil
        }
        return make(nil, grade, number(after))
    }

    /// Reads a grade that stands in a column of its own, where a number alone can be nothing else.
    ///
    /// - Returns: Nil if the text is no grade.
    static func readGrade(_ text: String, schoolYear: Int, stage: String?) -> ClassName? {
        if let read = read(text, schoolYear: schoolYear, stage: stage) { return read }
        let plain = plain(text)
        guard let (grade, after) = PlainText.numeral(plain.drop { "Gg".contains($0) }),
            after.isEmpty
        else {
            return nil
        }
        return make(nil, grade, nil)
    }

    /// The class of this grade that a text numbers: `3班`, `(3)`, `三班`; nil if it says anything else
    /// beside.
    func withNumber(of text: String) -> ClassName? {
        let rest = Self.plain(text).drop { "班第(".contains($0) }
        guard let (number, after) = PlainText.numeral(rest), after.allSatisfy({ ")班".contains($0) })
        else { return nil }
        return Self.make(stage, index, number)
    }

    private static let prefixes: [(String, String, Int)] = [
        ("学前", "P", 3), ("大班", "P", 3), ("大", "P", 3), ("中班", "P", 2), ("小班", "P", 1),
        ("初", "C", 6), ("高", "G", 9), ("中职", "Z", 0), ("职", "Z", 0),
    ]

    private static func plain(_ text: String) -> String {
        let replaced: [Character: Character] = ["（": "(", "）": ")", "【": "(", "】": ")"]
        return String(PlainText.code(text).map { replaced[$0] ?? $0 })
    }

    private static func cohort(_ text: Substring, _ year: Int, _ stage: String?) -> ClassName? {
        guard let entry = Int(text.prefix(4)), entry > 1900, text.dropFirst(4).hasPrefix("级"),
            let stage
        else { return nil }
        let index = firstIndex(of: stage) + year - entry
        return make(stage, index, number(text.dropFirst(5)))
    }

    /// Class `number` of the grade that comes `index`th, counted through the stages of a school.
    package static func make(_ stage: String?, _ index: Int, _ number: Int?) -> ClassName? {
        let found = stage ?? (index <= 6 ? "X" : index <= 9 ? "C" : "G")
        guard indexes(of: found).contains(index), number.map({ (1...60).contains($0) }) != false
        else { return nil }
        let letters = found == "P" ? "PG" : found == "Z" ? "Z" : "G"
        return ClassName(stage: found, grade: "\(letters)\(index)", number: number, index: index)
    }

    private static func indexes(of stage: String) -> ClosedRange<Int> {
        switch stage {
        case "X": 1...6
        case "C": 7...9
        case "G": 10...12
        default: 1...3
        }
    }

    private static func firstIndex(of stage: String) -> Int { indexes(of: stage).lowerBound }

    /// The number of the class in what follows the grade: `年级(2)班`, `3班`, `2`.
    private static func number(_ text: Substring) -> Int? {
        let rest = text.drop { "年级班第(级.-·".contains($0) }
        return PlainText.numeral(rest)?.0
    }
}
