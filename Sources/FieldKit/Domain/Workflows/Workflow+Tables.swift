/// The county's workflows.
extension Workflow {
    /// A visit; a new version has a state of its own.
    static let visit = Workflow(
        type: "visit",
        states: [
            Word("submitted", "已提交", "submitted"), Word("received", "已上报", "received"),
            Word("accepted", "已审核", "accepted"), Word("returned", "退回", "returned"),
            Word("superseded", "已更正", "superseded"), Word("void", "作废", "void"),
        ],
        events: [
            Word("receive", "上报", "received"), Word("accept", "审核通过", "accept"),
            Word("return", "退回", "return"), Word("supersede", "更正", "supersede"),
            Word("void", "作废", "void"),
        ],
        ends: ["accepted", "superseded", "void"],
        moves: [
            Move("receive", ["submitted"], to: "received"),
            Move("accept", ["submitted", "received"], to: "accepted", if: .office),
            Move("return", ["submitted", "received"], to: "returned", if: .office),
            Move(
                "supersede",
                ["submitted", "received", "returned", "accepted"],
                to: "superseded"
            ),
            Move("void", ["submitted", "received", "returned"], to: "void"),
            Move("void", ["accepted"], to: "void", if: .county),
        ],
        waits: [],
        expectations: [Expectation(state: "returned", event: "supersede", days: 3)]
    )

    /// Who answers for a village, a household or a pupil.
    static let assignment = Workflow(
        type: "assignment",
        states: [
            Word("proposed", "拟定", "proposed"), Word("active", "在岗", "active"),
            Word("handover", "交接中", "being handed over"), Word("ended", "已结束", "ended"),
            Word("orphan", "无人包联", "nobody's"),
        ],
        events: [
            Word("accept", "接手", "take on"), Word("hand_over", "交出", "hand over"),
            Word("keep", "撤回交接", "keep"), Word("decline", "不接", "decline"),
            Word("end", "结束", "end"), Word("orphan", "人员离岗", "teacher has left"),
        ],
        ends: ["ended"],
        moves: [
            Move("accept", ["proposed", "orphan"], to: "active"),
            Move("hand_over", ["active"], to: "handover"),
            Move("keep", ["handover"], to: "active"),
            Move("decline", ["handover"], to: "active", if: .addressee(of: "hand_over")),
            Move(
                "accept",
                ["handover"],
                to: "ended",
                if: .otherAuthor(than: "hand_over"),
                .addressee(of: "hand_over")
            ),
            Move("end", ["proposed", "active", "handover", "orphan"], to: "ended"),
            Move("orphan", ["active", "handover"], to: "orphan"),
        ],
        waits: [],
        expectations: [
            Expectation(state: "proposed", event: "accept", days: 7),
            Expectation(state: "handover", event: "accept", days: 7),
            Expectation(state: "orphan", event: "accept", days: 3),
        ]
    )

