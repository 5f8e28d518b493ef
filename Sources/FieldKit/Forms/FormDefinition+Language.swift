extension FormDefinition {
    /// Under which name a form keeps its texts of a language, as people write such names: `中文 (zh)`,
    /// `简体中文`, `汉语`, `Chinese`, `zh-CN`; nil if it has none of it.
    public func languageName(_ language: Language) -> String? {
        let (codes, names) =
            language == .chinese
            ? (["zh"], ["中文", "汉语", "简体", "chinese"]) : (["en"], ["english", "英文", "英语"])
        return languages.first { written in
            let name = PlainText.halfWidth(written).lowercased()
            // The code of BCP 47 stands alone, before its region, or in parentheses.
            let words = name.split(whereSeparator: { " ()-_".contains($0) }).map(String.init)
            return words.contains(where: codes.contains) || names.contains(where: name.contains)
        }
    }
}
