// The words of the problems of a form's sheets.

extension ProblemCode {
    static let formWords: [ProblemCode: ProblemEntry] = [
        .formUnusable: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "表单 {file} 有 {errors} 处错误，不能使用。",
            nextChinese: "请按上面的提示逐条改正，再检查一次。",
            english: "The form {file} cannot be used: it has {errors} errors.",
            nextEnglish: "Correct each of them as it says above, and check again."
        ),
        .formSheetMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "缺工作表“{sheet}”；有：{sheets}。",
            nextChinese: "请加上工作表 {sheet}，或把名字写对的那张改成这个名字。",
            english: "The sheet \"{sheet}\" is missing; there are: {sheets}.",
            nextEnglish: "Add a sheet named {sheet}, or rename the one that is meant."
        ),
        .formSheetEmpty: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "工作表“{sheet}”里没有一行内容。",
            nextChinese: "请在标题行下面写上内容。",
            english: "The sheet \"{sheet}\" has no rows.",
            nextEnglish: "Write rows below its headings."
        ),
        .formHeadingMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "缺列“{heading}”。",
            nextChinese: "请在第一行加上标题 {heading}。",
            english: "The column \"{heading}\" is missing.",
            nextEnglish: "Add the heading {heading} to the first row."
        ),
        .formHeadingRepeated: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "列“{heading}”与列“{other}”意思相同。",
            nextChinese: "请只留一列。",
            english: "The column \"{heading}\" means the same as the column \"{other}\".",
            nextEnglish: "Keep one of them."
        ),
        .formHeadingUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "不认识列“{heading}”，其中的内容没有使用。",
            nextChinese: "请改正标题；若只是备注，可以不管。",
            english: "The column \"{heading}\" is not known; what it holds is not used.",
            nextEnglish: "Correct the heading; if it holds remarks, leave it."
        ),
        .formColumnUnsupported: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "还不支持列“{heading}”。",
            nextChinese: "请清空这一列，或改用别的写法：{instead}。",
            english: "The column \"{heading}\" is not supported.",
            nextEnglish: "Empty the column, or write it another way: {instead}."
        ),
        .formSettingUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "不认识设置“{heading}”，没有使用。",
            nextChinese: "请改正标题；若只是备注，可以不管。",
            english: "The setting \"{heading}\" is not known and is not used.",
            nextEnglish: "Correct the heading; if it is a remark, leave it."
        ),
        .formTypeMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "这一行没有题型。",
            nextChinese: "请在 type 列写题型，如 text、integer、select_one 加列表名。",
            english: "The row has no type.",
            nextEnglish:
                "Write a type into the column type, such as text, integer or select_one with a list."
        ),
        .formTypeUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "不认识题型“{type}”。",
            nextChinese: "请改正；可用的题型：{known}。",
            english: "The type \"{type}\" is not known.",
            nextEnglish: "Correct it; the types are: {known}."
        ),
        .formTypeUnsupported: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "还不支持题型“{type}”。",
            nextChinese: "请删去这一行，或改用别的题型：{instead}。",
            english: "The type \"{type}\" is not supported.",
            nextEnglish: "Delete the row, or use another type: {instead}."
        ),
        .formNameMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "这一行没有名字。",
            nextChinese: "请在 name 列写名字：以字母开头，只用字母、数字、“_”、“-”、“.”。",
            english: "The row has no name.",
            nextEnglish:
                "Write one into the column name: a letter first, then letters, digits, _, - and full stops."
        ),
        .formNameInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{name}”不能作名字。",
            nextChinese: "名字以字母或“_”开头，只用字母、数字、“_”、“-”、“.”，不要空格。",
            english: "\"{name}\" cannot be a name.",
            nextEnglish:
                "Begin with a letter or _, and use only letters, digits, _, - and full stops; no blanks."
        ),
        .formNameRepeated: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "名字“{name}”在同一组里用了两次（另一处在第 {line} 行）。",
            nextChinese: "请给其中一个改名。",
            english: "The name \"{name}\" is used twice in one group; the other is in row {line}.",
            nextEnglish: "Rename one of them."
        ),
        .formNameCase: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "名字“{name}”与第 {line} 行的只有大小写不同。",
            nextChinese: "能用，但容易看错；请考虑改名。",
            english: "The name \"{name}\" differs from that in row {line} only by capitals.",
            nextEnglish: "It works, but is easily misread: think of renaming it."
        ),
        .formNameReserved: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "名字“{name}”留作他用。",
            nextChinese: "请改名。",
            english: "The name \"{name}\" is reserved.",
            nextEnglish: "Rename it."
        ),
        .formLabelMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{name}”没有标签。",
            nextChinese: "请在 label 列写上要显示的文字。",
            english: "\"{name}\" has no label.",
            nextEnglish: "Write what is to be shown into the column label."
        ),
        .formLanguageMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "列“{heading}”没有语言“{language}”的文字。",
            nextChinese: "请加上列 {heading}::{language}，或从别的列去掉这种语言。",
            english: "The column \"{heading}\" has no text in the language \"{language}\".",
            nextEnglish:
                "Add a column {heading}::{language}, or take that language from the other columns."
        ),
        .formBlockUnclosed: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "第 {line} 行的 begin_{type}“{name}”没有配对的 end_{type}。",
            nextChinese: "请在这一组的最后加一行 end_{type}。",
            english: "The begin_{type} of \"{name}\" in row {line} has no end_{type}.",
            nextEnglish: "Add a row end_{type} after the last row of it."
        ),
        .formBlockUnopened: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "end_{type} 没有配对的 begin_{type}。",
            nextChinese: "请删去这一行，或在前面加上 begin_{type}；先开始的后结束。",
            english: "The end_{type} has no begin_{type}.",
            nextEnglish:
                "Delete the row, or add a begin_{type} before; what begins last ends first."
        ),
        .formBlockCrossed: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "end_{type} 结束的却是第 {line} 行的 begin_{other}“{name}”。",
            nextChinese: "请改成 end_{other}，或调换两个 end 的次序：后开始的先结束。",
            english: "The end_{type} ends the begin_{other} of \"{name}\" in row {line}.",
            nextEnglish:
                "Write end_{other}, or put the ends in the other order: what begins last ends first."
        ),
        .formBlockEmpty: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "begin_{type}“{name}”里没有一道题。",
            nextChinese: "请在它和 end_{type} 之间加上题目，或删去这两行。",
            english: "There is nothing in the begin_{type} of \"{name}\".",
            nextEnglish:
                "Add questions between it and its end_{type}, or delete both rows."
        ),
        .formListMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "题型“{type}”后面没有列表名。",
            nextChinese: "请在题型后写上 choices 表里的列表名，如 select_one yes_no。",
            english: "The type \"{type}\" names no list.",
            nextEnglish: "Name a list of the sheet choices behind it, as in select_one yes_no."
        ),
        .formListUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "choices 表里没有列表“{list}”。",
            nextChinese: "请在 choices 表里加上这个列表，或改正名字；有：{known}。",
            english: "The sheet choices has no list \"{list}\".",
            nextEnglish: "Add it to the sheet choices, or correct the name; there are: {known}."
        ),
        .formChoicesNotRepeated: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{name}”不是重复组里的题目，它的回答不能作选项。",
            nextChinese: "请写 choices 表里的列表名，或写 begin_repeat 和 end_repeat 之间一道题的名字。",
            english: "\"{name}\" is no question of a repeat, so its answers are no choices.",
            nextEnglish:
                "Name a list of the sheet choices, or a question between a begin_repeat and its end_repeat."
        ),
        .formChoiceIncomplete: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "这个选项缺“{heading}”。",
            nextChinese: "请补上。",
            english: "The choice lacks its \"{heading}\".",
            nextEnglish: "Fill it in."
        ),
        .formChoiceRepeated: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "列表“{list}”里有两个选项叫“{name}”（另一个在第 {line} 行）。",
            nextChinese: "请给其中一个改名；若是有意的，在 settings 表设 allow_choice_duplicates 为 yes。",
            english:
                "The list \"{list}\" has two choices named \"{name}\"; the other is in row {line}.",
            nextEnglish:
                "Rename one; if it is meant, set allow_choice_duplicates to yes in the sheet settings."
        ),
        .formChoiceBlank: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "选项名“{name}”里有空格，不能用于多选或排序。",
            nextChinese: "请用“_”代替空格。",
            english:
                "The choice \"{name}\" has a blank in its name, so it cannot be one of several.",
            nextEnglish: "Write _ instead of the blank."
        ),
        .formValueWrong: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{value}”不合要求，应为：{expected}。",
            nextChinese: "请改正。",
            english: "\"{value}\" will not do; it has to be {expected}.",
            nextEnglish: "Correct it."
        ),
        .formValueMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{name}”的“{heading}”是空的。",
            nextChinese: "请填上。",
            english: "The \"{heading}\" of \"{name}\" is empty.",
            nextEnglish: "Fill it in."
        ),
        .formParameterUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "不认识参数“{parameter}”。",
            nextChinese: "请改正；可用：{known}。",
            english: "The parameter \"{parameter}\" is not known here.",
            nextEnglish: "Correct it; those that can be are: {known}."
        ),
        .formOtherFilter: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "or_other 不能与 choice_filter 一起用。",
            nextChinese: "请去掉其中一个。",
            english: "or_other and choice_filter cannot be used together.",
            nextEnglish: "Remove one of them."
        ),
        .formFileKind: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "文件“{file}”的种类不行，应为：{expected}。",
            nextChinese: "请用这些种类的文件。",
            english: "A file like \"{file}\" cannot be used; it has to be {expected}.",
            nextEnglish: "Use a file of such a kind."
        ),
        .formEntityWrong: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "entities 表或 save_to 用得不对：{reason}。",
            nextChinese: "请改正。",
            english: "The sheet entities or save_to is not used right: {reason}.",
            nextEnglish: "Correct it."
        ),
        .answerNotTaken: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "“{path}”的答案不能用：{reason}。",
            nextChinese: "请改正后再运行一次；这次什么也没有保存，答案文件没有改动。",
            english: "The answer to \"{path}\" is not taken: {reason}.",
            nextEnglish:
                "Correct it and run this again; nothing was saved, and the file is as it was."
        ),
        .formUnfinished: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "答案到“{path}”就没有了，表单还没填完；已答的存为草稿。",
            nextChinese: "请再运行一次，从这里接着填。",
            english:
                "The answers end at \"{path}\", before the form does; what there is is kept as a draft.",
            nextEnglish: "Run this again to go on from there."
        ),
    ]
}
