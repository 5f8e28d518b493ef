extension PolicyTable {
    /// The county's types and fields.
    ///
    /// The source of each field's policy is the column M of the county's field list: A roster or
    /// county, W latest with history, V decided by the county, S a set, X the most severe, L and I
    /// written once.
    public static let county = PolicyTable(
        [
            household, person, student, identity, visit, teacher, school, decision, observation,
            dailyCheck, division, device, form, submission, aidPolicy, neighbours, demoMark,
            auditEvent,
        ] + work
    )

    private static let household = TypePolicy(
        "household",
        "户",
        fields: [
            FieldPolicy("household_number", "户号", authority: .roster),
            FieldPolicy("external_number", "户编号", authority: .roster),
            FieldPolicy("head_name", "户主", review: .queue),
            FieldPolicy("village", "村", authority: .roster),
            FieldPolicy("village_group", "组"),
            FieldPolicy("address", "住址"),
            FieldPolicy("residence_status", "居住状态"),
            FieldPolicy("phones", "电话", kind: .set),
            FieldPolicy("tags", "户类别", kind: .set),
            FieldPolicy("members", "成员", kind: .set),
            FieldPolicy("note", "备注", review: .queue),
            FieldPolicy("merged_into", "并入", kind: .record, authority: .county),
        ]
    )

    private static let person = TypePolicy(
        "person",
        "人员",
        subjectField: "household",
        fields: [
            FieldPolicy("household", "户", kind: .record, authority: .once),
            FieldPolicy("name", "姓名", authority: .roster),
            FieldPolicy("relation", "与户主关系"),
            FieldPolicy("phone", "电话"),
            FieldPolicy("note", "备注", review: .queue),
        ]
    )

    private static let student = TypePolicy(
        "student",
        "学生",
        fields: [
            FieldPolicy("name", "姓名", authority: .roster),
            FieldPolicy("sex", "性别", authority: .roster),
            FieldPolicy("birth", "出生日期", kind: .date, authority: .roster),
            FieldPolicy("nation", "民族", authority: .roster),
            FieldPolicy("household", "户", kind: .record),
            FieldPolicy("school", "学校", authority: .roster),
            FieldPolicy("stage", "学段", authority: .roster),
            FieldPolicy("grade", "年级", authority: .roster),
            FieldPolicy("class", "班级", authority: .roster),
            FieldPolicy("entry_month", "入学年月", authority: .roster),
            FieldPolicy("boarding", "就读方式", authority: .roster),
            FieldPolicy("migrant", "随迁", kind: .boolean, authority: .roster),
            FieldPolicy("left_behind", "留守", authority: .roster),
            FieldPolicy("guardian", "监护人"),
            FieldPolicy("phone", "电话"),
            FieldPolicy("enrolment_status", "就学状态", review: .queue),
            FieldPolicy("groups", "特殊群体", kind: .set),
            FieldPolicy("temporary_number", "临时号", authority: .once),
            FieldPolicy("note", "备注", review: .queue),
            FieldPolicy("merged_into", "并入", kind: .record, authority: .county),
        ]
    )

    private static let identity = TypePolicy(
        "identity",
        "身份信息",
        subjectField: "student",
        fields: [
            FieldPolicy("student", "学生", kind: .record, authority: .once),
            FieldPolicy("document_kind", "证件类型", authority: .roster),
            FieldPolicy("national_number", "身份证号", authority: .roster),
            FieldPolicy("document_number", "其他证件号", authority: .roster),
            FieldPolicy("student_number", "学籍号", authority: .roster),
            FieldPolicy("tags", "特殊类别", kind: .set, authority: .roster),
        ]
    )

    private static let visit = TypePolicy(
        "visit",
        "走访",
        subjectField: "household",
        fields: [
            FieldPolicy("household", "户", kind: .record, authority: .once),
            FieldPolicy("students", "学生", kind: .set),
            FieldPolicy("date", "日期", kind: .date),
            FieldPolicy("kind", "方式"),
            FieldPolicy("purposes", "目的", kind: .set),
            FieldPolicy("visitors", "走访人", kind: .set),
            FieldPolicy("note", "纪要", review: .queue),
            FieldPolicy("semester", "学期"),
            FieldPolicy("supersedes", "更正", kind: .record, authority: .once),
        ] + answered
    )

    private static let teacher = TypePolicy(
        "teacher",
        "教师",
        fields: [
            FieldPolicy("staff_number", "工号", authority: .roster),
            FieldPolicy("name", "姓名", authority: .roster),
            FieldPolicy("school", "学校", authority: .roster),
            FieldPolicy("phone", "电话"),
            FieldPolicy("subjects", "任教学科", kind: .set),
            FieldPolicy("roles", "角色", kind: .set),
            FieldPolicy("villages", "包村", kind: .set),
        ]
    )

    private static let school = TypePolicy(
        "school",
        "学校",
        fields: [
            FieldPolicy("school_code", "学校标识码", authority: .roster),
            FieldPolicy("name", "校名", authority: .roster),
            FieldPolicy("kind", "类别", authority: .roster),
            FieldPolicy("township", "乡镇", authority: .roster),
            FieldPolicy("is_hub", "中心校", kind: .boolean, authority: .roster),
            FieldPolicy("parent_school", "上级学校", authority: .roster),
            FieldPolicy("boarding", "寄宿制", kind: .boolean, authority: .roster),
            FieldPolicy("catchment", "学区", kind: .set, authority: .roster),
        ]
    )

    private static let division = TypePolicy(
        "division",
        "行政区划",
        fields: [
            FieldPolicy("code", "代码", authority: .roster),
            FieldPolicy("name", "名称", authority: .roster),
            FieldPolicy("level", "级别", kind: .integer, authority: .roster),
        ]
    )

    private static let decision = TypePolicy(
        "decision",
        "审核决定",
        subjectField: "subject",
        isImmutable: true,
        fields: [
            FieldPolicy("subject", "记录", kind: .record, authority: .once),
            FieldPolicy("subject_type", "类型", authority: .once),
            FieldPolicy("field", "字段", authority: .once),
            FieldPolicy("entries", "所决定的写入", kind: .set, authority: .once),
            FieldPolicy("value", "决定", authority: .once),
            FieldPolicy("reason", "理由", authority: .once),
            FieldPolicy("reviewer", "审核人", authority: .once),
        ]
    )

    private static let observation = TypePolicy(
        "observation",
        "核实记录",
        subjectField: "subject",
        fields: [
            FieldPolicy("subject", "记录", kind: .record, authority: .once),
            FieldPolicy("subject_type", "类型", authority: .once),
            FieldPolicy("field", "字段", authority: .once),
            FieldPolicy("roster_value", "名册内容", authority: .once),
            FieldPolicy("seen_value", "所见内容", authority: .once),
            FieldPolicy("status", "处理", authority: .county, review: .queue),
        ]
    )

    private static let dailyCheck = TypePolicy(
        "daily_check",
        "每天一问",
        subjectField: "student",
        fields: [
            FieldPolicy("student", "学生", kind: .record, authority: .once),
            FieldPolicy("date", "日期", kind: .date, authority: .once),
            FieldPolicy("mood", "情况", kind: .integer, view: .mostSevere),
            FieldPolicy("note", "备注"),
        ]
    )

    private static let device = TypePolicy(
        "device",
        "设备",
        fields: [
            FieldPolicy("certificate", "证书", kind: .data, authority: .county),
            FieldPolicy("revoked", "停用", kind: .boolean, authority: .county),
        ]
    )

    /// Of a record that holds what was answered to a form.
    private static let answered = [
        FieldPolicy("form_id", "表单", authority: .once),
        FieldPolicy("form_version", "表单版本", authority: .once),
        FieldPolicy("instance_id", "填报编号", authority: .once),
    ]

    private static let form = TypePolicy(
        "form",
        "表单",
        fields: [
            FieldPolicy("form_id", "表单", authority: .county),
            FieldPolicy("version", "版本", authority: .county),
            FieldPolicy("title", "名称", authority: .county),
            FieldPolicy("number", "发布序号", kind: .integer, authority: .county),
            FieldPolicy("questions", "题数", kind: .integer, authority: .county),
            FieldPolicy("state", "状态", authority: .county),
            FieldPolicy("parts", "份数", kind: .integer, authority: .county),
        ]
            + (0..<Limits.formPartsMax).map { number in
                FieldPolicy("part_\(number)", "内容 \(number)", kind: .data, authority: .county)
            }
    )

    private static let submission = TypePolicy(
        "submission",
        "填报",
        subjectField: "household",
        fields: answered + [
            FieldPolicy("household", "户", kind: .record, authority: .once),
            FieldPolicy("student", "学生", kind: .record, authority: .once),
            FieldPolicy("date", "日期", kind: .date),
        ]
    )

    private static let aidPolicy = TypePolicy(
        "aid_policy",
        "资助政策",
        fields: [
            FieldPolicy("code", "编码", authority: .county),
            FieldPolicy("name", "名称", authority: .county),
            FieldPolicy("stages", "学段", kind: .set, authority: .county),
            FieldPolicy("grades", "年级", kind: .set, authority: .county),
            FieldPolicy("boarding", "就读方式", authority: .county),
            FieldPolicy("tags", "特殊群体", kind: .set, authority: .county),
            FieldPolicy("levels", "困难等级", kind: .set, authority: .county),
            FieldPolicy("amount", "金额", authority: .county),
            FieldPolicy("pay_mode", "发放方式", authority: .county),
            FieldPolicy("needs_application", "需申请", kind: .boolean, authority: .county),
            FieldPolicy("valid_from", "起始日期", kind: .date, authority: .county),
            FieldPolicy("valid_to", "截止日期", kind: .date, authority: .county),
        ]
    )

    private static let neighbours = TypePolicy(
        "neighbours",
        "邻村户摘要",
        fields: [
            FieldPolicy("village", "村", authority: .county),
            FieldPolicy("part", "序号", kind: .integer, authority: .county),
            FieldPolicy("stubs", "摘要", authority: .county),
        ]
    )

    private static let demoMark = TypePolicy(
        "demo_mark",
        "演示标记",
        fields: [
            FieldPolicy("seed", "种子", kind: .integer, authority: .county),
            FieldPolicy("size", "规模", authority: .county),
        ]
    )
}
