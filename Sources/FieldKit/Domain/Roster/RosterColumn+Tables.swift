// The headings that schools and departments really use, and the fields that they fill.

extension RosterKind {
    /// The columns that a list of this kind may have.
    var columns: [RosterColumn] {
        switch self {
        case .student: Self.studentColumns
        case .household: Self.householdColumns
        case .teacher: Self.teacherColumns
        case .school: Self.schoolColumns
        case .policy: Self.policyColumns
        }
    }

    /// The usual heading of each column that is taken in; others that schools use are known too.
    public var headings: [String] { columns.map(\.heading) }

    /// Of each group, a file needs one column at least.
    var neededColumns: [[String]] {
        switch self {
        case .student:
            [["name"], ["national_number", "student_number"], ["school", "school_name"]]
        case .household: [["household_number"], ["head_name"]]
        case .teacher: [["staff_number"], ["name"], ["school", "school_name"]]
        case .school: [["school_code"], ["name"]]
        case .policy: [["code"], ["name"], ["stages"]]
        }
    }

    private static let schoolReference = [
        RosterColumn("school", ["学校标识码", "学校代码", "学校编码"], .digits(10)),
        RosterColumn(
            "school_name",
            ["学校名称", "学校", "就读学校", "所在学校", "任教学校"],
            .text,
            .reference
        ),
    ]

    private static let studentColumns: [RosterColumn] =
        [
            RosterColumn("name", ["姓名", "学生姓名"], .name, required: true),
            RosterColumn("sex", ["性别"], .choice(sexes)),
            RosterColumn("birth", ["出生日期", "出生年月日", "生日"], .date),
            RosterColumn("nation", ["民族"], .text),
            RosterColumn("grade", ["年级", "年级名称", "就读年级"], .className, .reference),
            RosterColumn(
                "class",
                ["班级", "班级名称", "所在班级", "年级班级", "班"],
                .className,
                .reference
            ),
        ] + schoolReference + [
            RosterColumn("entry_month", ["入学年月"], .digits(6)),
            RosterColumn(
                "boarding",
                ["就读方式"],
                .choice(boarding)
            ),
            RosterColumn(
                "left_behind",
                ["是否留守儿童", "是否留守", "留守儿童"],
                .choiceOrYes(leftBehind, group: "C5")
            ),
            RosterColumn(
                "migrant",
                ["是否进城务工人员随迁子女", "随迁子女", "是否随迁"],
                .flag
            ),
            RosterColumn("household_number", ["户号"], .digits(16), .reference),
            RosterColumn("village", ["村代码", "行政村代码", "村编码"], .digits(12), .reference),
            RosterColumn(
                "guardian",
                ["家长姓名", "监护人", "监护人姓名", "父亲姓名"],
                .name,
                .fillsIn
            ),
            RosterColumn(
                "phone",
                ["电话", "联系电话", "家长电话", "手机号", "监护人电话"],
                .phone,
                .fillsIn
            ),
            RosterColumn("groups", ["特殊群体", "群体类别"], .groups(groups)),
            RosterColumn(
                "document_kind",
                ["身份证件类型", "证件类型"],
                .choice(documents),
                .sensitive
            ),
            RosterColumn(
                "national_number",
                ["身份证号", "身份证", "证件号码", "身份证件号码", "身份证件号", "身份证号码", "公民身份号码"],
                .nationalNumber,
                .sensitive
            ),
            RosterColumn(
                "student_number",
                ["学籍号", "全国学籍号", "学籍主号"],
                .studentNumber,
                .sensitive
            ),
        ]

    private static let householdColumns: [RosterColumn] = [
        RosterColumn("household_number", ["户号"], .digits(16), required: true),
        RosterColumn("external_number", ["户编号"], .code),
        RosterColumn("head_name", ["户主", "户主姓名"], .name, required: true),
        RosterColumn("village", ["村代码", "行政村代码", "村编码"], .digits(12)),
        RosterColumn("village_group", ["组", "村民小组", "组别"], .text),
        RosterColumn("address", ["地址", "家庭住址", "家庭地址", "现住址", "住址"], .text, .fillsIn),
        RosterColumn(
            "residence_status",
            ["居住状况", "居住状态", "常住情况"],
            .choice(residence),
            .fillsIn
        ),
        RosterColumn("phones", ["电话", "联系电话", "手机号", "户主电话"], .phones),
    ]

    private static let teacherColumns: [RosterColumn] =
        [
            RosterColumn("staff_number", ["工号", "教职工号", "教师编号", "职工号"], .code, required: true),
            RosterColumn("name", ["姓名", "教师姓名"], .name, required: true),
        ] + schoolReference + [
            RosterColumn("phone", ["手机号", "电话", "联系电话"], .phone, .fillsIn),
            RosterColumn("subjects", ["任教学科", "学科"], .elements),
            RosterColumn("roles", ["角色"], .elements),
        ]

    private static let schoolColumns: [RosterColumn] = [
        RosterColumn("school_code", ["学校标识码", "学校代码", "学校编码"], .digits(10), required: true),
        RosterColumn("name", ["学校名称", "学校"], .text, required: true),
        RosterColumn("kind", ["办学类型", "学校类别", "学校类型", "类别"], .choice(schoolKinds)),
        RosterColumn("township", ["乡镇", "所在乡镇", "镇街"], .text),
        RosterColumn("is_hub", ["是否中心校", "中心校"], .flag),
        RosterColumn("parent_school", ["上级学校标识码", "所属中心小学标识码"], .digits(10)),
        RosterColumn("boarding", ["是否寄宿制", "寄宿制", "是否寄宿"], .flag),
        RosterColumn("catchment", ["学区村代码", "学区"], .elements),
    ]

    static let boarding = RosterChoice.of(.boarding, also: ["2": ["寄宿", "住宿"]])

    private static let sexes = RosterChoice.of(.sex, also: ["1": ["男性", "M"], "2": ["女性", "F"]])

    private static let leftBehind = RosterChoice.of(
        .leftBehind,
        also: [
            "0": ["非留守儿童"], "1": ["单亲留守儿童"], "2": ["双亲留守儿童"],
        ]
    )

    /// A word that several groups share, such as 低保, is none of them.
    static let groups = RosterChoice.of(
        .groups,
        also: [
            "C2": ["事实无人抚养"], "C4": ["农村留守儿童"], "C5": ["留守学生"], "C6": ["随迁子女"],
            "D1": ["残疾儿童"], "G1": ["少数民族学生"],
        ]
    )

    private static let residence = RosterChoice.of(.residence)

    /// 身份证明 alone would be anybody's.
    private static let documents = RosterChoice.of(
        .document,
        isByParts: false,
        also: ["1": ["身份证"]]
    )

    private static let schoolKinds = RosterChoice.of(
        .school,
        also: [
            "PT": ["小学教学点"], "VP": ["小学"], "JM": ["初中"], "NY": ["九年一贯制学校"], "HS": ["高级中学"],
            "CM": ["完全中学"], "VO": ["中等职业学校"], "SP": ["特殊教育学校"],
        ]
    )
}
