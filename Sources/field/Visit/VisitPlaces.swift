import FieldKit

/// What is held here of families and pupils, as far as recording a visit needs it.
///
/// The home is opened for each question and closed again: a visit left open in one window must not
/// keep a sync from running in another.
struct VisitPlaces {
    let home: Home

    /// The households that a search word fits: part of the head's name, the address, a household
    /// number, or the beginning of an id.
    func households(_ word: String, limit: Int) throws -> [RecordView] {
        let wanted = PlainText.clean(word)
        var found: [RecordView] = []
        try list("household") { view in
            let texts = ["head_name", "address", "household_number"].compactMap {
                view.values[$0]?.text
            }
            let fits =
                texts.contains { $0.contains(wanted) }
                || "\(view.id)".hasPrefix(wanted.lowercased())
            if fits, found.count <= limit { found.append(view) }
        }
        return found
    }

    /// A household that is held here.
    ///
    /// - Throws: `record_not_held`, `invalid_identifier`.
    func household(_ id: String) throws -> RecordView {
        let id = try RecordArgument.record(id)
        return try home.replica { try $0.view("household", id) }
    }

    /// The pupils of a household.
    func students(of household: RecordID) throws -> [RecordView] {
        var found: [RecordView] = []
        try list("student", matching: [("household", "\(household)")]) { found.append($0) }
        return found
    }

    /// Whether a visit to the household on that day is held already.
    func hasVisit(to household: String, on day: String) throws -> Bool {
        var isFound = false
        try list("visit", matching: [("household", household), ("date", day)]) { _ in
            isFound = true
        }
        return isFound
    }

    private func list(
        _ type: String,
        matching: [(String, String)] = [],
        visit: (RecordView) throws -> Void
    ) throws {
        try home.replica { try $0.list(type, matching: matching, visit: visit) }
    }

    /// A household in one line.
    static func line(_ view: RecordView) -> String {
        let parts = ["head_name", "address"].compactMap { view.values[$0]?.text }
        return parts.isEmpty ? "\(view.id)" : parts.joined(separator: "  ")
    }

    /// A pupil in one line.
    static func studentLine(_ view: RecordView) -> String {
        let parts = ["name", "grade", "class"].compactMap { view.values[$0]?.text }
        return parts.isEmpty ? "\(view.id)" : parts.joined(separator: " ")
    }
}
