import Foundation

/// The choices of a question, found by number, by part of their label, or by pinyin.
public struct ChoiceMenu: Sendable {
    /// One choice.
    public struct Item: Sendable, Hashable {
        /// What is kept as the answer.
        public let name: String
        /// What is shown.
        public let label: String

        /// A choice.
        public init(name: String, label: String) {
            self.name = name
            self.label = label
        }
    }

    /// The choices in their order.
    public let items: [Item]
    /// Whether the names are numbers that people know, such as the codes of a county's list: then
    /// they are what is shown and typed, in place of running numbers.
    public let isCoded: Bool

    /// A menu of these choices.
    public init(_ items: [Item]) {
        self.items = items
        let names = items.map(\.name)
        isCoded =
            !names.isEmpty && Set(names.map { Int($0) }).count == names.count
            && names.allSatisfy { PlainText.isDigits($0) && $0.count <= Self.codeDigitsMax }
    }

    /// Digits of a code that is typed.
    private static let codeDigitsMax = 6

    /// The choices that a word may mean.
    ///
    /// - Parameters:
    ///   - typed: A number, a part of a label, or letters.
    ///   - shown: The choices that the person sees, to which numbers from 1 refer; nil for all.
    /// - Returns: Their places; several if the word is unclear, none if it fits nothing.
    public func find(_ typed: String, shown: [Int]? = nil) -> [Int] {
        let word = PlainText.halfWidth(typed).lowercased().trimmingCharacters(in: .whitespaces)
        guard !word.isEmpty else { return [] }
        if let number = number(word, shown ?? Array(items.indices)) { return [number] }
        let labels = items.map { PlainText.halfWidth($0.label).lowercased() }
        let exact = items.indices.filter { labels[$0] == word || items[$0].name == typed }
        if !exact.isEmpty { return exact }
        if let meant = YesOrNo(word), let only = self.only(meant) { return [only] }
        let parts = items.indices.filter { labels[$0].contains(word) }
        return parts.isEmpty ? spelt(word) : parts
    }

    /// The choice that a program means: by its name, or else by its whole label; nil for what is neither,
    /// which is read as a person would have typed it.
    func named(_ word: String) -> Int? {
        if let place = items.firstIndex(where: { $0.name == word }) { return place }
        let labelled = items.indices.filter { items[$0].label == word }
        return labelled.count == 1 ? labelled[0] : nil
    }

    private func number(_ word: String, _ shown: [Int]) -> Int? {
        guard PlainText.isDigits(word), let number = Int(word) else { return nil }
        if isCoded { return items.firstIndex { Int($0.name) == number } }
        return shown.indices.contains(number - 1) ? shown[number - 1] : nil
    }

    /// The one choice that says yes, or no.
    private func only(_ meant: YesOrNo) -> Int? {
        let found = items.indices.filter {
            YesOrNo(items[$0].label) == meant || YesOrNo(items[$0].name) == meant
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Those whose reading fits letters: whole ones before beginnings before loose spellings.
    private func spelt(_ word: String) -> [Int] {
        guard word.contains(where: { $0.isASCII && $0.isLetter }) else { return [] }
        var readings: [String: String] = [:]
        let letters = word.filter { $0 != " " }
        let fits = items.map { item in
            let name = NameReading(item.label) { character in
                if let known = readings[character] { return known }
                let reading = Pinyin.usual(character)
                readings[character] = reading
                return reading
            }
            return name.fit(letters)
        }
        guard let best = fits.compactMap(\.self).min() else { return [] }
        return items.indices.filter { fits[$0] == best }
    }
}
