import Foundation

/// One cell of a sheet that comes back, beside what was exported there.
struct ReturnedCell {
    /// The field that the column shows.
    let policy: FieldPolicy
    /// The type of the record.
    let type: String
    /// What stands there now; nil for nothing.
    let cell: SheetCell?

    /// What was changed.
    ///
    /// - Parameter record: The record as it was exported.
    /// - Returns: The values of registers; none for an untouched cell.
    /// - Throws: `cell_damaged`, `cell_masked`, `set_unclear`, and what reading a value throws.
    func changes(from record: ReadRecord) throws -> [(key: RegisterKey, value: Value)] {
        try requireReadable()
        guard policy.kind == .set else {
            let before = record.values[policy.name]
            let value = try value(before: before)
            guard let value else { return [] }
            return [(RegisterKey(policy.name), value)]
        }
        return try setChanges(record.sets[policy.name] ?? [])
    }

    /// What the cell says, tidied.
    var text: String { Self.tidy(cell?.text ?? "") }

    /// Whether the cell says a text, as it was exported.
    func says(_ exported: String) -> Bool { text == Self.tidy(exported) }

    /// Text as a spreadsheet keeps it, which is how it was exported: one kind of line break.
    private static func tidy(_ text: String) -> String {
        WorkbookWriter.shown(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
    }

    // MARK: Single values

    /// The value that the cell says instead; nil if it says the same.
    private func value(before: Value?) throws -> Value? {
        let exported = Self.tidy(before?.text ?? "")
        if text == exported { return nil }
        if text.allSatisfy(\.isWhitespace) { return exported.isEmpty ? nil : .cleared }
        try requireUnmasked([exported])
        let value = try read([exported])
        return value == before || isEqualNumber(value, before) ? nil : value
    }

    private func read(_ exported: [String]) throws -> Value {
        let plain = PlainText.halfWidth(text).filter { !$0.isWhitespace }
        switch policy.kind {
        case .date:
            try requireNoSerial()
            if let day = BusinessDay.read(plain) { return day.value }
            return try policy.value(plain)
        case .integer, .decimal: return try policy.value(Self.number(plain))
        case .boolean: return try policy.value(plain)
        case .text, .data, .record, .set:
            try requireSound(exported)
            return try policy.value(CodeList.value(text, field: policy.name, of: type))
        }
    }

    /// A number as people write it: `7` for `7.0`, `0.1` for `0.10000000000000001`.
    static func number(_ text: String) -> String {
        guard text.contains("."), let value = Double(text) else { return text }
        let short = "\(value)"
        return short.hasSuffix(".0") ? String(short.dropLast(2)) : short
    }

    /// `0.1` and `0.10` are one number, and a spreadsheet knows no other way to keep it.
    private func isEqualNumber(_ value: Value, _ before: Value?) -> Bool {
        guard [.integer, .decimal].contains(policy.kind), let before else { return false }
        return Double(value.text) == Double(before.text)
    }

    // MARK: Sets

    private func setChanges(_ before: [String]) throws -> [(key: RegisterKey, value: Value)] {
        guard text != Self.tidy(before.joined(separator: ReturnedWords.elementSign)) else {
            return []
        }
        guard !before.contains(where: { $0.contains(where: ReturnedWords.isSign) }) else {
            throw Problem(.setUnclear, ["field": policy.label])
        }
        try requireUnmasked(before + [before.joined(separator: ReturnedWords.elementSign)])
        try requireSound(before)
        let told = text.split(whereSeparator: ReturnedWords.isSign).map {
            $0.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        }.filter { !$0.isEmpty }.map { word in before.first { Self.tidy($0) == word } ?? code(word)
        }
        let elements = Set(told)
        let removed = before.filter { !elements.contains($0) }.map { ($0, false) }
        let added = elements.subtracting(before).sorted().map { ($0, true) }
        return (removed + added).map { element, isMember in
            (RegisterKey(policy.name, element: element), .boolean(isMember))
        }
    }

    private func code(_ word: String) -> String {
        CodeList.value(word, field: policy.name, of: type)
    }

    // MARK: Damage

    /// What spreadsheets do to text, in both languages.
    private enum Form {
        static let powers = "E+"
        static let digits = "超过 15 位的数字 (a number of more than 15 digits)"
        static let zeros = "前面的 0 没有了 (leading zeros are gone)"
        static let date = "文字变成了日期 (a text turned into a date)"
        static let zeroByte = "看不见的控制字符 (a zero byte)"
        static let serial = "日期变成了数字 (a date turned into a number)"
    }

    /// The most digits that a spreadsheet's numbers keep.
    private static let digitsMax = 15

    private func damaged(_ form: String) -> Problem { Problem(.cellDamaged, ["form": form]) }

    /// No cell is read that shows an error, or holds what no text should.
    func requireReadable() throws {
        if case .error(let word)? = cell { throw damaged(word) }
        if cell?.text.utf8.contains(0) == true { throw damaged(Form.zeroByte) }
    }

    /// A day is refused that has become a number.
    func requireNoSerial() throws {
        if case .number? = cell { throw damaged(Form.serial) }
        let plain = PlainText.halfWidth(text).filter { !$0.isWhitespace }
        if PlainText.isDigits(plain), plain.utf8.count == 5 { throw damaged(Form.serial) }
    }

    /// Text is refused where a spreadsheet took it for something else.
    func requireSound(_ exported: [String]) throws {
        switch cell {
        case .date?: throw damaged(Form.date)
        case .number(let digits)?:
            if digits.uppercased().contains("E") { throw damaged(Form.powers) }
            if digits.utf8.count > Self.digitsMax { throw damaged(Form.digits) }
            let isShortened = exported.contains { before in
                before.hasPrefix("0") && PlainText.isDigits(before)
                    && digits.utf8.count < before.utf8.count
            }
            if isShortened { throw damaged(Form.zeros) }
        default:
            let code = PlainText.code(text)
            if code.contains("E+"), PlainText.isScientific(code) { throw damaged(Form.powers) }
        }
    }

    /// A value as a masked list shows it is not the value.
    private func requireUnmasked(_ exported: [String]) throws {
        let isMasked = exported.contains {
            let masked = Masking.masked($0, field: policy.name)
            return masked != $0 && masked == text
        }
        if isMasked { throw Problem(.cellMasked) }
    }
}
