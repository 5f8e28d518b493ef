// The words of the problems of commands, values and files here.

extension ProblemCode {
    static let commandWords: [ProblemCode: ProblemEntry] = [
        .wrongUsage: ProblemEntry(
            exit: 2,
            status: 400,
            retry: .afterPerson,
            chinese: "命令写法不对：{what}。",
            nextChinese: "请用 --help 查看用法。",
            english: "The command is not written right: {what}.",
            nextEnglish: "See --help."
        ),
        .argumentNotText: ProblemEntry(
            exit: 2,
            status: 400,
            retry: .afterPerson,
            chinese: "第 {index} 个参数不是 {encoding} 文字，什么也没有存。",
            nextChinese: "请把 LANG 设成终端的编码，或把内容放进 UTF-8 的文件再读入。",
            english: "Argument {index} is no text in {encoding}; nothing was saved.",
            nextEnglish:
                "Set LANG to the encoding of the terminal, or put the value into a file in UTF-8."
        ),
        .missingOption: ProblemEntry(
            exit: 2,
            status: 400,
            retry: .afterPerson,
            chinese: "命令里缺少：{option}。",
            nextChinese: "请在命令里写上；写法见 --help。",
            english: "The command lacks {option}.",
            nextEnglish: "Give it on the command line; see --help."
        ),
        .homeMissing: ProblemEntry(
            exit: 1,
            status: 400,
            retry: .afterPerson,
            chinese: "文件夹 {path} 里还没有资料库。",
            nextChinese: "请先运行 field init（服务器上是 SyncServer init）。",
            english: "There is no replica in {path} yet.",
            nextEnglish: "Run `field init` first; on a server `SyncServer init`."
        ),
        .homeExists: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "文件夹 {path} 里已经有资料库。",
            nextChinese: "请换一个文件夹（--home；服务器上是 --data），或直接使用现有的资料库。",
            english: "There is already a replica in {path}.",
            nextEnglish:
                "Choose another folder with --home, on a server --data, or use the one that is there."
        ),
        .homeBusy: ProblemEntry(
            exit: 3,
            status: 503,
            retry: .afterDelay,
            chinese: "另一个程序正在使用 {path}。",
            nextChinese: "请等它结束后再试，资料没有丢。",
            english: "Another process is using {path}.",
            nextEnglish: "Wait until it has ended and try again; nothing was lost."
        ),
        .homeReadOnly: ProblemEntry(
            exit: 1,
            status: 500,
            retry: .afterPerson,
            chinese: "不能写入 {path}：{reason}。",
            nextChinese: "请检查文件夹的权限或磁盘，然后再试；已存的资料没有丢。",
            english: "{path} cannot be written: {reason}.",
            nextEnglish:
                "Check the folder's permissions or the disk and try again; what was saved is not lost."
        ),
        .recoveryNeedsWriting: ProblemEntry(
            exit: 1,
            status: 500,
            retry: .afterPerson,
            chinese: "{path} 上次没有正常关闭，要先写入才能读出，而这里现在不能写入。",
            nextChinese: "请腾出空间，或把整个文件夹复制到能写入的磁盘（cp -a），再打开一次；资料没有丢。",
            english:
                "{path} was not closed in order and must be written before it can be read, which is not possible here now.",
            nextEnglish:
                "Make room, or copy the whole folder to a disk that can be written (cp -a), and open it again; nothing was lost."
        ),
        .diskFull: ProblemEntry(
            exit: 1,
            status: 507,
            retry: .afterPerson,
            chinese: "磁盘已满，{path} 没有写入。",
            nextChinese: "请腾出空间后再试；之前保存的都还在。",
            english: "The disk is full; nothing was written to {path}.",
            nextEnglish: "Free some space and try again; everything saved before is still there."
        ),
        .storeDamaged: ProblemEntry(
            exit: 4,
            status: 500,
            retry: .never,
            chinese: "文件 {path} 已损坏：{reason}。",
            nextChinese: """
                请不要删除它。电脑：把文件夹交给县里恢复，用新的登记码在另一个文件夹（--home）登记；\
                服务器：用 SyncServer restore 恢复备份。
                """,
            english: "The file {path} is damaged: {reason}.",
            nextEnglish:
                """
                Do not delete it. A laptop: hand the folder to the county for recovery, and enrol with \
                a new code in another folder (--home). A server: put a backup in its place with \
                `SyncServer restore`.
                """
        ),
        .storeNewer: ProblemEntry(
            exit: 1,
            status: 500,
            retry: .afterPerson,
            chinese: "资料库 {path} 是较新版本（{found}）建立的，本程序只认识 {known}。",
            nextChinese: "请更新程序。",
            english:
                "The database {path} was made by a newer version ({found}); this program knows {known}.",
            nextEnglish: "Update the program."
        ),
        .invariantBroken: ProblemEntry(
            exit: 4,
            status: 500,
            retry: .never,
            chinese: "资料库内部检查不通过：{reason}。",
            nextChinese: "请保留文件夹并报告此代码。",
            english: "The replica fails its own check: {reason}.",
            nextEnglish: "Keep the folder and report this code."
        ),
        .internalError: ProblemEntry(
            exit: 4,
            status: 500,
            retry: .never,
            chinese: "程序内部错误：{reason}。",
            nextChinese: "请报告此代码；已存的资料没有丢。",
            english: "A defect: {reason}.",
            nextEnglish: "Report this code; what was saved is not lost."
        ),
        .unknownType: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "没有“{type}”这种记录。",
            nextChinese: "请检查类型名；用 field put 时，确实需要可加 --raw。",
            english: "There is no record type \"{type}\".",
            nextEnglish: "Check the name; with `field put`, add --raw if you mean it."
        ),
        .unknownField: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{type}”没有字段“{field}”。",
            nextChinese: "请检查字段名；用 field put 时，确实需要可加 --raw。",
            english: "The type \"{type}\" has no field \"{field}\".",
            nextEnglish: "Check the name; with `field put`, add --raw if you mean it."
        ),
        .wrongKind: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{label}”应填{expected}，所填内容不符。",
            nextChinese: "请改正后再试。",
            english: "The field \"{field}\" takes {expected}; what was given is not that.",
            nextEnglish: "Correct it and try again."
        ),
        .notASet: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "字段“{field}”不是集合，不能用 += 或 -=。",
            nextChinese: "请用 {field}=值。",
            english: "The field \"{field}\" is no set, so += and -= do not fit.",
            nextEnglish: "Use {field}=VALUE."
        ),
        .isASet: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "字段“{field}”是集合，请逐个增减。",
            nextChinese: "请用 {field}+=值 或 {field}-=值。",
            english: "The field \"{field}\" is a set; change it element by element.",
            nextEnglish: "Use {field}+=VALUE or {field}-=VALUE."
        ),
        .valueTooLong: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "字段“{field}”太长：{bytes} 字节，最多 {limit} 字节。",
            nextChinese: "请缩短后再试。",
            english: "The field \"{field}\" is too long: {bytes} bytes, at most {limit}.",
            nextEnglish: "Shorten it and try again."
        ),
        .writeTooLarge: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "一次写入一条“{type}”的内容太多：{size}，最多 {limit} {unit}。",
            nextChinese: "请分几次写入；这一次的没有写。",
            english:
                "Too much is written of one \"{type}\" at once: {size}, at most {limit} {unit}.",
            nextEnglish: "Write it in several parts; this one was not written."
        ),
        .nothingToWrite: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "没有要写的内容。",
            nextChinese: "请至少给出一个 名称=值，或一个有内容的文件。",
            english: "There is nothing to write.",
            nextEnglish: "Give at least one NAME=VALUE, or a file that has a line."
        ),
        .recordNotHeld: ProblemEntry(
            exit: 1,
            status: 404,
            retry: .afterPerson,
            chinese: "本机没有记录 {id}。",
            nextChinese: "请检查编号；若属于其他村或学校，请在负责的电脑上修改。",
            english: "This replica does not hold the record {id}.",
            nextEnglish:
                "Check the id; if it belongs to another village or school, change it where it is kept."
        ),
        .invalidIdentifier: ProblemEntry(
            exit: 2,
            status: 400,
            retry: .afterPerson,
            chinese: "所给的不是记录编号；编号形如 01a203f8-4d31-752d-ab21-75331c0995f0。",
            nextChinese: "请从列表中复制完整的编号。",
            english:
                "What was given is no record id; one looks like 01a203f8-4d31-752d-ab21-75331c0995f0.",
            nextEnglish: "Copy the whole id from a list."
        ),
        .invalidVersion: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "所给的版本（version）无法读取，或其中的内容不在本机。",
            nextChinese: "请原样使用 get 或导出文件给出的 version；仍不行就在本机重新导出。",
            english:
                "The version that was given cannot be read, or names writes that are not held here.",
            nextEnglish:
                "Use the version from `field get` or an export unchanged; if that fails, export again here."
        ),
        .bucketNeeded: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "不知道这条记录属于哪个村或学校。",
            nextChinese: "请用 --bucket 指明，或给出它所属的户；名册里请写学校标识码、村代码或户号，或先导入学校。",
            english: "It is not known which village or school this record belongs to.",
            nextEnglish:
                "Name it with --bucket, or give the household it belongs to; in a list give the code of the school or village or the number of the household, or import the schools first."
        ),
        .scopeElsewhere: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "范围 {scope} 不以本县区划 {division} 开头：用这个码的设备看不到别人的资料。",
            nextChinese: "若不是有意的，请用正确的范围再发一个；没用过的码到期作废。",
            english:
                "The scope {scope} does not begin with the division {division}: a device with it will share nothing with the others.",
            nextEnglish: "If that was not meant, make another code; one that is not used expires."
        ),
        .bucketInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{bucket}”不是村或学校代码。",
            nextChinese: "请填数字代码，如 610326101901。",
            english: "\"{bucket}\" is no code of a village or school.",
            nextEnglish: "Give digits, such as 610326101901."
        ),
        .notInConflict: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "记录 {id} 的“{field}”没有待定的冲突。",
            nextChinese: "可用 field 冲突 查看。",
            english: "The field \"{field}\" of record {id} is not in conflict.",
            nextEnglish: "See `field conflicts`."
        ),
        .nothingFits: ProblemEntry(
            exit: 1,
            status: 404,
            retry: .afterPerson,
            chinese: "没有找到符合的{what}。",
            nextChinese: "请换一个词，或用 field 查 查找，再写上编号。",
            english: "No {what} fits.",
            nextEnglish: "Try another word, or look with `field find` and give the id."
        ),
        .severalFit: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "有 {count} 个{what}都符合。",
            nextChinese: "请再加一个词，或写上编号。",
            english: "{count} of {what} fit.",
            nextEnglish: "Add a word, or give the id."
        ),
        .nothingToUndo: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这台电脑上没有您可以撤销的修改。",
            nextChinese: "请用 field 历史 看记录的历史，再用 field put 改正。",
            english: "There is no change of yours here that could be taken back.",
            nextEnglish: "See `field history`, and write anew with `field put`."
        ),
        .changedSince: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "不能撤销：之后已有人改过，或写了与它有关的内容（{type} {id}）。",
            nextChinese: "请用 field 来历 看是谁写的，需要时直接写上新的内容。",
            english:
                "It cannot be taken back: somebody has written over it, or about it, since ({type} {id}).",
            nextEnglish: "See `field why`, and write anew if need be."
        ),
        .decisionStays: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "决定不能撤销，它已告知有关的人。",
            nextChinese: "请写上新的内容，或用 field 异议 提出异议。",
            english: "A decision cannot be taken back: it has been told to those concerned.",
            nextEnglish: "Write anew, or object with `field object`."
        ),
        .earlierNotHeld: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "不能撤销：“{field}”原来的内容不在这台电脑上。",
            nextChinese: "请直接写上应有的内容。",
            english: "It cannot be taken back: what \"{field}\" held before is not held here.",
            nextEnglish: "Write what it should hold."
        ),
        .printingMissing: ProblemEntry(
            exit: 1,
            status: 500,
            retry: .afterPerson,
            chinese: "这台电脑还不能打印：缺少 {what}。",
            nextChinese: "请安装 libpangocairo-1.0-0 和中文字体 fonts-noto-cjk，再打印；资料没有变。",
            english: "Nothing can be printed here: {what} is missing.",
            nextEnglish:
                "Install libpangocairo-1.0-0 and the fonts fonts-noto-cjk, then print; no record has changed."
        ),
        .visitNotCurrent: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这次走访{state}，不能再改。",
            nextChinese: "已更正的请改新的一版（{newer}）；作废的请重新记一次。",
            english: "This visit is {state} and is not corrected any more.",
            nextEnglish: "Correct the newer version ({newer}), or record a void one again."
        ),
        .correctionBegun: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "这次走访有一份没填完的更正，选项没有写入。",
            nextChinese: "用 field 家访 续填 接着填，或在那里用“删”丢掉它，再用选项修改。",
            english:
                "A correction of this visit is begun and not finished; the options changed nothing.",
            nextEnglish:
                "Go on with it with `field visit resume`, or forget it there with del, then use the options."
        ),
        .immutableField: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "“{type}”的“{field}”提交后不能修改。",
            nextChinese: "请新建一条更正记录。",
            english: "\"{field}\" of a \"{type}\" cannot change once written.",
            nextEnglish: "Make a new record that corrects it."
        ),
        .authorityNeeded: ProblemEntry(
            exit: 1,
            status: 403,
            retry: .afterPerson,
            chinese: "“{field}”只能由{authority}修改。",
            nextChinese: "您看到的不同情况已可作为核实记录上报。",
            english: "Only {authority} may change \"{field}\".",
            nextEnglish: "Report what you saw as an observation."
        ),
        .lineInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 第 {line} 行读不懂：{reason}。",
            nextChinese: "请改正这一行；整个文件都没有写入。",
            english: "Line {line} of {file} cannot be read: {reason}.",
            nextEnglish: "Correct the line; nothing of the file was written."
        ),
    ]
}
