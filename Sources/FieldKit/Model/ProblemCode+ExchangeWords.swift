// The words of the problems of the exchange between peers.

extension ProblemCode {
    static let exchangeWords: [ProblemCode: ProblemEntry] = [
        .fileUnreadable: ProblemEntry(
            exit: 1,
            status: 400,
            retry: .afterPerson,
            chinese: "读不了文件 {path}：{reason}。",
            nextChinese: "请检查路径和权限。",
            english: "The file {path} cannot be read: {reason}.",
            nextEnglish: "Check the path and its permissions."
        ),
        .fileUnwritable: ProblemEntry(
            exit: 1,
            status: 400,
            retry: .afterPerson,
            chinese: "写不了文件 {path}：{reason}。",
            nextChinese: "请检查路径、权限和磁盘空间。",
            english: "The file {path} cannot be written: {reason}.",
            nextEnglish: "Check the path, its permissions and the disk's space."
        ),
        .notEnrolled: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "本机还没有在县里登记，不能同步。",
            nextChinese: "请用县里给的登记码运行 field init --server 网址 --code 登记码；已写的内容会一起上报。",
            english: "This laptop is not enrolled, so it cannot sync.",
            nextEnglish:
                "Run `field init --server URL --code CODE` with a code from the county; what was written goes up too."
        ),
        .codeInvalid: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "登记码不对。",
            nextChinese: "请逐组核对登记码；它由县里或中心校发给。",
            english: "The enrolment code is wrong.",
            nextEnglish: "Compare it group by group with the one you were given."
        ),
        .codeUsed: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "这个登记码已经用过。",
            nextChinese: "请向县里要一个新的；每台电脑一个。",
            english: "The enrolment code has been used.",
            nextEnglish: "Ask the county for a new one; each laptop needs its own."
        ),
        .codeExpired: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "登记码已过期（有效 {days} 天）。",
            nextChinese: "请向县里要一个新的。",
            english: "The enrolment code has expired; it was good for {days} days.",
            nextEnglish: "Ask the county for a new one."
        ),
        .authorityMismatch: ProblemEntry(
            exit: 1,
            status: 495,
            retry: .afterPerson,
            chinese: "服务器 {host} 的证书不是县里的证书。",
            nextChinese: "请不要继续：核对网址和登记码；如在学校网络，可能有设备冒充服务器。资料都在本机。",
            english: "The certificate authority of {host} is not the county's.",
            nextEnglish:
                "Stop: compare the address and the code. A device in this network may be posing as the server. All data is still here."
        ),
        .serverNameMismatch: ProblemEntry(
            exit: 1,
            status: 495,
            retry: .afterPerson,
            chinese: "县服务器的证书里没有 {host} 这个地址。",
            nextChinese: "请用县里给的网址；地址由管理员在建立服务器时用 SyncServer init --host 写明。",
            english: "The certificate of the county's server is not for the name {host}.",
            nextEnglish:
                "Use the address that the county gave; names are given to `SyncServer init` with --host."
        ),
        .serverUnreachable: ProblemEntry(
            exit: 3,
            status: 503,
            retry: .afterDelay,
            chinese: "没有连上服务器 {host}（{reason}）。资料都在本机，没有丢。",
            nextChinese: "请稍后再试，或到中心校再同步。",
            english:
                "The server {host} could not be reached ({reason}). All data is here; nothing was lost.",
            nextEnglish: "Try again later, or sync at the township school."
        ),
        .networkInterrupted: ProblemEntry(
            exit: 3,
            status: 503,
            retry: .afterDelay,
            chinese: "与 {host} 的连接中断（{reason}）。资料没有丢。",
            nextChinese: "请再运行一次同步，会从断点继续。",
            english: "The connection to {host} broke ({reason}). Nothing was lost.",
            nextEnglish: "Sync again; it goes on from where it stopped."
        ),
        .cancelled: ProblemEntry(
            exit: 3,
            status: 499,
            retry: .afterDelay,
            chinese: "已停止同步，资料没有丢。",
            nextChinese: "再运行一次同步即可继续。",
            english: "The sync was stopped; nothing was lost.",
            nextEnglish: "Sync again to go on."
        ),
        .notAServer: ProblemEntry(
            exit: 1,
            status: 502,
            retry: .afterPerson,
            chinese: "{host} 的回答不像是同步服务器（{reason}）。",
            nextChinese: "请检查网址；在需要登录的网络里，请先登录网络。",
            english: "{host} does not answer like a sync server ({reason}).",
            nextEnglish: "Check the address; in a network with a sign-in page, sign in first."
        ),
        .sessionUnknown: ProblemEntry(
            exit: 3,
            status: 401,
            retry: .afterDelay,
            chinese: "服务器已不认识这次同步。",
            nextChinese: "会自动重新开始；资料没有丢。",
            english: "The server no longer knows this session.",
            nextEnglish: "Start again with a hello; nothing was lost."
        ),
        .signatureInvalid: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .never,
            chinese: "签名不对；有这个签名的记录已放在一边。",
            nextChinese: "请联系县里；其他记录不受影响。",
            english: "A signature is wrong; a write that bears it is held aside.",
            nextEnglish: "Tell the county; nothing else is affected."
        ),
        .certificateInvalid: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "设备证书不是本县发出的。",
            nextChinese: "请用新的登记码重新登记。",
            english: "The device's certificate was not given by this county.",
            nextEnglish: "Enrol anew with a new code."
        ),
        .certificateUnknown: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterDelay,
            chinese: "这里还没有这台设备的证书；它写的记录先放在一边。",
            nextChinese: "县里的证书到达后会自动采用。",
            english:
                "The certificate of the device is not known here yet; what it wrote is held aside.",
            nextEnglish: "It is taken as soon as the certificate arrives."
        ),
        .certificateExpired: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "设备证书已过期；只能上报，不能接收。",
            nextChinese: "请与县里同步一次，证书会在那里续期。",
            english: "The device's certificate has expired: it may push but receives nothing.",
            nextEnglish: "Sync with the county; it is renewed there."
        ),
        .deviceRevoked: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "这台电脑已被县里停用；上报的内容要由人审核，不会收到新资料。",
            nextChinese: "请联系县里；您写的都没有丢。",
            english:
                "The county has shut this device out: what it sends waits for a person, and it receives nothing.",
            nextEnglish: "Tell the county; nothing you wrote is lost."
        ),
        .helloMisdirected: ProblemEntry(
            exit: 1,
            status: 421,
            retry: .never,
            chinese: "请求是给另一台服务器的。",
            nextChinese: "请检查网址。",
            english: "The request was meant for another server.",
            nextEnglish: "Check the address."
        ),
        .outOfScope: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "记录 {id} 不在本机负责的范围内，县里没有采用。",
            nextChinese: "请交给负责那个村或学校的人；您写的保存在“field 搁置”里。",
            english: "The record {id} is outside this device's scope; the county did not take it.",
            nextEnglish:
                "Hand it to whoever is responsible; what you wrote is kept under `field held`."
        ),
        .notServedHere: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "记录 {id} 不归这个乡镇的服务器管，还没有上报。",
            nextChinese: "请直接与县服务器同步。",
            english: "The record {id} is outside this relay's scope and stays unsent.",
            nextEnglish: "Sync with the county's server."
        ),
        .writeInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .never,
            chinese: "一条写入的格式不对：{reason}。",
            nextChinese: "已放在一边并列出；请报告此代码。",
            english: "A write is not well formed: {reason}.",
            nextEnglish: "It is held aside and listed; report this code."
        ),
        .contextAhead: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterDelay,
            chinese: "一条写入声称读过谁都没有的内容，已放在一边。",
            nextChinese: "请报告此代码；其他记录不受影响。",
            english:
                "A write claims to have read what its own author cannot have known; it was held aside.",
            nextEnglish: "Report this code; nothing else is affected."
        ),
        .forkDetected: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "同一编号有两条不同的写入（电脑被复制或恢复过）。两条都保留。",
            nextChinese: "请让县里查看；无须您做什么。",
            english:
                "Two different writes have one number (a laptop was copied or restored). Both are kept.",
            nextEnglish: "Let the county look at it; nothing else is needed."
        ),
        .versionUnsupported: ProblemEntry(
            exit: 1,
            status: 426,
            retry: .afterPerson,
            chinese: "对方使用较新的协议版本 {version}，本程序支持 {supported}。",
            nextChinese: "请更新程序；资料都在本机。",
            english:
                "The other side speaks protocol version {version}; this program speaks {supported}.",
            nextEnglish: "Update the program; all data is still here."
        ),
        .writeNeedsNewer: ProblemEntry(
            exit: 1,
            status: 426,
            retry: .afterPerson,
            chinese: "这条写入要较新的程序才能读，已放在一边。",
            nextChinese: "更新程序后会自动采用。",
            english: "The write needs a newer program; it was held aside.",
            nextEnglish: "It is taken after an update."
        ),
        .messageTooLarge: ProblemEntry(
            exit: 1,
            status: 413,
            retry: .never,
            chinese: "消息太大：超过 {limit}（字节或条）。",
            nextChinese: "请报告此代码；资料没有丢。",
            english: "The message has more than {limit} bytes or items.",
            nextEnglish: "Report this code; nothing was lost."
        ),
        .messageUndecodable: ProblemEntry(
            exit: 1,
            status: 400,
            retry: .never,
            chinese: "消息无法读取：{reason}。",
            nextChinese: "请再同步一次；若仍如此，请报告此代码。",
            english: "The message cannot be read: {reason}.",
            nextEnglish: "Sync again; if it stays so, report this code."
        ),
        .encodingUnsupported: ProblemEntry(
            exit: 1,
            status: 415,
            retry: .never,
            chinese: "不支持的压缩方式 {encoding}。",
            nextChinese: "请用 zstd 或 gzip。",
            english: "The content encoding {encoding} is not supported.",
            nextEnglish: "Use zstd or gzip."
        ),
    ]
}
