import Foundation

/// One line of the table: what was measured, and how far it is from its floors.
struct Figure {
    /// What was measured, in words.
    let what: String
    /// The measured value, in `unit`.
    let value: Double
    let unit: Unit
    /// What it has to reach, in words.
    let target: String
    /// Whether it does.
    let isReached: Bool
    /// The same rows put into the product's own tables by prepared statements; nil where rows are
    /// not what takes the time.
    var own: Double?
    /// The same bytes put into one plain table by prepared statements.
    var bare: Double?

    enum Unit: String {
        case milliseconds = "ms"
        case seconds = "s"
        case recordsPerSecond = "records/s"
        case bytes = "bytes"
        case megabytes = "MB"
        case times = "x"

        /// Whether a higher value is a better one.
        var isRate: Bool { self == .recordsPerSecond }

        func text(_ value: Double) -> String {
            switch self {
            case .milliseconds, .megabytes: String(format: "%.1f", value)
            case .seconds, .times: String(format: "%.2f", value)
            case .recordsPerSecond, .bytes: String(format: "%.0f", value)
            }
        }
    }

    /// One row of a Markdown table.
    var row: String {
        let cells = [
            what, "\(unit.text(value)) \(unit.rawValue)", target, isReached ? "yes" : "**no**",
            Self.floor(own, value, unit), Self.floor(bare, value, unit),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    static let header = """
        | what | measured | target | reached | own floor | bare floor |
        |---|---|---|---|---|---|
        """

    /// A floor, and the part of it that was reached (of a rate) or the multiple (of anything else).
    private static func floor(_ floor: Double?, _ value: Double, _ unit: Unit) -> String {
        guard let floor, floor > 0 else { return "" }
        return "\(unit.text(floor)) (\(String(format: "%.2f", value / floor)))"
    }
}

/// The middle one of several measured values.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// Runs a deed and says how many seconds it took.
func seconds(_ deed: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try deed()
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}
