import Foundation

/// A name as it can be typed: character by character, each with its readings.
struct NameReading {
    /// A Chinese character, or a word or number in other script.
    struct Unit {
        let text: String
        /// Its readings, in letters; a word in letters is its own.
        let syllables: [String]
    }

    /// Initials of one name, over all readings.
    private static let initialsMax = 8

    let units: [Unit]

    /// The name without blanks and dots.
    let text: String

    /// Reads a name, with the readings that the index of a replica keeps.
    init(_ name: String, _ source: TermSource) throws {
        try self.init(name) { try source.reading(of: $0, make: Pinyin.usual) }
    }

    /// Reads a name.
    init(_ name: String, reading: (String) throws -> String) rethrows {
        let plain = PlainText.name(name).lowercased()
        var units: [Unit] = []
        var word = ""
        func endWord() {
            if !word.isEmpty { units.append(Unit(text: word, syllables: [word])) }
            word = ""
        }
        let family = Self.family(plain)
        for (position, character) in plain.enumerated() {
            if Self.isChinese(character) {
                endWord()
                let usual = try reading(String(character))
                let own = position < family.count ? family[position] : []
                let all = own + [usual] + (Pinyin.others[character] ?? [])
                units.append(Unit(text: String(character), syllables: all.uniqued))
            } else if character.isLetter || character.isNumber {
                // A number is no part of the word before it.
                if let last = word.last, last.isNumber != character.isNumber { endWord() }
                word.append(character)
            } else {
                endWord()
            }
        }
        endWord()
        self.units = units
        text = units.map(\.text).joined()
    }

    private static func isChinese(_ character: Character) -> Bool {
        character.unicodeScalars.first?.properties.isIdeographic == true
    }

    /// The readings of the family name, character by character.
    private static func family(_ name: String) -> [[String]] {
        if name.count > 2, let long = Pinyin.longFamilyNames[String(name.prefix(2))] {
            return long.map { [$0] }
        }
        return name.first.flatMap { Pinyin.familyNames[$0] }.map { [$0] } ?? []
    }

    /// What a name is found by that is nobody's own: its text and its initials, as a whole.
    var wholeTerms: [String] { units.isEmpty ? [] : ([text] + initials).uniqued }

    /// What the name is found by: its text and its initials, whole and from the second character.
    var terms: [String] {
        guard !units.isEmpty else { return [] }
        var all = [text]
        if units.count > 1 { all.append(units.dropFirst().map(\.text).joined()) }
        for word in initials {
            all.append(word)
            if units.count > 2 { all.append(String(word.dropFirst())) }
        }
        return all.uniqued
    }

    /// The first letters of its characters, in every reading.
    private var initials: [String] {
        var initials = [""]
        for unit in units {
            let letters = unit.syllables.compactMap(\.first).map(String.init).uniqued
            initials = initials.flatMap { begun in letters.map { begun + $0 } }
            initials = Array(initials.prefix(Self.initialsMax))
        }
        return initials
    }

    // MARK: Comparing

    /// How well a word fits a name; less is better.
    enum Fit: Int, Comparable {
        /// The whole name.
        case whole
        /// The beginning, or from the second character on.
        case part
        /// In a loose spelling.
        case loose

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// How a typed word fits; nil if it does not.
    func fit(_ word: String) -> Fit? {
        if let fit = Self.fit(word[...], units[...]) { return fit }
        return Self.fit(word[...], units.dropFirst()).map { max($0, .part) }
    }

    private static func fit(_ word: Substring, _ units: ArraySlice<Unit>) -> Fit? {
        guard !word.isEmpty else { return units.isEmpty ? .whole : .part }
        guard let unit = units.first else { return nil }
        var best: Fit?
        func take(_ length: Int, _ isLoose: Bool) {
            guard let rest = fit(word.dropFirst(length), units.dropFirst()) else { return }
            let found = isLoose ? .loose : rest
            best = best.map { min($0, found) } ?? found
        }
        if word.hasPrefix(unit.text) { take(unit.text.count, false) }
        for syllable in unit.syllables {
            for (spelling, isLoose) in Pinyin.spellings(syllable) {
                let common = zip(word, spelling).prefix { $0 == $1 }.count
                // One letter says nothing of how the rest would have been spelt.
                for length in stride(from: common, through: isLoose ? 2 : 1, by: -1) {
                    take(length, isLoose && !syllable.hasPrefix(word.prefix(length)))
                    if best == .whole { return best }
                }
            }
        }
        return best
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it stands first.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
