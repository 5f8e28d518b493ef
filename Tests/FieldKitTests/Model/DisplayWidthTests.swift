import FieldKit
import Testing

@Suite("Columns of a terminal")
struct DisplayWidthTests {
    @Test(
        "Chinese and full-width characters take two, combining ones none, all others one",
        arguments: [
            ("", 0), ("abc", 3), ("王小明", 6), ("ＡＢ", 4), ("。，（）", 8), ("𠅤明", 4), ("㛃", 2),
            // Ambiguous ones are narrow.
            ("·", 1), ("“…”", 3), ("①±×", 3), ("阿依·示例", 9),
            // An accent that is typed by itself, a mark around a character, a joined syllable.
            ("e\u{301}", 1), ("1\u{20DD}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{200B}", 0),
            ("ｱｲ", 2), ("〓", 2), ("─│", 2),
        ]
    )
    func widths(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test("A text is cut between characters, and never wider than was asked for")
    func cut() {
        #expect(DisplayWidth.cut("张小明", to: 6) == "张小明")
        #expect(DisplayWidth.cut("张小明", to: 5) == "张小…")
        #expect(DisplayWidth.cut("张小明", to: 4) == "张…")
        #expect(DisplayWidth.cut("e\u{301}e\u{301}e", to: 2) == "e\u{301}…")
        #expect(DisplayWidth.cut("张", to: 0) == "")
        for columns in 1...8 {
            #expect(DisplayWidth.of(DisplayWidth.cut("阿依·示例", to: columns)) <= columns)
            let padded = DisplayWidth.pad(DisplayWidth.cut("𠅤小明", to: columns), to: columns)
            #expect(DisplayWidth.of(padded) == columns)
        }
    }

    @Test(
        "A long line is broken between words, and no line begins or ends with a mark that belongs elsewhere",
        arguments: [
            ("知道了请输入 field object seen e629fa。", 20, ["知道了请输入 field", "object seen e629fa。"]),
            ("县里已确认收妥。", 14, ["县里已确认收", "妥。"]),
            ("他说（不去）", 6, ["他说", "（不", "去）"]), ("abcdef", 4, ["abcd", "ef"]),
            ("短", 10, ["短"]), ("", 10, [""]), ("a b", 2, ["a", "b"]),
            ("上报一二三field", 12, ["上报一二三", "field"]),
        ]
    )
    func wrapped(text: String, columns: Int, lines: [String]) {
        #expect(DisplayWidth.wrapped(text, to: columns) == lines)
    }

    @Test("No line is wider than was asked for, and nothing but blanks is lost")
    func nothingIsLost() {
        let text = "已登记为“许桦锦”，范围：1 所学校、1 个村。现在可以运行 field 同步 取得资料。"
        for columns in 4...80 {
            let lines = DisplayWidth.wrapped(text, to: columns)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }
}