    /// A pupil who may have dropped out: the chain that the law on compulsory education expects.
    static let dropoutCase = Workflow(
        type: "dropout_case",
        states: [
            Word("suspect", "疑似", "suspected"), Word("verifying", "核查", "being verified"),
            Word("excluded", "排除", "ruled out"), Word("unlocated", "去向不明", "whereabouts unknown"),
            Word("confirmed", "确认失学辍学", "confirmed"), Word("persuading", "劝返中", "being persuaded"),
            Word("reported", "已书面报告", "reported"), Word("noticed", "已下达复学通知书", "under notice"),
            Word("overdue", "逾期", "overdue"), Word("judicial", "司法程序", "before the law"),
            Word("evidence", "留证沟通", "evidence kept"), Word("returned", "已复学", "back at school"),
            Word("stable", "稳定", "stable"), Word("struck", "销号", "closed"),
        ],
        events: [
            Word("verify", "核查", "verify"), Word("exclude", "排除", "rule out"),
            Word("unlocate", "去向不明", "cannot be found"), Word("query", "逐级查询", "query"),
            Word("confirm", "确认", "confirm"), Word("persuade", "劝返", "persuade"),
            Word("report", "书面报告", "report"), Word("notice", "下达通知书", "give notice"),
            Word("sue", "移交司法", "go to law"), Word("keep_evidence", "留证", "keep evidence"),
            Word("return", "复学", "come back"), Word("strike", "销号", "close"),
            Word("relapse", "反弹", "relapse"),
        ],
        ends: ["excluded", "struck"],
        moves: [
            Move("verify", ["suspect"], to: "verifying"),
            Move(
                "exclude",
                ["verifying"],
                to: "excluded",
                if: .evidence,
                .detail("status", dropoutExits)
            ),
            Move("unlocate", ["verifying"], to: "unlocated"),
            Move("query", ["unlocated"], to: "verifying"),
            Move("confirm", ["verifying"], to: "confirmed"),
            Move("persuade", ["confirmed"], to: "persuading"),
            Move("persuade", ["persuading"], to: "persuading"),
            Move("persuade", ["reported"], to: "reported"),
            Move("persuade", ["noticed"], to: "noticed"),
            Move("persuade", ["overdue"], to: "overdue"),
            Move("persuade", ["evidence"], to: "evidence"),
            Move("report", ["persuading"], to: "reported"),
            Move("notice", ["reported"], to: "noticed"),
            Move(
                "sue",
                ["overdue"],
                to: "judicial",
                if: .count("persuade", persuasionsBeforeLaw),
                .detail("cause_side", ["family"])
            ),
            Move(
                "keep_evidence",
                ["overdue"],
                to: "evidence",
                if: .detail("cause_side", ["pupil"])
            ),
            Move(
                "return",
                [
                    "suspect", "verifying", "unlocated", "confirmed", "persuading", "reported",
                    "noticed", "overdue", "judicial", "evidence",
                ],
                to: "returned"
            ),
            Move("strike", ["stable"], to: "struck", if: .otherAuthor(than: "return")),
            Move("relapse", ["returned", "stable", "struck"], to: "confirmed"),
        ],
        waits: [
            Wait(state: "noticed", end: .deadline(orDays: 15), target: "overdue"),
            Wait(state: "returned", end: .days(30), target: "stable"),
        ],
        expectations: [
            Expectation(state: "suspect", event: "verify", days: 1),
            Expectation(state: "verifying", event: "confirm", days: 10),
            Expectation(state: "unlocated", event: "query", days: 7),
            Expectation(state: "confirmed", event: "persuade", days: 3),
            Expectation(state: "persuading", event: "report", days: 7),
            Expectation(state: "reported", event: "notice", days: 7),
            Expectation(state: "noticed", event: "return", days: 15),
            Expectation(state: "overdue", event: "sue", days: 7),
            Expectation(state: "overdue", event: "keep_evidence", days: 7),
            Expectation(state: "judicial", event: "return", days: 30),
            Expectation(state: "evidence", event: "persuade", days: 30),
            Expectation(state: "stable", event: "strike", days: 7),
        ]
    )

    /// The enrolment statuses that explain why a suspicion was none.
    private static let dropoutExits = [
        "10", "11", "12", "13", "14", "15", "20", "21", "22", "30", "31", "40", "41", "50", "60",
        "61", "62",
    ]
    /// How often somebody must have tried before the law is called.
    private static let persuasionsBeforeLaw = 3

