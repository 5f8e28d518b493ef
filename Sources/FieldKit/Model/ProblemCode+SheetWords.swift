// The words of the problems of workbooks.

extension ProblemCode {
    static let sheetWords: [ProblemCode: ProblemEntry] = [
        .workbookOld: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 是旧格式的工作簿（{format}），不是 .xlsx。",
            nextChinese: "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再试。",
            english: "{file} is a workbook of an older format ({format}), not .xlsx.",
            nextEnglish:
                "Open it in Excel or WPS, save it as an Excel workbook (.xlsx), and try again."
        ),
        .workbookEncrypted: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "工作簿 {file} 有密码保护，打不开。",
            nextChinese: "请打开它，取消密码后另存，再试。",
            english: "The workbook {file} is protected by a password.",
            nextEnglish: "Open it, remove the password, save it, and try again."
        ),
        .workbookForeign: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 不是表格，看起来是{what}。",
            nextChinese: "请选 Excel 或 WPS 保存的 .xlsx；照片、扫描件和 PDF 里的名单要先录成表格。",
            english: "{file} is no workbook; it looks like {what}.",
            nextEnglish:
                "Choose an .xlsx saved by Excel or WPS; a list on a photo or in a PDF has to be typed into one."
        ),
        .workbookIsText: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 里是文字（多半是 CSV），不是工作簿。",
            nextChinese: "请用 Excel 或 WPS 打开，另存为 .xlsx；导入名册时，文件名以 .csv 结尾也可以。",
            english: "{file} holds text, probably CSV, and is no workbook.",
            nextEnglish:
                "Open it in Excel or WPS and save it as .xlsx; for an import a name that ends in .csv will do too."
        ),
        .workbookDamaged: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "工作簿 {file} 已损坏或不完整：{reason}。",
            nextChinese: "请重新复制或重新下载；如能打开，请另存一份再试。",
            english: "The workbook {file} is damaged or cut off: {reason}.",
            nextEnglish:
                "Copy or download it again; if a spreadsheet program can open it, save it anew there."
        ),
        .workbookNone: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 里没有工作簿（缺 {part}）。",
            nextChinese: "请确认选对了文件：要的是 Excel 或 WPS 保存的 .xlsx。",
            english: "There is no workbook in {file}: it lacks {part}.",
            nextEnglish:
                "See whether it is the right file: an .xlsx saved by Excel or WPS is needed."
        ),
        .workbookTooLarge: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "工作簿 {file} 展开后太大：{part} 超过 {limit} {unit}。",
            nextChinese: "请删去用不到的工作表、图片和空行，或分成几个文件。",
            english:
                "The workbook {file} is too large when unpacked: {part} has more than {limit} {unit}.",
            nextEnglish:
                "Delete sheets, pictures and empty rows that are not needed, or split it into several files."
        ),
        .sheetMissing: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "工作簿 {file} 里没有名为“{sheet}”的工作表；有：{sheets}。",
            nextChinese: "请改工作表的名字，或指定另一张。",
            english: "The workbook {file} has no sheet \"{sheet}\"; it has: {sheets}.",
            nextEnglish: "Rename the sheet, or name another one."
        ),
        .sheetUnclear: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 里有几张工作表都像这种名册：{sheets}。",
            nextChinese: "请用 --sheet 指定一张；每张各导入一次。",
            english: "Several sheets of {file} hold such a list: {sheets}.",
            nextEnglish: "Name one with --sheet, and import each of them."
        ),
    ]
}

