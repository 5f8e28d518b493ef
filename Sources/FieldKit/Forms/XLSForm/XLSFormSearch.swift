import Foundation

/// `search('file', 'matches', 'column', value)` in an appearance: choices from a file, as pyxform and
/// ODK knew them before `select_one_from_file`.
///
/// Read only to say what takes its place.
struct XLSFormSearch {
    private let arguments: [String]

    /// The search in an appearance; nil if there is none.
    init?(_ appearance: String) {
        guard let call = appearance.firstMatch(of: #/\bsearch\s*\(/#) else { return nil }
        arguments = Self.arguments(appearance[call.range.upperBound...])
    }

    /// What says the same, column by column.
    ///
    /// - Parameters:
    ///   - isOne: Whether one choice is wanted.
    ///   - choices: The list beside the search, whose first row names the columns of value and label.
    /// - Returns: What to write, each with the heading of its column.
    func instead(isOne: Bool, choices: [FormChoice]) -> String {
        let file = Self.word(arguments.first ?? "")
        let name = file.hasSuffix(".csv") ? file : file + ".csv"
        var parts = ["type: \(isOne ? "select_one" : "select_multiple")_from_file \(name)"]
        let filter = filters.joined(separator: " and ")
        if !filter.isEmpty { parts.append("choice_filter: \(filter)") }
        if let first = choices.first(where: { Double($0.name) == nil }) {
            let label = first.label.min { $0.key < $1.key }?.value ?? "label"
            if first.name != "name" || label != "label" {
                parts.append("parameters: value=\(first.name) label=\(label)")
            }
        }
        return parts.joined(separator: "; ")
    }

    /// The conditions, as a filter has them: how and where is searched, then a column and its value.
    private var filters: [String] {
        guard arguments.count >= 4 else { return [] }
        let column = Self.word(arguments[2])
        let first =
            switch Self.word(arguments[1]) {
            case "contains": "contains(\(column), \(arguments[3]))"
            case "startswith": "starts-with(\(column), \(arguments[3]))"
            case "endswith": "ends-with(\(column), \(arguments[3]))"
            default: "\(column) = \(arguments[3])"
            }
        guard arguments.count >= 6 else { return [first] }
        return [first, "\(Self.word(arguments[4])) = \(arguments[5])"]
    }

    /// A text without its quotation marks.
    private static func word(_ argument: String) -> String {
        argument.filter { !"'\"".contains($0) }
    }

    /// What stands between the commas of a call, up to its end.
    private static func arguments(_ text: Substring) -> [String] {
        var arguments = [""]
        var depth = 1
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else {
                switch character {
                case "'", "\"": quote = character
                case "(": depth += 1
                case ")": depth -= 1
                case "," where depth == 1:
                    arguments.append("")
                    continue
                default: break
                }
                if depth == 0 { break }
            }
            arguments[arguments.count - 1].append(character)
        }
        return arguments.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
