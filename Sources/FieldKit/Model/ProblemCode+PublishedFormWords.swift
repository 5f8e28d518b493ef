// The words of the problems of forms that are published.

extension ProblemCode {
    static let publishedFormWords: [ProblemCode: ProblemEntry] = [
        .formVersionTaken: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "表单 {form} 的版本 {version} 已经发布过，内容不同。",
            nextChinese: "发布过的版本不能改。请在工作表 settings 的 version 列换一个新的版本号，再发布。",
            english:
                "The version {version} of the form {form} is published already, with other content.",
            nextEnglish:
                "What is published stays as it is. Write a new version into the sheet settings and publish again."
        ),
        .formTooLarge: ProblemEntry(
            exit: 1,
            status: 413,
            retry: .afterPerson,
            chinese: "表单 {form} 太大：{size}，最多 {limit} {unit}。",
            nextChinese: "请分成几个表单，或把很长的选项表放到名册里，用 pulldata 或 instance 查找。",
            english: "The form {form} is too large: {size} where {limit} {unit} are the most.",
            nextEnglish:
                "Make several forms of it, or keep long lists of choices as records and look them up."
        ),
        .formPathLong: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{path}”的路径太长，不能做字段名：{bytes} 字节，最多 {limit}。",
            nextChinese: "请把这道题或它外面的组的名字改短，或少套一层组。",
            english:
                "The path \"{path}\" is too long to be a field's name: {bytes} of {limit} bytes.",
            nextEnglish: "Shorten the name of the question or of a group around it, or nest less."
        ),
        .formTableUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "电脑上没有“{table}”这种记录，查不到东西。",
            nextChinese: "请改用有的记录类型：{known}；要查别的内容，请写进 choices 表。",
            english: "No laptop holds records of a type \"{table}\" that could be looked up.",
            nextEnglish:
                "Use a type that there is: {known}; put other lists into the sheet choices."
        ),
        .formTableRepeated: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{table}”指两张表：{first} 和 {second}。",
            nextChinese: "请给其中一个改名：文件（不论 .csv、.xml、.geojson）和 choices 表里的列表，名字不能相同。",
            english: "The name \"{table}\" means two tables: {first} and {second}.",
            nextEnglish:
                "Rename one: files, whatever their ending, and lists of the sheet choices need different names."
        ),
        .formColumnUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "表“{table}”里没有列“{column}”。",
            nextChinese: "请改正列名；有：{known}。",
            english: "The table \"{table}\" has no column \"{column}\".",
            nextEnglish:
                "Correct the name; there are: {known}."
        ),
        .formNotPublished: ProblemEntry(
            exit: 1,
            status: 404,
            retry: .afterPerson,
            chinese: "这里没有表单“{form}”。",
            nextChinese: "请用 field 表单 列表 看有哪些；县里刚发布的，同步一次就有。",
            english: "There is no form \"{form}\" here.",
            nextEnglish:
                "See `form list` for those that are; one that the county has just published comes with the next sync."
        ),
        .formWithdrawn: ProblemEntry(
            exit: 1,
            status: 409,
            retry: .afterPerson,
            chinese: "县里已停用表单 {form}，不能再开始填写。",
            nextChinese: "已经开始的草稿还在，可以填完上报。要重新使用，请县里再发布一次。",
            english: "The county has withdrawn the form {form}: nobody begins it any more.",
            nextEnglish:
                "A draft that was begun is kept and can be finished. To use the form again, the county publishes it again."
        ),
        .formUnreadable: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "表单 {form} 的版本 {version} 在这里读不出来：{reason}。",
            nextChinese: "请同步一次；还不行，请更新程序。已经填写的内容没有丢。",
            english: "The form {form}, version {version}, cannot be read here: {reason}.",
            nextEnglish: "Sync; if that does not help, update the program. No answer is lost."
        ),
    ]
}
