/// Where a node stands in the answers: names from the outermost, in repeats with the place of the
/// instance, as in `member[2]/name`.
public struct FormPath: Sendable, Hashable, Codable, LosslessStringConvertible {
    /// One name of a path.
    public struct Step: Sendable, Hashable, Codable {
        /// The name of the row.
        public var name: String
        /// Which instance, from 1; nil where the row is no repeat, or all instances are meant.
        public var position: Int?

        /// A step.
        public init(_ name: String, _ position: Int? = nil) {
            self.name = name
            self.position = position
        }
    }

    /// The names from the outermost.
    public var steps: [Step]

    /// A path of these steps.
    public init(_ steps: [Step]) {
        self.steps = steps
    }

    /// Reads `member[2]/name`; nil if the text is none.
    public init?(_ description: String) {
        steps = []
        for part in description.split(separator: "/", omittingEmptySubsequences: false) {
            guard let bracket = part.firstIndex(of: "[") else {
                guard !part.isEmpty else { return nil }
                steps.append(Step(String(part)))
                continue
            }
            let number = part[part.index(after: bracket)...].dropLast()
            guard part.last == "]", bracket > part.startIndex, let position = Int(number),
                position > 0
            else { return nil }
            steps.append(Step(String(part[..<bracket]), position))
        }
    }

    /// The path as text.
    public var description: String {
        steps.map { step in step.name + (step.position.map { "[\($0)]" } ?? "") }
            .joined(separator: "/")
    }
}
