/// Names of XML elements: what questions, groups and columns of choices are called.
enum XMLName {
    /// Whether a text is a name without a prefix.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, begins(first) else { return false }
        return text.unicodeScalars.allSatisfy(continues)
    }

    private static func begins(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
            0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    private static func continues(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: begins(scalar)
        }
    }
}

/// A reference such as `${name}` in a text.
struct FormReference: Hashable {
    /// What it names.
    let name: String
    /// Whether it means the record that was saved last: `${last-saved#name}`.
    let isOfLastSaved: Bool

    /// What stands before a name that means the record that was saved last.
    static let lastSavedMark = "last-saved#"

    /// That a text has a reference that is not written right.
    struct Malformed: Error {
        let text: String
    }

    /// All references of a text, in their order.
    static func all(in text: String) throws(Malformed) -> [FormReference] {
        guard text.contains("${") else { return [] }
        var references: [FormReference] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            let after = rest[start.upperBound...]
            guard let end = after.firstIndex(of: "}") else {
                throw Malformed(text: String(rest[start.lowerBound...]))
            }
            guard let reference = FormReference(inside: after[..<end]) else {
                throw Malformed(text: String(rest[start.lowerBound...end]))
            }
            references.append(reference)
            rest = after[after.index(after: end)...]
        }
        return references
    }

    /// The one reference that a text is; nil if it is anything else.
    init?(_ text: String) {
        guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
        self.init(inside: text.dropFirst(2).dropLast())
    }

    private init?(inside text: Substring) {
        isOfLastSaved = text.hasPrefix(Self.lastSavedMark)
        let name = isOfLastSaved ? text.dropFirst(Self.lastSavedMark.count) : text
        guard XMLName.isName(name) else { return nil }
        self.name = String(name)
    }
}
