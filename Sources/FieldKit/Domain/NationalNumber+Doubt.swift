extension NationalNumber {
    /// The field that holds such numbers, in whatever type of record.
    private static let field = "national_number"

    /// What is wrong with a number that a person typed: it is kept as it is, and marked.
    ///
    /// - Parameters:
    ///   - text: The value of a field.
    ///   - field: The name of the field.
    ///   - today: The latest birth date that can be.
    /// - Returns: What does not fit; nil for a number that does, an empty one, and other fields.
    public static func doubt(
        _ text: String,
        in field: String,
        today: BusinessDay
    ) -> Problem? {
        guard field == Self.field, !text.isEmpty else { return nil }
        do throws(Problem) { _ = try read(text, today: today) } catch { return error }
        return nil
    }
}
