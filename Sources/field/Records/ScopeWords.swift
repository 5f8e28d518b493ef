import FieldKit

/// For whom a laptop keeps records, in words.
enum ScopeWords {
    /// The names of the places; before the first sync, when none is known, how many there are of each kind.
    ///
    /// - Parameters:
    ///   - scopes: The codes, or what codes begin with.
    ///   - folder: Where the places are looked up; where that cannot be, they are counted.
    /// - Returns: One line.
    static func names(_ scopes: [String], _ folder: ReplicaFolder) -> String {
        let labels = (try? folder.placeLabels(scopes)) ?? scopes
        guard labels == scopes else { return labels.joined(separator: Language.current("、", ", ")) }
        let counts = Dictionary(grouping: scopes) { $0.utf8.count }.mapValues(\.count)
        let words = counts.sorted { $0.key > $1.key }.map { digits, count in
            switch digits {
            case 12: Language.current("\(count) 个村", "villages: \(count)")
            case 10: Language.current("\(count) 所学校", "schools: \(count)")
            case 9: Language.current("\(count) 个镇", "townships: \(count)")
            case 6: Language.current("\(count) 个县", "counties: \(count)")
            default: Language.current("\(count) 处", "places: \(count)")
            }
        }
        return words.joined(separator: Language.current("、", ", "))
    }

    /// The unit that hands a list in: the school that a laptop works for, else the places; where none is
    /// known by name, whom the county's certificate names.
    ///
    /// - Throws: What the store meets.
    static func unit(_ folder: ReplicaFolder) throws -> String {
        guard let certificate = try folder.replica.certificate() else { return "" }
        let scopes = certificate.scopes.filter { !$0.isEmpty }
        let named = zip(scopes, try folder.placeLabels(scopes)).filter { $0 != $1 }
        let schools = named.filter { $0.0.utf8.count == schoolDigits }
        let units = (schools.isEmpty ? named : schools).map(\.1)
        guard !units.isEmpty else { return certificate.name }
        return units.joined(separator: Language.current("、", ", "))
    }

    private static let schoolDigits = 10
}
