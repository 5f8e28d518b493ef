import Foundation

extension FieldPolicy {
    /// Reads what a person typed for this field: text as it is (in NFC), other kinds strictly.
    ///
    /// Whole numbers have 64 bits; decimals at most 15 digits before the point and 9 after it, and
    /// 64 bits together; days are `YYYY-MM-DD`; yes and no may be `true`, `yes`, `y`, `1`, `是`, `有`
    /// and `false`, `no`, `n`, `0`, `否`, `无`, `没有`; bytes are base64; a record is named by its id.
    ///
    /// - Parameter typed: The text; empty, it clears the field.
    /// - Returns: The value; for a set, the element as text.
    /// - Throws: `wrong_kind`, or `value_too_long` above ``Limits/valueBytesMax`` bytes; neither
    ///   repeats what was typed.
    public func value(_ typed: String) throws -> Value {
        guard !typed.isEmpty else { return .cleared }
        guard typed.utf8.count <= Limits.valueBytesMax else {
            throw Problem(
                .valueTooLong,
                [
                    "field": name, "bytes": "\(typed.utf8.count)",
                    "limit": "\(Limits.valueBytesMax)",
                ]
            )
        }
        let value: Value? =
            switch kind {
            case .text, .set: .text(typed.precomposedStringWithCanonicalMapping)
            case .integer: Int64(typed).map { .integer($0) }
            case .boolean: Self.boolean(typed).map { .boolean($0) }
            case .date: Self.isDay(typed) ? .date(typed) : nil
            case .decimal: Self.decimal(typed)
            case .data: Data(base64Encoded: typed).map { .data($0) }
            case .record: RecordID(typed).map { .text("\($0)") }
            }
        guard let value else {
            throw Problem(
                .wrongKind,
                ["field": name, "label": label, "expected": kind.expectation]
            )
        }
        return value
    }

    private static func boolean(_ typed: String) -> Bool? {
        switch typed.lowercased() {
        case "true", "yes", "y", "1", "是", "有": true
        case "false", "no", "n", "0", "否", "无", "没有": false
        default: nil
        }
    }

    private static func isDay(_ typed: String) -> Bool {
        guard let match = typed.wholeMatch(of: /(\d{4})-(\d{2})-(\d{2})/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            (1...12).contains(month), day >= 1
        else { return false }
        let isLeap =
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= days[month - 1]
    }

    private static func decimal(_ typed: String) -> Value? {
        guard let match = typed.wholeMatch(of: /(-?\d{1,15})(?:\.(\d{1,9}))?/) else { return nil }
        let fraction = match.2.map(String.init) ?? ""
        return Int64(String(match.1) + fraction).map {
            .decimal(unscaled: $0, scale: UInt32(fraction.count))
        }
    }
}

extension FieldPolicy.Kind {
    /// What the kind takes, for the sentence of a problem, in both languages.
    var expectation: String {
        switch self {
        case .text, .set: "文字 (text)"
        case .integer: "整数 (a whole number)"
        case .boolean: "是或否 (yes or no)"
        case .date: "日期 (a date, YYYY-MM-DD)"
        case .decimal: "数字 (a number)"
        case .data: "base64"
        case .record: "记录编号 (a record's id)"
        }
    }
}
