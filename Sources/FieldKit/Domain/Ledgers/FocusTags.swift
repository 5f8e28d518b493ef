/// The groups whose children the county wants to be asked after every month.
enum FocusTags {
    /// Codes of the county's list of special groups: monitored families (A2 to A5, A7), those on a minimum
    /// allowance or in destitute support (B1, B2, B5, B6), orphans and children whom nobody cares for (C1 to
    /// C4), disabled pupils (D1), broken families (E3 to E5), those who learn elsewhere or may stop (F3 to F7).
    static let codes: Set<String> = [
        "A2", "A3", "A4", "A5", "A7", "B1", "B2", "B5", "B6", "C1", "C2", "C3", "C4", "D1", "E3",
        "E4",
        "E5", "F3", "F4", "F5", "F6", "F7",
    ]
}
