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
}
