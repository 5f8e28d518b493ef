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
        .workbookIsText: ProblemEntry(
            exit: 1,
            status: 422,
            retry: .afterPerson,
            chinese: "{file} 的名字像工作簿，内容却是文字（多半是 CSV）。",
            nextChinese: "请把文件名改为 .csv，或用 Excel 或 WPS 另存为 .xlsx。",
            english: "{file} is named like a workbook but holds text, probably CSV.",
            nextEnglish: "Name it .csv, or save it as .xlsx in Excel or WPS."
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
            chinese: "工作簿 {file} 展开后太大：{part} 超过 {limit} 字节。",
            nextChinese: "请删去用不到的工作表、图片和空行，或分成几个文件。",
            english:
                "The workbook {file} is too large when unpacked: {part} has more than {limit} bytes.",
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
