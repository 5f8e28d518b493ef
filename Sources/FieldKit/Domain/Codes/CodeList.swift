/// A list of the county's codes: what records hold, and what people call it.
public struct CodeList: Sendable {
    /// One code.
    public struct Entry: Sendable, Hashable {
        /// What records hold.
        public let code: String
        private let chinese: String
        private let english: String

        init(_ code: String, _ chinese: String, _ english: String) {
            self.code = code
            self.chinese = chinese
            self.english = english
        }

        /// What people call it in a language.
        public func label(_ language: Language) -> String {
            language == .chinese ? chinese : english
        }

        /// What people call it in a language: its words, and those between the strokes of
        /// `厌学/学习困难`.
        func words(_ language: Language) -> [String] {
            let label = label(language)
            let parts = label.split(separator: "/").map(String.init)
            return [label] + (parts.count > 1 ? parts : [])
        }

        /// What people type for it, in small letters.
        fileprivate var words: [String] {
            (words(.chinese) + words(.english)).map { $0.lowercased() }
        }
    }

    /// The codes in their order.
    public let entries: [Entry]

    /// Reads a list written one code a line: `10 入户 | at home`.
    init(_ lines: String) {
        entries = lines.split(separator: "\n").compactMap { line in
            let halves = line.split(separator: "|").map(Self.trimmed)
            let parts = halves.first?.split(separator: " ", maxSplits: 1) ?? []
            guard parts.count == 2, halves.count == 2 else { return nil }
            return Entry(String(parts[0]), Self.trimmed(parts[1]), halves[1])
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// The entry of a code; nil if the list does not have it.
    public func entry(_ code: String) -> Entry? { entries.first { $0.code == code } }

    /// The words of a code; what is no code of the list stands for itself.
    public func label(_ code: String, _ language: Language) -> String {
        entry(code)?.label(language) ?? code
    }

    /// The words of a code up to a stroke: `七年级` of `七年级/初一`, where there is little room.
    public func shortLabel(_ code: String, _ language: Language) -> String {
        label(code, language).split(separator: "/").first.map(String.init) ?? ""
    }

    /// The code that a person means.
    ///
    /// - Parameter typed: A code, also without its leading zero; its words in either language; a part of
    ///   them that stands between strokes, or fits no other entry; or code and words together.
    /// - Returns: The code; nil if that fits nothing or several.
    public func code(for typed: String) -> String? {
        let plain = PlainText.clean(typed).lowercased()
        guard !plain.isEmpty else { return nil }
        if let exact = entries.first(where: { $0.code.lowercased() == plain }) { return exact.code }
        if PlainText.isDigits(plain), let number = Int(plain) {
            return entries.first { Int($0.code) == number }?.code
        }
        if let named = entries.first(where: { $0.words.contains(plain) }) { return named.code }
        let parts = plain.split(separator: " ", maxSplits: 1)
        if parts.count == 2, let entry = entries.first(where: { $0.code.lowercased() == parts[0] }),
            entry.words.contains(String(parts[1]))
        {
            return entry.code
        }
        guard plain.count > 1 else { return nil }
        let fitting = entries.filter { entry in entry.words.contains { $0.contains(plain) } }
        return fitting.count == 1 ? fitting[0].code : nil
    }
}
