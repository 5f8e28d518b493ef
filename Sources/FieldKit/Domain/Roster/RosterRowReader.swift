import Foundation

/// Reads the cells of one row by the columns of its kind.
struct RosterRowReader {
    let kind: RosterKind
    let today: BusinessDay
    /// The position of each column that the file has.
    let places: [(column: RosterColumn, index: Int)]

    /// A row that was read, with what was odd about it.
    struct Result {
        var row: RosterRow
        var notices: [RosterNotice] = []
        /// True if the national number ends as damaged ones do and passed the check all the same.
        var endsInZeros = false
    }

    /// Why a row was not read.
    struct Refusal: Error {
        let column: String?
        let reason: Problem
    }

    init(kind: RosterKind, today: BusinessDay, headings: [String]) {
        self.kind = kind
        self.today = today
        places = kind.columns.compactMap { column in
            column.headings.lazy.compactMap { headings.firstIndex(of: $0) }.first
                .map { (column, $0) }
        }
    }

    func heading(_ field: String) -> String {
        kind.columns.first { $0.field == field }?.heading ?? field
    }

    func read(_ source: RosterTable.Row) throws(Refusal) -> Result {
        var result = Result(row: RosterRow(line: source.line, keys: []))
        let ordinary = isOrdinaryDocument(source)
        for (column, index) in places {
            let cell = column.cell.written(index < source.cells.count ? source.cells[index] : "")
            guard !cell.allSatisfy(\.isWhitespace), !isNone(cell, column) else {
                if column.required { throw missing(column.heading) }
                continue
            }
            guard !column.cell.isPersonal || !Masking.isMasked(cell) else {
                if column.required {
                    throw Refusal(column: column.heading, reason: Problem(.cellMasked))
                }
                note(.masked, column.field, in: &result)
                continue
            }
            if case .nationalNumber = column.cell, !ordinary {
                result.row.identity.append(DraftField("document_number", PlainText.code(cell)))
            } else {
                try read(cell, column, into: &result)
            }
        }
        try finish(&result)
        return result
    }

    /// Whether a cell says that there is nothing of the kind.
    private func isNone(_ cell: String, _ column: RosterColumn) -> Bool {
        column.cell.canBeNone && Self.nothing.contains(PlainText.code(cell))
    }

    private static let nothing: Set<String> = [
        "无", "没有", "暂无", "空", "-", "--", "—", "——", "/", "\\", "N/A",
    ]

    private func missing(_ heading: String) -> Refusal {
        Refusal(column: heading, reason: Problem(.valueMissing, ["field": heading]))
    }

    private func wrong(_ column: RosterColumn, _ expected: String) -> Refusal {
        Refusal(
            column: column.heading,
            reason: Problem(
                .wrongKind,
                ["field": column.heading, "label": column.heading, "expected": expected]
            )
        )
    }

    private func wrong(_ column: RosterColumn, _ choices: [RosterChoice]) -> Refusal {
        wrong(column, choices.compactMap(\.words.first).joined(separator: "/"))
    }

    /// False for passports and the like, whose numbers have no rule.
    private func isOrdinaryDocument(_ source: RosterTable.Row) -> Bool {
        guard let place = places.first(where: { $0.column.field == "document_kind" }),
            case .choice(let choices) = place.column.cell, place.index < source.cells.count
        else { return true }
        let code = Self.choose(source.cells[place.index], choices)
        return code == nil || code == "1"
    }

