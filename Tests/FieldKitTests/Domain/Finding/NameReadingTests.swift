import TestSupport
import Testing

@testable import FieldKit

@Suite("How names are read and typed")
struct NameReadingTests {
    private let folder: TemporaryFolder
    private let source: TermSource

    init() throws {
        folder = try TemporaryFolder()
        source = TermSource(try FindIndex(path: folder.path("find.sqlite")))
    }

    private func name(_ text: String) throws -> NameReading { try NameReading(text, source) }

    private func syllables(_ text: String) throws -> [[String]] {
        try name(text).units.map(\.syllables)
    }

    @Test("characters have their usual reading, without tones")
    func usual() throws {
        #expect(try syllables("张小明") == [["zhang"], ["xiao"], ["ming"]])
        #expect(try syllables("吕女") == [["lv"], ["nv"]])
        #expect(try syllables("An 示例3班") == [["an"], ["shi"], ["li"], ["3"], ["ban"]])
    }

    @Test(
        "family names have readings of their own, beside the usual one",
        arguments: [
            ("单明", "shan", "dan"), ("解明", "xie", "jie"), ("仇明", "qiu", "chou"),
            ("曾明", "zeng", "ceng"), ("查明", "zha", "cha"), ("区明", "ou", "qu"),
            ("朴明", "piao", "pu"), ("盖明", "ge", "gai"), ("任明", "ren", "ren"),
        ]
    )
    func familyNames(_ text: String, _ own: String, _ usual: String) throws {
        let first = try syllables(text)[0]
        #expect(first.first == own)
        #expect(first.contains(usual))
        // Elsewhere in a name it is read as usual.
        #expect(try syllables("王" + text.prefix(1))[1].first == usual)
    }

    @Test("long family names are read as a whole")
    func longFamilyNames() throws {
        let yuchi = try syllables("尉迟明")
        #expect(yuchi[0].first == "yu" && yuchi[1].first == "chi")
        let moqi = try syllables("万俟明")
        #expect(moqi[0].first == "mo" && moqi[1].first == "qi")
        #expect(try name("万俟明").fit("mqm") == .whole)
        #expect(try name("万俟明").fit("wqm") == .whole, "as ICU reads it")
    }

    @Test(
        "a name is typed in full, in part or by initials",
        arguments: ["zhangxiaoming", "zxm", "zhangxm", "zxiaom", "zhangxiaom", "张小明", "张xm"]
    )
    func typed(_ word: String) throws {
        #expect(try name("张小明").fit(word) != nil)
    }

    @Test("the whole of a name fits better than its beginning, and that better than loosely")
    func order() throws {
        let name = try name("张小明")
        #expect(name.fit("zxm") == .whole)
        #expect(name.fit("zhangx") == .part)
        #expect(name.fit("xiaoming") == .part, "without the family name")
        #expect(name.fit("小明") == .part)
        #expect(name.fit("zangxiaomin") == .loose)
    }

    @Test(
        "other names do not fit",
        arguments: ["zxh", "zhangm", "ming", "明", "zxmm", "李", "chang"]
    )
    func others(_ word: String) throws {
        #expect(try name("张小明").fit(word) == nil)
    }

    @Test(
        "loosely spelt",
        arguments: [
            ("吕静", "lvjing"), ("吕静", "lujing"), ("吕静", "lyujing"), ("吕静", "nvjin"),
            ("刘成", "niuchen"), ("宋诗", "songsi"), ("孙丽", "shunli"), ("牛志", "liuzi"),
        ]
    )
    func loose(_ text: String, _ word: String) throws {
        #expect(try name(text).fit(word) != nil)
        let proposed = Pinyin.initials(of: word, limit: 48)
        let terms = try name(text).terms
        #expect(!Set(terms).isDisjoint(with: proposed), "the index proposes it")
    }

    @Test("letters are taken apart into initials, the likeliest first")
    func initials() {
        #expect(Pinyin.initials(of: "zhangxiaoming", limit: 9).first == "zxm")
        #expect(Pinyin.initials(of: "zhangxm", limit: 9).first == "zxm")
        #expect(Pinyin.initials(of: "zxm", limit: 9) == ["zxm"])
        #expect(Pinyin.initials(of: "xian", limit: 9).contains("xa"), "西安 as well as 先")
        #expect(Pinyin.initials(of: String(repeating: "a", count: 64), limit: 9).count <= 9)
    }

    @Test("a character is transliterated once, and then known to the index")
    func once() throws {
        _ = try name("张张张")
        #expect(source.newReadings == ["张": "zhang"])
        #expect(source.takeNewReadings().count == 1)
        _ = try name("张")
        #expect(source.newReadings.isEmpty)
    }
}
