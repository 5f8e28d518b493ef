/// Hides most of what tells who somebody is, in lists that others may see over a shoulder.
public enum Masking {
    /// The fields whose values are masked in lists.
    private static let names: Set<String> = ["head_name", "name", "guardian"]
    private static let numbers: Set<String> = [
        "phone", "phones", "national_number", "student_number",
    ]
    private static let texts: Set<String> = ["note", "address"]

    /// Whether a field holds somebody's name.
    public static func isName(_ field: String) -> Bool { names.contains(field) }

    /// A value as a list shows it.
    public static func masked(_ text: String, field: String) -> String {
        if names.contains(field) { return name(text) }
        if numbers.contains(field) { return number(text) }
        if texts.contains(field) { return String(text.prefix(2)) + (text.count > 2 ? "…" : "") }
        return text
    }

    /// Free text: the names that stand in it and are given, and long numbers, as a list shows them.
    ///
    /// - Parameters:
    ///   - text: A reason or the like, which loses its sense where it is cut.
    ///   - names: The names; those of one character are left.
    /// - Returns: The text with all else as it is.
    public static func words(_ text: String, naming names: some Collection<String>) -> String {
        // A name may be part of another one: the longer ones first.
        let known = Set(names).filter { $0.count > 1 }.sorted { ($1.count, $0) < ($0.count, $1) }
        let masked = known.reduce(text) { $0.replacing($1, with: name($1)) }
        return masked.replacing(/\d{7,}[Xx]?/) { number(String($0.output)) }
    }

    /// `王*示`, `王*`: the family name and the last character.
    public static func name(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        guard text.count > 1, let first = text.first, let last = text.last else { return "*" }
        return text.count == 2
            ? "\(first)*" : "\(first)\(String(repeating: "*", count: text.count - 2))\(last)"
    }

    /// Whether a name or number looks as if somebody had masked it: `138****1234`, `张*`.
    ///
    /// A single star at the end of a number of eighteen stands for its X.
    public static func isMasked(_ text: String) -> Bool {
        let plain = PlainText.code(text).replacing(/[●○■█※×·•]{2,}/, with: "**")
        let stars = plain.filter { $0 == "*" }.count
        if stars == 1 {
            let isCheck = plain.count == 18 && plain.hasSuffix("*")
            return !isCheck && plain.count > 1
        }
        return stars > 1 || plain.contains(/\dX{3,}/)
    }

    /// The last four characters.
    public static func number(_ text: String) -> String {
        guard text.count > 4 else { return String(repeating: "*", count: text.count) }
        return String(repeating: "*", count: text.count - 4) + text.suffix(4)
    }
}