    /// What a pupil gets by one policy in one semester.
    static let aidGrant = Workflow(
        type: "aid_grant",
        states: [
            Word("eligible", "应助", "eligible"), Word("informed", "已告知政策", "informed"),
            Word("applied", "已申请", "applied"),
            Word("school_agreed", "学校评议", "agreed by the school"),
            Word("public", "公示", "made public"),
            Word("county_agreed", "县审批", "agreed by the county"),
            Word("paid", "已发放", "paid"), Word("told", "已告知家长", "family told"),
            Word("receipted", "已回执", "receipted"), Word("rejected", "未通过", "rejected"),
            Word("declined", "自愿放弃", "declined"), Word("suspended", "暂停", "suspended"),
            Word("money_back", "退回重发", "money came back"),
        ],
        events: [
            Word("inform", "告知政策", "inform"), Word("apply", "申请", "apply"),
            Word("school_agree", "学校评议", "school agrees"), Word("publish", "公示", "make public"),
            Word("county_agree", "县审批", "county agrees"), Word("pay", "发放", "pay"),
            Word("tell", "告知家长", "tell the family"), Word("receipt", "回执", "receipt"),
            Word("reject", "不予通过", "reject"), Word("decline", "放弃", "decline"),
            Word("suspend", "暂停", "suspend"), Word("resume", "恢复", "resume"),
            Word("money_return", "退款", "money comes back"),
        ],
        ends: ["receipted", "rejected", "declined"],
        moves: [
            Move("inform", ["eligible"], to: "informed"),
            Move("apply", ["eligible", "informed", "rejected"], to: "applied"),
            Move("school_agree", ["applied"], to: "school_agreed"),
            Move("publish", ["school_agreed"], to: "public"),
            Move("county_agree", ["public"], to: "county_agreed"),
            // Benefits without an application are paid by import.
            Move("pay", ["eligible", "informed", "county_agreed", "money_back"], to: "paid"),
            Move("tell", ["paid"], to: "told"),
            Move("receipt", ["paid", "told"], to: "receipted"),
            Move("reject", ["applied", "school_agreed", "public"], to: "rejected"),
            Move("decline", ["eligible", "informed", "applied"], to: "declined", if: .evidence),
            Move(
                "suspend",
                ["eligible", "informed", "applied", "school_agreed", "public", "county_agreed"],
                to: "suspended"
            ),
            Move("resume", ["suspended"], to: "eligible"),
            Move("money_return", ["paid", "told", "receipted"], to: "money_back"),
        ],
        waits: [],
        expectations: [
            Expectation(state: "eligible", event: "inform", days: 30),
            Expectation(state: "informed", event: "apply", days: 30),
            Expectation(state: "paid", event: "tell", days: 15),
            Expectation(state: "told", event: "receipt", days: 15),
            Expectation(state: "money_back", event: "pay", days: 15),
        ]
    )

    /// Something that is wrong and must be put right.
    static let issue = Workflow(
        type: "issue",
        states: [
            Word("open", "立项", "open"), Word("assigned", "交办", "assigned"),
            Word("fixing", "整改中", "being put right"), Word("submitted", "报结", "said to be done"),
            Word("struck", "销号", "closed"), Word("back", "退回", "sent back"),
            Word("reopened", "反弹", "open again"),
        ],
        events: [
            Word("assign", "交办", "assign"), Word("begin", "开始整改", "begin"),
            Word("submit", "报结", "say it is done"), Word("strike", "销号", "close"),
            Word("send_back", "退回", "send back"), Word("reopen", "反弹", "open again"),
        ],
        ends: ["struck"],
        moves: [
            Move("assign", ["open", "reopened"], to: "assigned"),
            Move("begin", ["open", "assigned", "back", "reopened"], to: "fixing"),
            Move("submit", ["assigned", "fixing", "back"], to: "submitted"),
            Move("strike", ["submitted"], to: "struck", if: .otherAuthor(than: "submit")),
            Move("send_back", ["submitted"], to: "back"),
            Move("reopen", ["struck"], to: "reopened"),
        ],
        waits: [],
        expectations: [
            Expectation(state: "open", event: "assign", days: 3),
            Expectation(state: "assigned", event: "submit", days: 15),
            Expectation(state: "fixing", event: "submit", days: 15),
            Expectation(state: "back", event: "submit", days: 7),
            Expectation(state: "submitted", event: "strike", days: 7),
        ]
    )

