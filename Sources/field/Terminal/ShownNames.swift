import FieldKit

/// Names and numbers as a list shows them: the one place where it is decided whether they are masked.
///
/// Every list masks them. Shown in full are the choices of a question, because whoever chooses must tell
/// people apart, and a single record that was asked for.
final class ShownNames {
    /// Whether nothing is masked.
    let isRevealed: Bool
    /// The names that were shown in full.
    private(set) var names: Set<String> = []
    /// Whether anything was shown that is masked otherwise.
    private(set) var hasShown = false

    init(isRevealed: Bool) { self.isRevealed = isRevealed }

    /// Somebody's name.
    func name(_ text: String) -> String { value(text, field: "name") }

    /// What somebody wrote in own words about a person: only the name and long numbers in it are masked,
    /// because a reason that is cut is none.
    func words(_ text: String, about name: String) -> String {
        let masked = Masking.words(text, naming: [name])
        guard isRevealed else { return masked }
        if masked != text { hasShown = true }
        return text
    }

    /// A value of a field.
    func value(_ text: String, field: String) -> String {
        let masked = Masking.masked(text, field: field)
        guard isRevealed else { return masked }
        if masked != text { hasShown = true }
        if Masking.isName(field), !text.isEmpty { names.insert(text) }
        return text
    }
}
