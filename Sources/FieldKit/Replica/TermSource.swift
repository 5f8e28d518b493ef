/// What can be found: the terms of a write.
package struct TermRule: Sendable {
    /// Names the rule; under another name the index is made anew.
    let name: String
    let terms: @Sendable (Write, TermSource) throws -> [String]

    /// A rule of this name; `terms` gives the terms of a write.
    package init(_ name: String, terms: @escaping @Sendable (Write, TermSource) throws -> [String])
    {
        self.name = name
        self.terms = terms
    }
}

/// The index for finding, as the rules of finding see it.
package final class TermSource {
    let index: FindIndex
    private var readings: [String: String] = [:]
    private(set) var newReadings: [String: String] = [:]

    init(_ index: FindIndex) { self.index = index }

    /// Records with a term that begins with a text, or is it as a whole; shorter terms first.
    package func records(term: String, isWhole: Bool = false, limit: Int) throws -> [RecordID] {
        try index.records(term: term, isWhole: isWhole, limit: limit)
    }

    /// How a character is read; made once, and kept with what is indexed next.
    package func reading(of character: String, make: (String) -> String) throws -> String {
        if let reading = readings[character] { return reading }
        let known = try index.syllables(of: character)
        let reading = known ?? make(character)
        readings[character] = reading
        if known == nil { newReadings[character] = reading }
        return reading
    }

    /// Readings that were made since this was asked last.
    func takeNewReadings() -> [String: String] {
        defer { newReadings = [:] }
        return newReadings
    }
}
