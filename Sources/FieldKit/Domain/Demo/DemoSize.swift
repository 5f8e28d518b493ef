/// How large the invented county is; the raw value is the word on the command line.
public enum DemoSize: String, CaseIterable, Sendable {
    /// 8 townships, 24 schools, 24 villages, 160 teachers, 1,600 households, 2,400 pupils.
    case small = "S"
    /// A county: 97 villages, 91 schools, 2,750 teachers, 29,000 households, 42,500 pupils.
    case medium = "M"
    /// A city of twelve counties: 1,200 villages, 300,000 households, 430,000 pupils.
    case large = "L"

    var counties: Int { self == .large ? 12 : 1 }

    var townships: Int { self == .large ? 115 : 8 }

    var villages: Int { by(24, 97, 1200) }

    var teachers: Int { by(160, 2750, 30_000) }

    var households: Int { by(1600, 29_000, 300_000) }

    var students: Int { by(2400, 42_500, 430_000) }

    var visits: Int { by(4500, 108_000, 1_100_000) }

    /// The grades that have pupils, counted from the first of primary school; zero and below are
    /// those of the kindergarten.
    var grades: ClosedRange<Int> { self == .small ? 1...9 : -2...12 }

    var classesPerGrade: Int { self == .small ? 2 : 4 }

    /// The schools of each township.
    var schoolsPerTownship: [DemoSchoolKind] {
        switch self {
        case .small: [.central, .junior, .teachingPoint]
        case .medium:
            [.central, .junior, .junior, .kindergarten] + [.village, .village, .village, .village]
                + [.teachingPoint, .teachingPoint, .teachingPoint]
        case .large:
            [.central, .junior, .kindergarten, .village, .village, .village]
                + [.teachingPoint, .teachingPoint]
        }
    }

    /// The schools that a county has once, in its first township.
    var schoolsPerCounty: [DemoSchoolKind] {
        self == .small ? [] : [.senior, .senior, .special]
    }

    private func by(_ small: Int, _ medium: Int, _ large: Int) -> Int {
        switch self {
        case .small: small
        case .medium: medium
        case .large: large
        }
    }
}

/// The kinds of school in the invented county.
enum DemoSchoolKind {
    case central, village, teachingPoint, junior, senior, kindergarten, special

    /// The code of the field `kind`.
    var code: String {
        switch self {
        case .central: "CP"
        case .village: "VP"
        case .teachingPoint: "PT"
        case .junior: "JM"
        case .senior: "HS"
        case .kindergarten: "KG"
        case .special: "SP"
        }
    }

    /// The first two digits of the school's code.
    var type: Int {
        switch self {
        case .central, .village, .teachingPoint: 21
        case .junior: 31
        case .senior: 34
        case .kindergarten: 11
        case .special: 51
        }
    }

    var name: String {
        switch self {
        case .central: "示例中心小学"
        case .village: "示例小学"
        case .teachingPoint: "示例教学点"
        case .junior: "示例初级中学"
        case .senior: "示例高级中学"
        case .kindergarten: "示例幼儿园"
        case .special: "示例特殊教育学校"
        }
    }
}
