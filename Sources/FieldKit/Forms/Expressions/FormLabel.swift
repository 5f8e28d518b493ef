import Foundation

/// A text that is shown, with names of questions in it: `Hello ${name}`.
enum FormLabel {
    /// A name in the texts of a row.
    struct Reference: Sendable, Hashable {
        let row: Int
        let name: String
    }

    /// A part of such a text.
    enum Part: Sendable, Hashable {
        case text(String)
        case name(String)
    }

    static func parts(_ label: String) -> [Part] {
        guard label.contains("$") else { return [.text(label)] }
        var parts: [Part] = []
        var rest = label[...]
        while let open = rest.range(of: "${"),
            let close = rest[open.upperBound...].firstIndex(of: "}")
        {
            parts.append(.text(String(rest[..<open.lowerBound])))
            let name = rest[open.upperBound..<close].trimmingCharacters(in: .whitespaces)
            parts.append(.name(name))
            rest = rest[rest.index(after: close)...]
        }
        return parts + [.text(String(rest))]
    }

    static func names(_ label: String) -> [String] {
        parts(label).compactMap { part in
            if case .name(let name) = part { name } else { nil }
        }
    }
}
