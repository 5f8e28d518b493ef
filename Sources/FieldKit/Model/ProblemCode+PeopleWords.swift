// The words of the problems of signing in at a laptop.

extension ProblemCode {
    static let peopleWords: [ProblemCode: ProblemEntry] = [
        .locked: ProblemEntry(
            exit: 1,
            status: 401,
            retry: .afterPerson,
            chinese: "这台电脑已锁定。",
            nextChinese: "请用 field 登录 输入口令；没存完的内容都在，没有丢。",
            english: "This laptop is locked.",
            nextEnglish: "Sign in with `field login`; what was being typed is kept."
        ),
        .nothingGiven: ProblemEntry(
            exit: 1,
            status: 400,
            retry: .afterPerson,
            chinese: "没有输入{what}，什么也没有改变。",
            nextChinese: "请再试一次。",
            english: "{what} was not given, and nothing was changed.",
            nextEnglish: "Try again."
        ),
        .personUnknown: ProblemEntry(
            exit: 1,
            status: 404,
            retry: .afterPerson,
            chinese: "这台电脑上没有登记这位老师。",
            nextChinese: "请用 field 人员 看有谁；新来的老师由已登录的老师用 field 登录 --new 加入。",
            english: "Nobody of this name is signed up at this laptop.",
            nextEnglish:
                "See `field people`; whoever is signed in lets a colleague in with `field login --new`."
        ),
        .personExists: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这台电脑上已登记了同名的老师。",
            nextChinese: "同一位老师请直接 field 登录；同名的两位请在姓名后加工号。",
            english: "Somebody of this name is signed up at this laptop already.",
            nextEnglish:
                "Sign in with `field login`; of two with one name, add the staff number to the name."
        ),
        .personSignedIn: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "现在登录的老师不能移除自己。",
            nextChinese: "请让另一位老师登录后再移除。",
            english: "Whoever works here now cannot be removed.",
            nextEnglish: "Let a colleague sign in and do it."
        ),
        .passphraseWrong: ProblemEntry(
            exit: 1,
            status: 401,
            retry: .afterPerson,
            chinese: "口令不对。",
            nextChinese: "请再输一次；忘了口令，可请另一位老师用 field 人员 移除 移出后重新加入，您写的资料都在。",
            english: "The passphrase is wrong.",
            nextEnglish:
                "Try again; whoever forgot it is removed by a colleague with `field people remove` and "
                + "let in anew. Nothing written is lost."
        ),
    ]
}
