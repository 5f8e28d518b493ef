/// An invented county for demonstrations and tests.
///
/// Only the townships' names are real. Every number lies where no real one can: national numbers
/// in area 610399, schools in province 99, villages with 9xx, telephones that cannot be dialled;
/// and the first record, a `demo_mark`, says so.
public enum DemoCounty {
    /// The seed that is used where nobody names one.
    public static let defaultSeed: UInt64 = 610_326

    /// Makes the county: the same records in the same order for a size and seed.
    ///
    /// One household is held at a time, so memory does not grow with the county.
    ///
    /// - Parameters:
    ///   - size: How large.
    ///   - seed: Any number.
    ///   - each: Receives every record; what a record refers to comes before it.
    /// - Returns: What was planted.
    public static func generate(
        size: DemoSize,
        seed: UInt64 = defaultSeed,
        each: (RecordDraft) throws -> Void
    ) rethrows -> AnswerKey {
        var county = DemoFamilies(size: size, seed: seed)
        var hash = DraftHash()
        func give(_ draft: RecordDraft) throws {
            hash.add(draft)
            try each(draft)
        }
        try give(county.mark())
        for township in 0..<size.townships {
            try county.divisions(of: township).forEach(give)
            try county.schools(of: township).forEach(give)
            try county.teachers(of: township).forEach(give)
        }
        for village in 0..<size.villages {
            for household in demoShare(of: size.households, village, size.villages) {
                try county.family(household, village: village).forEach(give)
            }
        }
        county.makeRoster()
        county.key.sha256 = hash.hexadecimal
        return county.key
    }
}
