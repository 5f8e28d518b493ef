/// A function that an expression may call, by its name in the ODK XForms specification.
enum FormFunction: String, Sendable, Hashable, CaseIterable {
    case abs, acos, area, asin, atan, atan2
    case base64Decode = "base64-decode"
    case boolean
    case booleanFromString = "boolean-from-string"
    case checklist, coalesce, concat, contains, cos, count
    case countNonEmpty = "count-non-empty"
    case countSelected = "count-selected"
    case date
    case dateTime = "date-time"
    case decimalDateTime = "decimal-date-time"
    case decimalTime = "decimal-time"
    case depend, digest, distance
    case enclosedArea = "enclosed-area"
    case endsWith = "ends-with"
    case exp, exp10
    case `false`
    case formatDate = "format-date"
    case formatDateTime = "format-date-time"
    case geofence
    case `if`
    case indexedRepeat = "indexed-repeat"
    case int
    case isSelected = "is-selected"
    case choiceName = "jr:choice-name"
    case join, log, log10, max, min
    case normalizeSpace = "normalize-space"
    case not, now, number, once, pi, position, pow, property, pulldata
    case random, randomize, regex, round, selected
    case selectedAt = "selected-at"
    case sin, sqrt
    case startsWith = "starts-with"
    case string
    case stringLength = "string-length"
    case substr
    case substringAfter = "substring-after"
    case substringBefore = "substring-before"
    case sum, tan, today, translate
    case `true`
    case uuid, version
    case weightedChecklist = "weighted-checklist"

    /// How many arguments it takes.
    var argumentCount: ClosedRange<Int> {
        switch self {
        case .true, .false, .pi, .today, .now, .random, .version: 0...0
        case .abs, .acos, .area, .asin, .atan, .base64Decode, .boolean, .booleanFromString, .cos,
            .count, .countNonEmpty, .countSelected, .date, .dateTime, .decimalDateTime,
            .decimalTime, .enclosedArea, .exp, .exp10, .int, .log, .log10, .not, .number, .once,
            .property, .sin, .sqrt, .string, .sum, .tan:
            1...1
        case .atan2, .coalesce, .choiceName, .contains, .endsWith, .formatDate, .formatDateTime,
            .geofence, .isSelected, .pow, .regex, .selected, .selectedAt, .startsWith,
            .substringAfter, .substringBefore:
            2...2
        case .if, .translate: 3...3
        case .position, .stringLength, .normalizeSpace, .uuid: 0...1
        case .round, .randomize: 1...2
        case .substr, .digest: 2...3
        case .pulldata: 4...4
        case .indexedRepeat: 3...11
        case .max, .min, .depend, .distance, .join: 1...Int.max
        case .concat: 0...Int.max
        case .checklist, .weightedChecklist: 2...Int.max
        }
    }

    /// Whether it takes arguments in pairs after the first, besides its least and most.
    func takes(_ count: Int) -> Bool {
        guard argumentCount.contains(count) else { return false }
        return switch self {
        case .indexedRepeat: count % 2 == 1
        case .weightedChecklist: count % 2 == 0
        default: true
        }
    }

    /// The count of arguments in words that need no language: `1`, `2...3`, `1...`.
    var expectedCount: String {
        let range = argumentCount
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        if range.upperBound == .max { return "\(range.lowerBound)..." }
        return "\(range.lowerBound)...\(range.upperBound)"
    }
}