    private func read(
        _ cell: String,
        _ column: RosterColumn,
        into result: inout Result
    ) throws(Refusal) {
        switch column.cell {
        case .nationalNumber: try readNationalNumber(cell, column, into: &result)
        case .phone, .phones:
            let (read, isWhole) = Self.phones(cell)
            if !isWhole { note(.phoneUnread, column.field, in: &result) }
            if case .phones = column.cell {
                put(read, column, into: &result)
            } else if let first = read.first {
                put(.text(first), column, into: &result)
            }
        case .elements: put(Self.parts(cell), column, into: &result)
        case .groups(let choices):
            let codes = Self.parts(cell).map { Self.choose($0, choices) }
            if codes.contains(nil) { note(.groupUnknown, column.field, in: &result) }
            put(codes.compactMap(\.self), column, into: &result)
        case .choiceOrYes(let choices, let group):
            if let code = Self.choose(cell, choices) {
                put(.text(code), column, into: &result)
            } else if let flag = Self.flag(cell) {
                guard flag else { return put(.text("0"), column, into: &result) }
                add([group], to: "groups", of: &result)
                note(.leftBehindUnclear, column.field, in: &result)
            } else {
                throw wrong(column, choices)
            }
        case .choices(let choices):
            let codes = Self.parts(cell).map { Self.choose($0, choices) }
            guard !codes.contains(nil) else { throw wrong(column, choices) }
            put(codes.compactMap(\.self), column, into: &result)
        default: put(try value(of: cell, column), column, into: &result)
        }
    }

    private func put(_ value: Value, _ column: RosterColumn, into result: inout Result) {
        let field = DraftField(column.field, value)
        switch column.rule {
        case .roster: result.row.fields.append(field)
        case .fillsIn:
            result.row.fields.append(field)
            result.row.fillsIn.insert(column.field)
        case .sensitive: result.row.identity.append(field)
        case .reference: result.row.references[column.field] = value.text
        }
    }

    private func put(_ elements: [String], _ column: RosterColumn, into result: inout Result) {
        add(elements, to: column.field, of: &result)
    }

    /// Adds elements to a set of the row, to which another column may have given some.
    private func add(_ elements: [String], to field: String, of result: inout Result) {
        let held = result.row.sets.first { $0.name == field }?.elements ?? []
        let all = (held + elements).uniqued
        guard !all.isEmpty else { return }
        result.row.sets.removeAll { $0.name == field }
        result.row.sets.append(DraftSet(field, all))
    }

    private func readNationalNumber(
        _ cell: String,
        _ column: RosterColumn,
        into result: inout Result
    ) throws(Refusal) {
        do {
            let reading = try NationalNumber.read(cell, today: today)
            put(.text(reading.number.text), column, into: &result)
            result.endsInZeros = reading.number.text.hasSuffix("000")
            for notice in reading.notices {
                let kind: RosterNotice.Kind =
                    switch notice {
                    case .checkCharacterReplaced: .checkCharacterReplaced
                    case .upgradedFromFifteen: .upgradedFromFifteen
                    case .provinceUnknown: .provinceUnknown
                    case .demo: .demo
                    }
                note(kind, column.field, in: &result)
            }
            try compare(reading.number, with: &result)
        } catch let problem as Problem {
            throw Refusal(column: column.heading, reason: problem)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(column: column.heading, reason: Problem(.numberFormat))
        }
    }

    /// The sex and birth date of the row have to be those of the number; where the row is silent,
    /// the number speaks.
    private func compare(_ number: NationalNumber, with result: inout Result) throws(Refusal) {
        let told: [(String, Value)] = [("sex", .text(number.sex)), ("birth", number.birth.value)]
        for (field, value) in told {
            switch result.row[field] {
            case nil: result.row.fields.append(DraftField(field, value))
            case .text("0")?, .text("9")?:
                result.row.fields.removeAll { $0.name == field }
                result.row.fields.append(DraftField(field, value))
            case value?: break
            default:
                throw Refusal(
                    column: heading(field),
                    reason: Problem(.numberMismatch, ["field": heading(field)])
                )
            }
        }
    }

    func note(_ kind: RosterNotice.Kind, _ field: String, in result: inout Result) {
        result.notices.append(
            RosterNotice(line: result.row.line, column: heading(field), kind: kind)
        )
    }

