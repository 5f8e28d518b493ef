import FieldKit

/// Places in a line for people.
enum PlaceWords {
    /// The digits of a school's and of a village's code.
    private static let (schoolDigits, villageDigits) = (10, 12)

    /// Names of places; of those whose names are not known here, that they are others.
    ///
    /// - Parameter labels: The names, and codes where no name is known.
    /// - Returns: One line.
    static func line(_ labels: [String]) -> String {
        labels.map(word).joined(separator: Language.current("、", ", "))
    }

    private static func word(_ label: String) -> String {
        // What the whole county reads lives in a bucket of its own.
        if label == "system" { return Language.current("全县", "the whole county") }
        guard PlainText.isDigits(label) else { return label }
        return switch label.utf8.count {
        case schoolDigits: Language.current("他校", "another school")
        case villageDigits: Language.current("他村", "another village")
        default: label
        }
    }
}
