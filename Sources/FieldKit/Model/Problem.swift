import Foundation

/// Something that went wrong, as a fact: a stable code, and what it was about.
///
/// The words for people are made in one place, the catalogue of ``ProblemCode``. Details carry
/// ids, counts, codes, paths and field names; never a person's name, number or answer.
public struct Problem: Error, Hashable, Sendable {
    /// What kind of problem; stable for programs.
    public let code: ProblemCode
    /// What it was about: the values for the `{placeholders}` of the catalogue's sentences.
    public let details: [String: String]

    /// States a problem and what it was about.
    ///
    /// - Parameters:
    ///   - code: What kind of problem.
    ///   - details: The values for the placeholders of the code's sentences, by their names;
    ///     nothing that is a child's.
    public init(_ code: ProblemCode, _ details: [String: String] = [:]) {
        self.code = code
        self.details = details
    }

    /// The sentence for a person, with the details in it: what happened, and where.
    public func sentence(_ language: Language) -> String {
        let text = fill(language == .chinese ? code.entry.chinese : code.entry.english, language)
        // What the parser of a command says may be a question.
        guard code == .wrongUsage, text.hasSuffix("?.") || text.hasSuffix("?。") else { return text }
        return String(text.dropLast())
    }

    /// What a person can do about it, as a sentence with the details in it.
    public func next(_ language: Language) -> String {
        fill(language == .chinese ? code.entry.nextChinese : code.entry.nextEnglish, language)
    }

    private func fill(_ template: String, _ language: Language) -> String {
        details.sorted { $0.key < $1.key }.reduce(template) {
            let words = Self.words($1.value, for: $1.key, language)
            return $0.replacingOccurrences(of: "{\($1.key)}", with: Self.harmless(words))
        }
    }
}

/// The languages that the programs speak.
public enum Language: String, CaseIterable, Sendable {
    /// 简体中文.
    case chinese = "zh"
    /// English.
    case english = "en"
}

/// When the same request may be sent again.
public enum RetryRule: String, Sendable {
    /// The same request will fail again.
    case never
    /// Again after a pause, without a person.
    case afterDelay
    /// Only after a person has done what `next` says.
    case afterPerson
}

/// What the catalogue says of one code.
public struct ProblemEntry: Sendable {
    /// The exit code of a command that ends with it: 1 act, 2 usage, 3 try again, 4 defect or damage.
    public let exit: Int32
    /// The HTTP status of a reply that carries it.
    public let status: Int
    /// When the same request may be sent again.
    public let retry: RetryRule
    let chinese: String
    let nextChinese: String
    let english: String
    let nextEnglish: String
}
