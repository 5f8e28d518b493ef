// The headings of a list of aid policies: whom each is for, and what it gives.

extension RosterKind {
    static let policyColumns: [RosterColumn] = [
        RosterColumn("code", ["编码", "项目编码", "政策编码", "代码"], .code, required: true),
        RosterColumn("name", ["名称", "项目名称", "项目", "政策名称"], .text, required: true),
        RosterColumn("stages", ["学段"], .choices(stages), required: true),
        RosterColumn("grades", ["年级"], .choices(grades)),
        RosterColumn("boarding", ["就读方式"], .choice(boarding)),
        RosterColumn("tags", ["特殊群体", "户类别"], .choices(groups)),
        RosterColumn("levels", ["困难等级"], .elements),
        RosterColumn("amount", ["金额", "标准", "资助标准"], .text),
        RosterColumn("pay_mode", ["发放方式"], .text),
        RosterColumn("needs_application", ["需申请", "是否需申请", "是否申请"], .flag),
        RosterColumn("valid_from", ["起始日期", "生效日期"], .date),
        RosterColumn("valid_to", ["截止日期", "失效日期"], .date),
    ]

    private static let stages = RosterChoice.of(
        .stage,
        also: [
            "P": ["学前教育", "幼儿园"], "G": ["高中"], "Z": ["中等职业"], "D": ["高校", "大学"],
        ],
        without: ["N"]
    )

    private static let grades = RosterChoice.of(
        .grade,
        also: [
            "PG3": ["学前一年"], "Z1": ["中职一"], "Z2": ["中职二"], "Z3": ["中职三"],
        ]
    )
}
