// The words of the problems of objections, and of values that are written in a decision.

extension ProblemCode {
    static let decisionWords: [ProblemCode: ProblemEntry] = [
        .wordUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{field}”没有这一项；可以填：{allowed}。",
            nextChinese: "请填其中的代码或文字。",
            english: "The list of the field \"{field}\" has no such word; it has: {words}.",
            nextEnglish: "Type one of its codes or words."
        ),
        .objectionClosed: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这条异议已经答复，或已由提出的人撤回；这次没有保存。",
            nextChinese:
                "请看现在的异议：电脑上 field 异议 列表 --all，服务器上 SyncServer objections list --all。",
            english:
                "The objection was answered, or withdrawn by whoever raised it; nothing was saved now.",
            nextEnglish:
                "See `field object list --all`, on a server `SyncServer objections list --all`."
        ),
        .notTheAuthor: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "这条异议是别人提出的，只有提出的人能撤回。",
            nextChinese: "请让提出的人登录后撤回（field 登录）。",
            english: "Somebody else raised this objection, and nobody but them can withdraw it.",
            nextEnglish: "Let them sign in with `field login` and withdraw it."
        ),
    ]
}
