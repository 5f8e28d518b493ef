import FieldKit

/// The conditions of `list --where`.
struct RecordFilter {
    /// Values that a record must have.
    private(set) var present: [(String, String)] = []
    /// Fields that must be empty: `NAME=`.
    private var absent: [String] = []

    /// - Throws: `wrong_usage` for what is not NAME=VALUE.
    init(_ conditions: [String]) throws {
        for condition in conditions {
            guard let sign = condition.firstIndex(of: "="), sign > condition.startIndex else {
                throw Problem(
                    .wrongUsage,
                    ["what": Language.current("--where 要写成 名称=值", "--where takes NAME=VALUE")]
                )
            }
            let name = String(condition[..<sign])
            let value = String(condition[condition.index(after: sign)...])
            if value.isEmpty { absent.append(name) } else { present.append((name, value)) }
        }
    }

    /// Whether a record is empty where it must be.
    func fitsAbsent(_ view: RecordView) -> Bool {
        absent.allSatisfy { view.values[$0] == nil && (view.sets[$0] ?? []).isEmpty }
    }
}
