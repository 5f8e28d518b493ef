import Foundation

/// A regular expression that was read, as JavaRosa reads it: by the rules of Java.
struct FormPattern: @unchecked Sendable {
    // Foundation's regular expressions are immutable.
    private let expression: NSRegularExpression

    init(_ pattern: String) throws(FormEvaluationError) {
        let own = Self.translated(pattern)
        do {
            // By itself first: what it leaves open must not be closed by what is put around it.
            _ = try NSRegularExpression(pattern: own)
            expression = try NSRegularExpression(pattern: "\\A(?:\(own))\\z")
        } catch {
            throw FormEvaluationError(.badPattern, pattern)
        }
    }

    /// Whether the whole of a text fits.
    func matches(_ text: String) -> Bool {
        let range = NSRange(location: 0, length: text.utf16.count)
        return expression.firstMatch(in: text, range: range) != nil
    }

    /// The pattern with the classes that mean ASCII in Java, and more than that elsewhere, spelt out.
    private static func translated(_ pattern: String) -> String {
        let scalars = Array(pattern.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "\\", index + 1 < scalars.count else {
                result.append(scalars[index])
                index += 1
                continue
            }
            let escaped = scalars[index + 1]
            if let (set, end) = set(escaped, scalars[(index + 2)...]) {
                result.append(contentsOf: set.unicodeScalars)
                index = end
                continue
            }
            // What stands between \Q and \E means itself.
            let end = escaped == "Q" ? quotationEnd(scalars[(index + 2)...]) : index + 2
            result.append(contentsOf: scalars[index..<end])
            index = end
        }
        return String(result)
    }

    private static func quotationEnd(_ rest: ArraySlice<Unicode.Scalar>) -> Int {
        var index = rest.startIndex
        while index + 1 < rest.endIndex, rest[index] != "\\" || rest[index + 1] != "E" {
            index += 1
        }
        return min(index + 2, rest.endIndex)
    }

    /// The set that an escape means, and where the escape ends; nil where it means the same for all.
    private static func set(
        _ escaped: Unicode.Scalar,
        _ rest: ArraySlice<Unicode.Scalar>
    ) -> (set: String, end: Int)? {
        let letter = String(Character(escaped))
        if let members = letters[letter.lowercased()] {
            return (
                letter == letter.lowercased() ? "[\(members)]" : "[^\(members)]", rest.startIndex
            )
        }
        guard letter.lowercased() == "p", rest.first == "{", let end = rest.firstIndex(of: "}")
        else { return nil }
        var name = ""
        name.unicodeScalars.append(contentsOf: rest[(rest.startIndex + 1)..<end])
        guard let members = classes[name] else { return nil }
        return (letter == "p" ? "[\(members)]" : "[^\(members)]", end + 1)
    }

    private static let letters = ["d": "0-9", "w": "a-zA-Z_0-9", "s": blanks]
    private static let blanks = "\\x20\\t\\n\\x0B\\f\\r"
    private static let signs = "\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E"

    /// The classes that Java has from POSIX.
    private static let classes = [
        "Lower": "a-z", "Upper": "A-Z", "ASCII": "\\x00-\\x7F", "Alpha": "a-zA-Z", "Digit": "0-9",
        "Alnum": "a-zA-Z0-9", "Punct": signs, "Graph": "\\x21-\\x7E", "Print": "\\x20-\\x7E",
        "Blank": "\\x20\\t", "Cntrl": "\\x00-\\x1F\\x7F", "XDigit": "0-9a-fA-F", "Space": blanks,
    ]
}
