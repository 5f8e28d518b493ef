import Foundation

/// How characters are read: lower-case letters without tones, `ü` as `v`.
enum Pinyin {
    /// The usual reading of a character, by the transliteration of ICU; empty if it has none.
    static func usual(_ character: String) -> String {
        guard let latin = character.applyingTransform(.mandarinToLatin, reverse: false) else {
            return ""
        }
        var letters = ""
        for scalar in latin.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if scalar == "\u{308}", letters.last == "u" {
                letters.removeLast()
                letters.append("v")
            } else if ("a"..."z").contains(scalar) {
                letters.unicodeScalars.append(scalar)
            }
        }
        return letters
    }

    /// Readings that a character has as a family name, where the usual one is another.
    static let familyNames: [Character: [String]] = [
        "单": ["shan"], "仇": ["qiu"], "解": ["xie"], "查": ["zha"], "曾": ["zeng"], "区": ["ou"],
        "任": ["ren"], "员": ["yun"], "贠": ["yun"], "折": ["she"], "盖": ["ge", "gai"],
        "朴": ["piao", "pu"], "缪": ["miao"], "翟": ["zhai", "di"], "覃": ["qin", "tan"],
        "牟": ["mu", "mou"], "洗": ["xian"], "冼": ["xian"], "乐": ["yue", "le"], "黑": ["he"],
        "种": ["chong"], "秘": ["bi"], "召": ["shao"], "纪": ["ji"], "隗": ["wei", "kui"],
        "谌": ["chen", "shen"], "佴": ["nai"], "逄": ["pang"], "柏": ["bai"], "薄": ["bo"],
        "华": ["hua"], "哈": ["ha"], "燕": ["yan"], "尹": ["yin"], "晁": ["chao"], "宓": ["mi", "fu"],
        "繁": ["po"], "撒": ["sa"], "便": ["pian"], "重": ["chong"], "郗": ["xi", "chi"],
        "郇": ["xun", "huan"], "葛": ["ge"], "过": ["guo"], "令": ["ling"], "那": ["na"],
        "能": ["nai"], "石": ["shi"], "宿": ["su"], "沈": ["shen"], "钭": ["tou"], "相": ["xiang"],
        "应": ["ying"], "於": ["yu"], "占": ["zhan"], "祭": ["zhai"], "车": ["che"],
    ]

    /// Family names of two characters that are read otherwise than one by one.
    static let longFamilyNames: [String: [String]] = [
        "尉迟": ["yu", "chi"], "万俟": ["mo", "qi"], "长孙": ["zhang", "sun"],
        "澹台": ["tan", "tai"], "令狐": ["ling", "hu"], "单于": ["chan", "yu"],
        "鲜于": ["xian", "yu"], "皇甫": ["huang", "fu"], "宇文": ["yu", "wen"],
        "呼延": ["hu", "yan"], "赫连": ["he", "lian"], "夏侯": ["xia", "hou"],
    ]

    /// Further readings of characters in given names and places.
    static let others: [Character: [String]] = [
        "乐": ["le", "yue"], "行": ["xing", "hang"], "长": ["chang", "zhang"],
        "重": ["chong", "zhong"], "朝": ["chao", "zhao"], "盛": ["sheng", "cheng"],
        "晟": ["sheng", "cheng"], "茜": ["qian", "xi"], "娜": ["na", "nuo"], "参": ["shen", "can"],
        "传": ["chuan", "zhuan"], "调": ["diao", "tiao"], "都": ["du", "dou"],
        "藏": ["cang", "zang"], "曾": ["zeng", "ceng"], "和": ["he", "huo"], "几": ["ji"],
        "卡": ["ka"], "柏": ["bai", "bo"], "强": ["qiang", "jiang"], "祥": ["xiang"],
        "省": ["sheng", "xing"], "石": ["shi", "dan"], "铅": ["qian"], "校": ["xiao", "jiao"],
        "尉": ["wei", "yu"], "兴": ["xing"], "绿": ["lv", "lu"], "伽": ["jia", "qie"],
        "洋": ["yang"], "莎": ["sha", "suo"], "臧": ["zang"], "车": ["che", "ju"],
        "奇": ["qi", "ji"], "会": ["hui", "kuai"], "峪": ["yu"], "弹": ["tan", "dan"],
    ]

    // MARK: Loose spelling

    private static let starts = [
        ("zh", "z"), ("ch", "c"), ("sh", "s"), ("z", "zh"), ("c", "ch"), ("s", "sh"), ("n", "l"),
        ("l", "n"),
    ]
    private static let ends = [("ing", "in"), ("eng", "en"), ("in", "ing"), ("en", "eng")]

    /// A syllable as it may be typed: strictly first, then loosely.
    static func spellings(_ syllable: String) -> [(text: String, isLoose: Bool)] {
        var strict = [syllable]
        if syllable.contains("v") {
            strict += ["u", "yu"].map { syllable.replacing("v", with: $0) }
        }
        var loose: [String] = []
        for text in strict {
            let begun =
                starts.first { text.hasPrefix($0.0) }.map { $0.1 + text.dropFirst($0.0.count) }
            for start in [text, begun].compactMap(\.self) {
                let ended =
                    ends.first { start.hasSuffix($0.0) }.map { start.dropLast($0.0.count) + $0.1 }
                loose += [start] + (ended.map { [String($0)] } ?? [])
            }
        }
        return strict.map { ($0, false) }
            + loose.filter { !strict.contains($0) }.map { ($0, true) }
    }

    // MARK: Taking letters apart

    private static let initials = ["zh", "ch", "sh"] + "bpmfdtnlgkhjqxrzcsyw".map(String.init)
    private static let finals = [
        "a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang",
        "iao", "ie", "in", "ing", "iong", "iu", "o", "ong", "ou", "u", "ua", "uai", "uan", "uang",
        "ue", "ui", "un", "uo", "v", "ve", "yu", "yue",
    ]
    private static let lettersMax = 6
    private static let syllablesMax = 8

    /// The initials that letters may stand for, such as `zxm` for `zhangxm`; the likeliest first.
    ///
    /// - Parameters:
    ///   - letters: Lower-case letters.
    ///   - limit: How many are given at most.
    /// - Returns: Each once.
    static func initials(of letters: String, limit: Int) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        func go(_ rest: Substring, _ begun: String) {
            guard found.count < limit, begun.count < syllablesMax || rest.isEmpty else { return }
            guard let first = rest.first else {
                if seen.insert(begun).inserted { found.append(begun) }
                return
            }
            for length in stride(from: min(lettersMax, rest.count), through: 1, by: -1) {
                let part = rest.prefix(length)
                guard length == 1 || isBeginning(part) else { continue }
                go(rest.dropFirst(length), begun + String(first))
                let twin: Character? = first == "n" ? "l" : first == "l" ? "n" : nil
                if length > 1, let twin { go(rest.dropFirst(length), begun + String(twin)) }
            }
        }
        go(letters[...], "")
        return found
    }

    /// Whether a syllable may begin so.
    private static func isBeginning(_ part: Substring) -> Bool {
        let initial = initials.first { part.hasPrefix($0) } ?? ""
        let final = part.dropFirst(initial.count)
        return final.isEmpty || finals.contains { $0.hasPrefix(final) }
    }
}