    private func value(of cell: String, _ column: RosterColumn) throws(Refusal) -> Value {
        switch column.cell {
        case .name:
            let name = PlainText.name(cell)
            guard name.unicodeScalars.count <= Limits.nameCharactersMax else {
                throw wrong(column, "≤ \(Limits.nameCharactersMax)")
            }
            return .text(name)
        case .text, .className:
            let text = PlainText.clean(cell)
            if case .className = column.cell, Self.isDay(text) {
                throw Refusal(
                    column: column.heading,
                    reason: Problem(.cellDamaged, ["form": "日期 (a date)"])
                )
            }
            guard text.utf8.count <= Limits.elementBytesMax else {
                throw wrong(column, "≤ \(Limits.elementBytesMax)")
            }
            return .text(text)
        case .digits(let count): return .text(try digits(cell, count, column))
        case .code: return .text(try digits(cell, nil, column))
        case .date:
            guard let day = BusinessDay.read(cell) else { throw wrong(column, "YYYY-MM-DD") }
            return day.value
        case .flag:
            guard let flag = Self.flag(cell) else { throw wrong(column, "是/否") }
            return .boolean(flag)
        case .choice(let choices):
            guard let code = Self.choose(cell, choices) else {
                throw wrong(column, choices)
            }
            return .text(code)
        case .studentNumber:
            do {
                return .text(try StudentNumber.read(cell, field: column.heading).text)
            } catch {
                throw Refusal(column: column.heading, reason: error)
            }
        case .nationalNumber, .phone, .phones, .elements, .choices, .choiceOrYes, .groups:
            return .cleared
        }
    }

    /// A code; without a count of any form, which a spreadsheet may have damaged as well.
    private func digits(
        _ cell: String,
        _ count: Int?,
        _ column: RosterColumn
    ) throws(Refusal) -> String {
        let code = PlainText.code(cell)
        if PlainText.isScientific(code) {
            throw Refusal(
                column: column.heading,
                reason: Problem(.numberDestroyed, ["form": "E+"])
            )
        }
        guard let count else {
            guard code.utf8.count <= 32 else { throw wrong(column, "≤ 32") }
            return code
        }
        guard code.utf8.count == count, PlainText.isDigits(code) else {
            throw wrong(column, "\(count) × 0-9")
        }
        return code
    }

    /// `3-2` is a day for a spreadsheet, and comes as `2026-03-02`.
    private static func isDay(_ text: String) -> Bool {
        text.wholeMatch(of: /\d{4}-\d{2}-\d{2}( 00:00:00)?/) != nil
    }

    static func flag(_ cell: String) -> Bool? {
        switch PlainText.code(cell) {
        case "是", "是的", "有", "对", "1", "√", "✓", "✔", "☑", "Y", "YES", "T", "TRUE", "1-是": true
        case "否", "不", "不是", "无", "没有", "空", "0", "×", "✗", "✘", "X", "N", "NO", "F", "FALSE",
            "0-否",
            "-", "—", "/":
            false
        default: nil
        }
    }

    /// The code meant by `1`, `男`, `1-男` or `1男`.
    static func choose(_ cell: String, _ choices: [RosterChoice]) -> String? {
        let plain = PlainText.code(cell)
        let word = plain.drop { $0.isASCII && ($0.isNumber || "-:.".contains($0)) }
        return choices.first { choice in
            choice.isMeant(by: plain) || (!word.isEmpty && choice.isMeant(by: String(word)))
        }?.code
    }

    static func parts(_ cell: String) -> [String] {
        cell.split { Self.separators.contains($0) || $0.isWhitespace }
            .map { PlainText.clean(String($0)) }.filter { !$0.isEmpty }
    }

    private static let separators = ",，、;；/|\n"

    /// The telephone numbers of a cell, and whether all of it could be read.
    ///
    /// A blank stands within a number (`154 0000 1234`) as well as between two.
    private static func phones(_ cell: String) -> (numbers: [String], isWhole: Bool) {
        var numbers: [String] = []
        var isWhole = true
        for part in cell.split(whereSeparator: separators.contains) {
            if let number = PhoneNumber.read(String(part)) {
                numbers.append(number.text)
                continue
            }
            let words = parts(String(part))
            let read = words.compactMap { PhoneNumber.read($0)?.text }
            numbers += read
            isWhole = isWhole && read.count == words.count
        }
        return (numbers, isWhole)
    }
}
