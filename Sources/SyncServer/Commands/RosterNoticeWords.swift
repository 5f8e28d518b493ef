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
        case .householdUnknown:
            (
                "没有这个户号的户，学生已导入但没有户；请先导入户，再导入一次。",
                "No household has this number: the pupil was taken without one. Import the households, then this list again."
            )
        }
    }
}
