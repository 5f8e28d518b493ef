// The words of the problems of the county, its pages and its imports.

extension ProblemCode {
    static let countyWords: [ProblemCode: ProblemEntry] = [
        .tooManyRequests: ProblemEntry(
            exit: 3,
            status: 429,
            retry: .afterDelay,
            chinese: "请求太多，请稍等。",
            nextChinese: "{seconds} 秒后再试。",
            english: "Too many requests.",
            nextEnglish: "Try again after {seconds} seconds."
        ),
        .serverBusy: ProblemEntry(
            exit: 3,
            status: 503,
            retry: .afterDelay,
            chinese: "服务器正忙。",
            nextChinese: "请稍后再试；资料没有丢。",
            english: "The server is busy.",
            nextEnglish: "Try again later; nothing was lost."
        ),
        .serverFailing: ProblemEntry(
            exit: 3,
            status: 503,
            retry: .afterPerson,
            chinese: "服务器 {host} 出了故障（{reason}）。资料都在本机，没有丢。",
            nextChinese: "请把括号里的代码告诉县里，以后再同步。",
            english:
                "The server {host} cannot do its work ({reason}). All data is here; nothing was lost.",
            nextEnglish: "Tell the county the code in brackets, and sync again later."
        ),
        .relayOffline: ProblemEntry(
            exit: 3,
            status: 503,
            retry: .afterDelay,
            chinese: "中心校的服务器现在连不上县里，不能登记新电脑。",
            nextChinese: "请稍后再试。",
            english: "The relay cannot reach the county now, so it cannot enrol a device.",
            nextEnglish: "Try again later."
        ),
        .sumsDiffer: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterDelay,
            chinese: "与对方核对不一致（{bucket}），补齐后仍不一致。",
            nextChinese: "请连同上面的内容报告此代码；资料没有丢。",
            english: "The sums of {bucket} still differ after what differs was exchanged.",
            nextEnglish: "Report this code with what stands above; nothing was lost."
        ),
        .clockSuspect: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "本机时间与服务器相差 {seconds} 秒。",
            nextChinese: "若是本机的时间不对，请改正，否则请告诉县里；走访日期以您填写的为准，资料没有丢。",
            english: "This machine's clock is {seconds} seconds off the server's.",
            nextEnglish:
                "Set it if it is wrong, else tell the county; the dates of visits stay as you typed them, and nothing was lost."
        ),
        .notFound: ProblemEntry(
            exit: 1,
            status: 404,
            retry: .never,
            chinese: "没有 {path}。",
            nextChinese: "请检查网址。",
            english: "There is no {path}.",
            nextEnglish: "Check the address."
        ),
        .forbidden: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "这个角色或范围没有权限。",
            nextChinese: "请用有权限的身份登录，或向县里要角色和范围合适的登记码。",
            english: "This role or scope may not do that.",
            nextEnglish: "Sign in with a role that may, or ask the county for a code that fits."
        ),
        .signInFailed: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "姓名或密码不对。",
            nextChinese: "请再试；连续十次失败会锁定 15 分钟。",
            english: "Name or password is wrong.",
            nextEnglish: "Try again; ten failures lock the account for 15 minutes."
        ),
        .accountLocked: ProblemEntry(
            exit: 3,
            status: 429,
            retry: .afterDelay,
            chinese: "失败次数太多，账号锁定到 {until}。",
            nextChinese: "请到时再试，或请管理员发新的链接。",
            english: "Too many failures; the account is locked until {until}.",
            nextEnglish: "Try again then, or ask an administrator for a new link."
        ),
        .passwordWeak: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "密码至少要 {length} 个字符。",
            nextChinese: "请换一个长一些的。",
            english: "A password needs at least {length} characters.",
            nextEnglish: "Choose a longer one."
        ),
        .passwordsDiffer: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "两次输入的密码不一样。",
            nextChinese: "请再写一次。",
            english:
                "The two passwords are not the same.",
            nextEnglish: "Write them again."
        ),
        .linkInvalid: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "这个链接无效、已用过或已过期。",
            nextChinese: "请管理员发一个新的。",
            english: "The link is wrong, used or expired.",
            nextEnglish: "Ask an administrator for a new one."
        ),
        .formStale: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "页面打开之后内容有了变化，您的决定没有保存。",
            nextChinese: "请看看现在的内容，再决定一次。",
            english: "What the page showed has changed since; your decision was not saved.",
            nextEnglish: "Look at it as it is now and decide again."
        ),
        .reasonNeeded: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "没有写理由，什么也没有做。",
            nextChinese: "请再试一次，写明理由。",
            english: "No reason was given, and nothing was done.",
            nextEnglish: "Try again, and give one."
        ),
        .listenInvalid: ProblemEntry(
            exit: 2,
            status: 400,
            retry: .afterPerson,
            chinese: "监听地址“{address}”不对：{reason}。",
            nextChinese: "请写成 主机:端口，如 0.0.0.0:8443；--plain-http 只能用于本机地址。",
            english: "The address to listen on, \"{address}\", will not do: {reason}.",
            nextEnglish:
                "Write HOST:PORT, such as 0.0.0.0:8443; --plain-http only on a loopback address."
        ),
        .roleInvalid: ProblemEntry(
            exit: 2,
            status: 400,
            retry: .afterPerson,
            chinese: "没有角色“{role}”。",
            nextChinese: "可用：{roles}。",
            english: "There is no role \"{role}\".",
            nextEnglish: "Use one of: {roles}."
        ),
        .deviceUnknown: ProblemEntry(
            exit: 1,
            status: 404,
            retry: .afterPerson,
            chinese: "没有设备 {device}。",
            nextChinese: "请用 SyncServer devices 查看。",
            english: "There is no device {device}.",
            nextEnglish: "See `SyncServer devices`."
        ),
        .headerMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 里找不到列“{column}”。",
            nextChinese: "请检查标题行；可用的写法见说明。",
            english: "{file} has no column \"{column}\".",
            nextEnglish: "Check the row of headings."
        ),
        .encodingInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 的文字编码认不出（不是 UTF-8 也不是 GB18030）。",
            nextChinese: "请在表格软件里另存为“CSV UTF-8”。",
            english: "The text encoding of {file} is neither UTF-8 nor GB18030.",
            nextEnglish: "Save it as \"CSV UTF-8\" in the spreadsheet program."
        ),
        .numberDestroyed: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "号码像是被表格软件改过（{form}）。",
            nextChinese: "请把该列设为“文本”后重新导出。",
            english: "The number looks as if a spreadsheet had destroyed it ({form}).",
            nextEnglish: "Set the column to text and export again."
        ),
        .numberCheckDigit: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "身份证号校验位不对。",
            nextChinese: "请对照户口簿核对。",
            english: "The check digit of the national number is wrong.",
            nextEnglish: "Compare it with the household register."
        ),
        .numberFormat: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "身份证号应为 18 位。",
            nextChinese: "请核对。",
            english: "A national number has 18 characters.",
            nextEnglish: "Check it."
        ),
        .numberBirthDate: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "身份证号里的出生日期不对。",
            nextChinese: "请核对。",
            english: "The birth date inside the national number is no valid date.",
            nextEnglish: "Check it."
        ),
        .numberMismatch: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{field}”与身份证号不一致。",
            nextChinese: "请核对两者。",
            english: "\"{field}\" does not agree with the national number.",
            nextEnglish: "Check both."
        ),
        .numberDuplicate: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{field}”与第 {line} 行重复。",
            nextChinese: "请保留一行。",
            english: "\"{field}\" repeats that of line {line}.",
            nextEnglish: "Keep one of the rows."
        ),
        .valueMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{field}”没有填。",
            nextChinese: "请补上。",
            english: "\"{field}\" is empty.",
            nextEnglish: "Fill it in."
        ),
        .backupInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{path} 不是可用的备份：{reason}。",
            nextChinese: "请换一个备份文件。",
            english: "{path} is no usable backup: {reason}.",
            nextEnglish: "Choose another backup."
        ),
        .notARelay: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这里是县服务器，没有上级。",
            nextChinese: "请在中心校的服务器上运行。",
            english: "This store is the county's; it has no upstream.",
            nextEnglish: "Run this on a relay."
        ),
        .notTheCounty: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这里是乡镇的中转服务器，这件事只有县服务器能做。",
            nextChinese: "请在县服务器上运行。",
            english: "This store is a relay; only the county can do that.",
            nextEnglish: "Run this at the county."
        ),
    ]
}