/// The words of what is wrong in a workbook that comes back.
extension ProblemCode {
    static let returnedWords: [ProblemCode: ProblemEntry] = [
        .noRowTaken: returned(
            "{file} 的 {rows} 行都没有采用，什么也没有写入。",
            "请按上面列出的原因改好，再导入一次。",
            "Of the {rows} rows of {file} none was taken, and nothing was written.",
            "Mend what is listed above, and import it again."
        ),
        .sheetNotExported: returned(
            "{file} 里没有带隐藏列 id 和 version 的工作表。",
            "只能导入由 field 导出 --format xlsx 导出后修改的文件；请重新导出再改。名册请用 SyncServer import。",
            "{file} has no sheet with the columns id and version of an export.",
            "Only a workbook from `field export --format xlsx` comes back: export again and change that. A list is taken in by `SyncServer import`."
        ),
        .rowAdded: returned(
            "这一行没有记录编号，不是导出的行。",
            "新记录请用 field put 或 field 家访 新建 填写；名册请由县里导入。",
            "The row has no id: it is none that was exported.",
            "New records are made with `field put` or `field visit new`, and lists are imported by the county."
        ),
        .rowRepeated: returned(
            "第 {lines} 行是同一条记录，都没有采用。",
            "请保留一行，删去复制的行；新记录请用 field put 填写。",
            "The rows {lines} show one record; none of them was taken.",
            "Keep one and delete the copies; new records are made with `field put`."
        ),
        .columnUnknown: returned(
            "没有叫“{column}”的项，这一列没有采用。",
            "请改回导出时的标题；自己加的列可以不管。",
            "No field is called \"{column}\"; the column was left out.",
            "Give it the heading of the export again; a column of your own may stay."
        ),
        .columnRepeated: returned(
            "有几列都叫“{column}”，都没有采用。",
            "请只留一列，其他的改名或删去。",
            "Several columns are called \"{column}\"; none of them was taken.",
            "Keep one, and rename or delete the others."
        ),
        .columnDerived: returned(
            "“{column}”是算出来的，不能在表里改。",
            "请把该格改回原样；冲突请用 field resolve 决定。",
            "The column \"{column}\" is worked out and cannot be changed.",
            "Put back what stood there; a conflict is decided with `field resolve`."
        ),
        .columnUnclear: returned(
            "“{column}”可能是表单里的好几道题，分不清是哪一道，这一列没有采用。",
            "请重新导出，在新的表格里改。",
            "The column \"{column}\" may be several questions of the form; it was left out.",
            "Export again, and make the changes there."
        ),
        .answerFixed: returned(
            "“{column}”不能在表里改：{reason}。",
            "请把该格改回导出时的内容；家访用 field 家访 更正，其他表单请重新填一份。",
            "\"{column}\" cannot be changed in a sheet: {reason}.",
            "Put back what was exported; correct a visit with `field visit amend`, and fill in any other form anew."
        ),
        .answerRefused: returned(
            "表单不接受“{column}”的这个答案：{reason}。",
            "请改正这一格，再导入一次。",
            "The form does not take this answer to \"{column}\": {reason}.",
            "Correct the cell, and import the file again."
        ),
        .cellDamaged: returned(
            "表格软件改坏了这一格：{form}。",
            "请把该列设为“文本”，照原样重新填写，再导入一次。",
            "The spreadsheet has damaged the cell: {form}.",
            "Set the column to text, type the value again, and import the file once more."
        ),
        .cellMasked: returned(
            "这一格是打了星号的，不是原值。",
            "请填写完整的内容，或改回导出时的内容。",
            "The cell is masked with stars; the value itself is needed.",
            "Write it in full, or put back what was exported."
        ),
        .setUnclear: returned(
            "“{field}”里有一个成员本身带有分隔符，分不清改了哪个。",
            "请用 field put 的 名称+=值 和 名称-=值 修改。",
            "An element of the set \"{field}\" holds a sign that parts elements.",
            "Change it with `field put`, by NAME+=VALUE and NAME-=VALUE."
        ),
    ]

    private static func returned(
        _ chinese: String,
        _ nextChinese: String,
        _ english: String,
        _ nextEnglish: String
    ) -> ProblemEntry {
        ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: chinese,
            nextChinese: nextChinese,
            english: english,
            nextEnglish: nextEnglish
        )
    }
}
