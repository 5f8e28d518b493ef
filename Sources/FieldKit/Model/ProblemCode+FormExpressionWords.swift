// The words of the problems of a form's references and expressions.

extension ProblemCode {
    static let formExpressionWords: [ProblemCode: ProblemEntry] = [
        .formReferenceUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "没有叫“{name}”的题目。",
            nextChinese: "请把“{name}”改成有的名字，或加上这道题。",
            english: "There is no question \"{name}\".",
            nextEnglish: "Correct \"{name}\", or add the question."
        ),
        .formPathEmpty: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "路径“{path}”不通向任何题目，总是空的。",
            nextChinese: "请改正路径；指题目的，写成 $ 加大括号里的题目名。",
            english: "The path \"{path}\" leads to no question and is always empty.",
            nextEnglish:
                "Correct it; a question is meant by $ and its name in braces."
        ),
        .formReferenceUnclear: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "有几道题都叫“{name}”，不知指哪一道。",
            nextChinese: "请给其中的改名。",
            english: "Several questions are named \"{name}\", so it is not clear which is meant.",
            nextEnglish: "Rename them."
        ),
        .formReferenceMalformed: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "引用“{text}”写得不对。",
            nextChinese: "请写成 ${name}，括号里只有名字，没有空格。",
            english: "The reference \"{text}\" is not written right.",
            nextEnglish: "Write ${name}: between the braces a name alone, without blanks."
        ),
        .formExpressionInvalid: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "表达式读不懂：{reason}（第 {offset} 个字符附近）。",
            nextChinese: "请检查括号、引号和运算符。",
            english: "The expression cannot be read: {reason}, near character {offset}.",
            nextEnglish: "Look at its brackets, quotation marks and operators."
        ),
        .formFunctionUnknown: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "没有函数“{function}”。",
            nextChinese: "请改正名字；可用：{known}。",
            english: "There is no function \"{function}\".",
            nextEnglish: "Correct the name; there are: {known}."
        ),
        .formFunctionArguments: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "函数“{function}”要 {expected} 个参数，这里有 {found} 个。",
            nextChinese: "请改正。",
            english: "The function \"{function}\" takes {expected} arguments; here are {found}.",
            nextEnglish: "Correct it."
        ),
        .formFunctionUnsupported: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "还不支持函数“{function}”。",
            nextChinese: "请换一种写法：{instead}。",
            english: "The function \"{function}\" is not supported.",
            nextEnglish: "Write it another way: {instead}."
        ),
        .formCycle: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "计算互相依赖，成了圈：{path}。",
            nextChinese: "请改动其中一个，使它不再依赖自己。",
            english: "Calculations depend on each other in a circle: {path}.",
            nextEnglish: "Change one of them so that it no longer depends on itself."
        ),
    ]
}
