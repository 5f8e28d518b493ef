extension PolicyTable {
    /// What is in hand about families and pupils, and the events that move it.
    ///
    /// What a record says at its beginning is written once; what happens to it afterwards are events,
    /// records of their own that nobody changes.
    static let work = [
        event, assignment, dropoutCase, aidGrant, hardship, issue, task, clue, notice, objection,
    ]

    private static let event = TypePolicy(
        "event",
        "事件",
        subjectField: "subject",
        isImmutable: true,
        fields: [
            FieldPolicy("subject", "记录", kind: .record, authority: .once),
            FieldPolicy("kind", "事件", authority: .once),
            FieldPolicy("date", "日期", kind: .date, authority: .once),
            FieldPolicy("people", "参加人", authority: .once),
            FieldPolicy("place", "地点", authority: .once),
            FieldPolicy("way", "方式", authority: .once),
            FieldPolicy("result", "结果", authority: .once),
            FieldPolicy("reason", "原因", authority: .once),
            FieldPolicy("cause_side", "原因方", authority: .once),
            FieldPolicy("status", "就学状态", authority: .once),
            FieldPolicy("number", "文号", authority: .once),
            FieldPolicy("addressee", "收件", authority: .once),
            FieldPolicy("deadline", "期限", kind: .date, authority: .once),
            FieldPolicy("promised", "承诺日期", kind: .date, authority: .once),
            FieldPolicy("note", "说明", authority: .once),
            FieldPolicy("evidence", "证据", kind: .set, authority: .once),
        ]
    )

    private static let assignment = TypePolicy(
        "assignment",
        "包联",
        fields: [
            FieldPolicy("kind", "类型", authority: .once),
            FieldPolicy("subject", "对象", authority: .once),
            FieldPolicy("teacher", "教师", kind: .record, review: .queue),
            FieldPolicy("role", "主协", review: .queue),
            FieldPolicy("opened", "开始", kind: .date, review: .queue),
            FieldPolicy("until", "结束", kind: .date, review: .queue),
            FieldPolicy("note", "交接说明"),
        ]
    )

    private static let dropoutCase = TypePolicy(
        "dropout_case",
        "失学辍学个案",
        subjectField: "student",
        fields: [
            FieldPolicy("student", "学生", kind: .record, authority: .once),
            FieldPolicy("opened", "发现日期", kind: .date, authority: .once),
            FieldPolicy("source", "来源", authority: .once),
            FieldPolicy("absent_from", "未到校起", kind: .date),
            FieldPolicy("suspected_reason", "疑似原因"),
            FieldPolicy("confirmed_reason", "确认原因", review: .queue),
            FieldPolicy("marked", "学籍系统已标注", kind: .boolean),
            FieldPolicy("informed", "已知晓", kind: .set),
            FieldPolicy("evidence", "证据", kind: .set),
            FieldPolicy("note", "备注", review: .queue),
        ]
    )

    private static let aidGrant = TypePolicy(
        "aid_grant",
        "资助享受记录",
        subjectField: "student",
        fields: [
            FieldPolicy("student", "学生", kind: .record, authority: .once),
            FieldPolicy("policy", "项目", authority: .once),
            FieldPolicy("semester", "学期", authority: .once),
            FieldPolicy("opened", "起始", kind: .date, authority: .once),
            FieldPolicy("amount_due", "应发（分）", kind: .integer, authority: .roster),
            FieldPolicy("amount_paid", "实发（分）", kind: .integer, authority: .roster),
            FieldPolicy("pay_date", "发放日期", kind: .date, authority: .roster),
            FieldPolicy("pay_mode", "发放方式", authority: .roster),
            FieldPolicy("note", "备注", review: .queue),
        ]
    )

    private static let hardship = TypePolicy(
        "hardship",
        "困难认定",
        subjectField: "student",
        fields: [
            FieldPolicy("student", "学生", kind: .record, authority: .once),
            FieldPolicy("school_year", "学年", authority: .once),
            FieldPolicy("level", "等级", authority: .roster, review: .queue),
            FieldPolicy("basis", "依据", kind: .set, authority: .roster),
            FieldPolicy("opened", "认定日期", kind: .date, authority: .once),
        ]
    )

    private static let issue = TypePolicy(
        "issue",
        "问题",
        subjectField: "subject",
        fields: [
            FieldPolicy("subject", "对象", kind: .record, authority: .once),
            FieldPolicy("number", "编号", authority: .county),
            FieldPolicy("category", "类别", authority: .once),
            FieldPolicy("source", "来源", authority: .once),
            FieldPolicy("opened", "立项日期", kind: .date, authority: .once),
            FieldPolicy("text", "问题", authority: .once),
            FieldPolicy("level", "程度", review: .queue),
            FieldPolicy("unit", "责任单位", review: .queue),
            FieldPolicy("owner", "责任人", review: .queue),
            FieldPolicy("due", "期限", kind: .date, review: .queue),
            FieldPolicy("repeat_of", "重复于", kind: .record),
            FieldPolicy("measures", "措施", kind: .set),
            FieldPolicy("evidence", "证据", kind: .set),
        ]
    )

    private static let task = TypePolicy(
        "task",
        "任务",
        subjectField: "subject",
        fields: [
            FieldPolicy("subject", "对象", kind: .record, authority: .once),
            FieldPolicy("kind", "类型", authority: .once),
            FieldPolicy("opened", "提出日期", kind: .date, authority: .once),
            FieldPolicy("source", "来源记录", kind: .record, authority: .once),
            FieldPolicy("policy", "项目", authority: .once),
            FieldPolicy("semester", "学期", authority: .once),
            FieldPolicy("text", "内容", review: .queue),
            FieldPolicy("owner", "负责人", review: .queue),
            FieldPolicy("due", "期限", kind: .date, review: .queue),
        ]
    )

    private static let clue = TypePolicy(
        "clue",
        "监测线索",
        subjectField: "household",
        fields: [
            FieldPolicy("household", "户", kind: .record, authority: .once),
            FieldPolicy("opened", "发现日期", kind: .date, authority: .once),
            FieldPolicy("risk", "风险", authority: .once),
            FieldPolicy("text", "情况", authority: .once),
            FieldPolicy("handed_to", "移交"),
            FieldPolicy("feedback", "反馈"),
        ]
    )

    private static let notice = TypePolicy(
        "notice",
        "文书",
        subjectField: "subject",
        fields: [
            FieldPolicy("subject", "对象", kind: .record, authority: .once),
            FieldPolicy("kind", "文书", authority: .once),
            FieldPolicy("number", "文号", authority: .once),
            FieldPolicy("template", "模板版本", authority: .once),
            FieldPolicy("issuer", "发文单位", authority: .once),
            FieldPolicy("addressee", "收件", authority: .once),
            FieldPolicy("opened", "日期", kind: .date, authority: .once),
            FieldPolicy("deadline", "期限", kind: .date, authority: .once),
            FieldPolicy("note", "备注"),
        ]
    )

    private static let objection = TypePolicy(
        "objection",
        "异议",
        subjectField: "subject",
        fields: [
            FieldPolicy("subject", "记录", kind: .record, authority: .once),
            FieldPolicy("subject_type", "类型", authority: .once),
            FieldPolicy("decision", "决定", kind: .record, authority: .once),
            FieldPolicy("field", "字段", authority: .once),
            FieldPolicy("opened", "提出日期", kind: .date, authority: .once),
            FieldPolicy("reason", "理由", authority: .once),
            FieldPolicy("wanted", "认为应是", authority: .once),
        ]
    )
}
