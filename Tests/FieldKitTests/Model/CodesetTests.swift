import Foundation
import Testing

@testable import FieldKit

@Suite("Terminals that do not speak UTF-8")
struct CodesetTests {
    @Test("The locale says what is spoken")
    func locales() {
        func spoken(_ environment: [String: String]) -> Codeset {
            Codeset.spoken(environment)
        }
        #expect(spoken(["LANG": "zh_CN.GB18030"]) == .gb18030)
        #expect(spoken(["LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.gb18030"]) == .gb18030)
        #expect(spoken(["LC_CTYPE": "zh_CN.GBK", "LANG": "C"]) == .gbk)
        #expect(spoken(["LC_ALL": "", "LANG": "zh_CN.gb2312@stroke"]) == .gb2312)
        #expect(spoken(["LANG": "zh_CN.EUC-CN"]) == .gb2312)
        for utf8 in [[:], ["LANG": "C"], ["LANG": "C.UTF-8"], ["LANG": "zh_CN.utf8"]] {
            #expect(spoken(utf8) == .utf8)
        }
    }

    @Test("A text comes back from GB18030 as it was, whatever is in it")
    func everyCharacter() {
        let text = "王小明，𠅤㛃 e\u{301} ﷺ \u{1F600}\r\n“·”"
        let bytes = Codeset.gb18030.bytes(text)
        #expect(bytes.starts(with: [0xCD, 0xF5]))
        #expect(Codeset.gb18030.text(bytes) == text)
        #expect(Codeset.utf8.text(Codeset.utf8.bytes(text)) == text)
    }

    @Test("What an encoding does not have is shown by a sign of the same width")
    func missing() {
        let gbk = Codeset.gbk.bytes("𠅤明ﷺ\n")
        #expect(Codeset.gbk.text(gbk) == "〓明?\n")
        // 镕 is in GBK and not in GB2312.
        #expect(Codeset.gbk.text(Codeset.gbk.bytes("镕")) == "镕")
        #expect(Codeset.gb2312.text(Codeset.gb2312.bytes("镕基")) == "〓基")
    }

    @Test("Bytes that are not of the encoding are no text")
    func wrongBytes() {
        #expect(Codeset.utf8.text([0xCD, 0xF5]) == nil)
        #expect(Codeset.gb18030.text([0xFF, 0xFF]) == nil)
    }
}