    /// Something that somebody is to do.
    static let task = Workflow(
        type: "task",
        states: [
            Word("open", "待办", "to do"), Word("done", "已办", "done"),
            Word("cancelled", "取消", "cancelled"),
        ],
        events: [
            Word("finish", "办结", "finish"), Word("cancel", "取消", "cancel"),
            Word("reopen", "重开", "open again"),
        ],
        ends: ["done", "cancelled"],
        moves: [
            Move("finish", ["open"], to: "done"),
            Move("cancel", ["open"], to: "cancelled"),
            Move("reopen", ["done", "cancelled"], to: "open"),
        ],
        waits: [],
        expectations: [Expectation(state: "open", event: "finish", days: 14)]
    )

    /// A family that may be falling back into poverty, told to the department that decides.
    static let clue = Workflow(
        type: "clue",
        states: [
            Word("noted", "线索", "noted"), Word("handed", "已移交", "handed on"),
            Word("listed", "已纳入", "listed"), Word("not_listed", "未纳入", "not listed"),
            Word("eliminated", "风险消除", "risk is over"),
        ],
        events: [
            Word("hand_on", "移交", "hand on"), Word("list", "纳入", "list"),
            Word("decline", "不纳入", "decline"), Word("eliminate", "风险消除", "risk is over"),
        ],
        ends: ["not_listed", "eliminated"],
        moves: [
            Move("hand_on", ["noted"], to: "handed"),
            Move("list", ["handed"], to: "listed"),
            Move("decline", ["handed"], to: "not_listed"),
            Move("eliminate", ["listed"], to: "eliminated"),
        ],
        waits: [],
        expectations: [
            Expectation(state: "noted", event: "hand_on", days: 3),
            Expectation(state: "handed", event: "list", days: 15),
        ]
    )

    /// A letter or a formal notice.
    static let notice = Workflow(
        type: "notice",
        states: [
            Word("draft", "草拟", "draft"), Word("issued", "已发出", "issued"),
            Word("delivered", "已送达", "delivered"), Word("receipted", "已回执", "receipted"),
            Word("refused", "拒收（留置）", "refused"), Word("undeliverable", "无法送达", "undeliverable"),
        ],
        events: [
            Word("print", "打印", "print"), Word("issue", "发出", "issue"),
            Word("deliver", "送达", "deliver"),
            Word("receipt", "回执", "receipt"), Word("refuse", "拒收", "refuse"),
            Word("fail", "无法送达", "fail to deliver"),
        ],
        ends: ["receipted", "refused", "undeliverable"],
        moves: [
            // Who prints a letter gives it out.
            Move("print", ["draft"], to: "issued"),
            Move("print", ["issued"], to: "issued"),
            Move("print", ["delivered"], to: "delivered"),
            Move("print", ["receipted"], to: "receipted"),
            Move("print", ["undeliverable"], to: "issued"),
            Move("issue", ["draft"], to: "issued"),
            Move("deliver", ["issued", "undeliverable"], to: "delivered"),
            Move("receipt", ["issued", "delivered", "refused"], to: "receipted"),
            Move("refuse", ["issued", "delivered"], to: "refused"),
            Move("fail", ["issued"], to: "undeliverable"),
        ],
        waits: [],
        expectations: [
            Expectation(state: "issued", event: "deliver", days: 7),
            Expectation(state: "delivered", event: "receipt", days: 7),
        ]
    )

    /// What a teacher objects to, and what the county says to it.
    static let objection = Workflow(
        type: "objection",
        states: [
            Word("open", "待答复", "to be answered"), Word("upheld", "维持原决定", "upheld"),
            Word("changed", "已改正", "changed"), Word("withdrawn", "已撤回", "withdrawn"),
        ],
        events: [
            Word("uphold", "维持", "uphold"), Word("change", "改正", "change"),
            Word("withdraw", "撤回", "withdraw"),
        ],
        ends: ["upheld", "changed", "withdrawn"],
        moves: [
            Move("uphold", ["open"], to: "upheld", if: .county),
            Move("change", ["open"], to: "changed", if: .county),
            Move("withdraw", ["open"], to: "withdrawn"),
        ],
        waits: [],
        expectations: [Expectation(state: "open", event: "uphold", days: 15)]
    )
}
