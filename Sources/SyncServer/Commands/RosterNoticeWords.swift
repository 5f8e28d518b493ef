import FieldKit

/// What `import` says of a row that was taken although something about it is odd.
enum RosterNoticeWords {
    /// What is odd and what to do; never with the value itself, which may be a child's number.
    static func sentence(_ kind: RosterNotice.Kind) -> (chinese: String, english: String) {
        switch kind {
        case .checkCharacterReplaced:
            ("身份证号末位已改为大写 X。", "The last character of the national number was made a capital X.")
        case .upgradedFromFifteen:
            (
                "15 位身份证号已换成 18 位，请对照户口簿核对。",
                "The national number of 15 digits was made one of 18; compare it with the household register."
            )
        case .provinceUnknown:
            (
                "身份证号的前两位不是任何省份，请对照户口簿核对。",
                "No province has the first two digits of the national number; compare it with the household register."
            )
        case .demo:
            ("这是演示用的号码，不是真人的。", "The number is one for demonstrations, nobody's own.")
        case .numbersDiffer:
            (
                "学籍号里的身份证号与身份证号一栏不同，请核对两者。",
                "The number in the school register holds another national number; check both."
            )
        case .phoneUnread:
            (
                "读不出这个电话号码，没有导入；请改正后再导入一次。",
                "A telephone number could not be read and was left out; correct it and import again."
            )
        case .classUnread:
            (
                "读不出这个班级，已照原样导入；请核对。",
                "The class could not be read and was taken as it stands; check it."
            )
        case .numberMissing:
            (
                "没有身份证号和学籍号，学生已导入，按姓名、学校和出生日期（没有时按班级）认人；请补上后再导入一次。",
                "There is no number: the pupil was taken without one, and is known by name, school and birth date (or class). Add the number and import again."
            )
        case .masked:
            (
                "这一格打了星号，没有导入，原有的内容不变；请填写完整后再导入一次。",
                "The cell is masked with stars and was left out; what is held stays. Write it in full and import again."
            )
        case .groupUnknown:
            (
                "有不认识或不明确的群体类别，没有导入，认识的已导入；请改成编码或全称（如 B1 或 农村低保）后再导入一次。",
                "Some groups are not known or not clear and were left out. Write their codes or full names, such as B1, and import again."
            )
        case .leftBehindUnclear:
            (
                "只写了“是”，分不清单亲还是双亲留守，已标为留守（C5）；请入户核实后补上。",
                "It says yes, but not whether one parent is away or both: the pupil was marked C5. Find out at a visit."
            )
        case .householdUnknown:
            (
                "没有这个户号的户，学生已导入但没有户；请先导入户，再导入一次。",
                "No household has this number: the pupil was taken without one. Import the households, then this list again."
            )
        }
    }
}
