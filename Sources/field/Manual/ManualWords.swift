import FieldKit

/// What every page of the manual says, whichever its command is.
enum ManualWords {
    /// What the parser's own options do, which it says in English only.
    static func parsersOwn(_ name: String?, _ language: Language) -> String? {
        switch name {
        case "version": language("显示版本。", "Show the version.")
        case "help", "h": language("显示帮助。", "Show help information.")
        default: nil
        }
    }

    /// The sections about exit codes, files and the environment.
    static func ending(_ language: Language) -> String {
        list(language("退出码", "EXIT STATUS"), exits, language)
            + list(language("文件", "FILES"), files, language)
            + list(language("环境变量", "ENVIRONMENT"), variables, language)
    }

    private typealias Entry = (name: String, chinese: String, english: String)

    private static let exits: [Entry] = [
        ("0", "完成。", "Done."),
        (
            "1", "没有做成，原因您可以处理；提示里写了下一步。",
            "The request failed for a reason that you can act on; the message says how."
        ),
        ("2", "用法不对。", "Wrong usage."),
        (
            "3", "什么也没有丢，请再试：没有网络，或正忙。",
            "Nothing was lost, try again: no network, or busy."
        ),
        ("4", "程序有错，或资料损坏。", "A defect, or damaged data."),
    ]

    private static let files: [Entry] = [
        (
            "~/.local/share/field",
            "这台电脑的资料文件夹；可用 --home 或 FIELD_HOME 另外指定。",
            "The folder of this laptop's data, unless --home or FIELD_HOME names another."
        )
    ]

    private static let variables: [Entry] = [
        ("FIELD_HOME", "资料文件夹。", "The folder of this laptop's data."),
        ("FIELD_CODE", "登记码，供 init 使用。", "The enrolment code for init."),
        (
            "FIELD_PASSPHRASE", "口令，供 login 和 switch 使用；不在终端里时也可用 --passphrase-file。",
            "The passphrase for login and switch; --passphrase-file is the other way without a terminal."
        ),
        (
            "FIELD_LOCK_SECONDS", "停多少秒后锁定共用的电脑：1 至 600，默认 600。",
            "Seconds without an answer after which a shared laptop locks: 1 to 600, 600 by default."
        ),
        (
            "XDG_DATA_HOME", "没有指定资料文件夹时，资料放在其中的 field 里。",
            "Where the folder field lies if no other is named."
        ),
        (
            "LC_ALL, LC_MESSAGES, LC_CTYPE, LANG",
            "语言，以及终端的编码：UTF-8、GB18030、GBK 或 GB2312。",
            "The language, and the encoding of the terminal: UTF-8, GB18030, GBK or GB2312."
        ),
        (
            "COLUMNS, LINES", "不在终端里时，表格的宽度和一屏的行数。",
            "The width of tables and the rows of a screen where there is no terminal."
        ),
        ("NO_COLOR", "设了就不用颜色。", "If set, nothing is coloured."),
    ]

    private static func list(_ title: String, _ entries: [Entry], _ language: Language) -> String {
        ".SH \(Roff.text(title))\n"
            + entries.map { entry in
                ".TP\n\\fB\(Roff.escaped(entry.name))\\fR\n"
                    + Roff.line(language(entry.chinese, entry.english))
            }.joined()
    }
}
