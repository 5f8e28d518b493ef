/// Compares the rows of a sheet with what was exported there.
struct ReturnPlanner {
    private let sheet: ReturnedSheet
    private let writer: ReplicaWriter
    private let authority: FieldPolicy.Authority
    private var plan = ReturnPlan()
    private var seen: [RecordID: [Int]] = [:]
    private var type: String?
    private var columns: [Column] = []
    private var observed: Set<[String]>?

    init(_ sheet: ReturnedSheet, _ writer: ReplicaWriter, _ authority: FieldPolicy.Authority) {
        self.sheet = sheet
        self.writer = writer
        self.authority = authority
    }

    /// A column that is read.
    private struct Column {
        let index: Int
        let heading: String
        let meaning: Meaning
    }

    private enum Meaning {
        case field(FieldPolicy, isRaw: Bool)
        case conflicts
    }

    /// Why a row is refused as a whole.
    private struct Refusal: Error {
        let column: String?
        let reason: Problem
    }

    mutating func planned() throws -> ReturnPlan {
        try findRecords()
        try findColumns()
        try sheet.rows { row in
            plan.rows += 1
            do {
                try take(row)
            } catch let refusal as Refusal {
                refuse(row.line, refusal.column, refusal.reason)
            }
        }
        plan.absent += try countAbsent()
        return plan
    }

    private mutating func refuse(_ line: Int, _ column: String?, _ reason: Problem) {
        plan.refused.append(RefusedRow(line: line, column: column, reason: reason))
        if line != sheet.headingLine { plan.refusedRows.insert(line) }
    }

    // MARK: The sheet as a whole

    /// Which records have rows, and of which type the first is that is held here.
    private mutating func findRecords() throws {
        try sheet.rows { row in
            guard let id = RecordID(row.id) else { return }
            seen[id, default: []].append(row.line)
            if type == nil { type = try writer.store.record(id)?.type }
        }
    }

    private mutating func findColumns() throws {
        guard let type else { return }
        var fields: [String: FieldPolicy] = [:]
        for field in writer.policies.type(type)?.fields ?? [] {
            fields[PrintedTable.heading(field.label)] = field
            fields[PrintedTable.heading(field.name)] = field
        }
        let told = sheet.headings.map { ($0.column, $0.text, PrintedTable.heading($0.text)) }
            .filter { !$0.2.isEmpty }
        let conflicts = Language.allCases.map {
            PrintedTable.heading(ReturnedWords.conflicts($0))
        }
        let unknown = Set(told.map(\.2)).subtracting(fields.keys).subtracting(conflicts)
        let others = try otherFields(unknown, of: type)
        var places: [String: [Column]] = [:]
        for (index, text, heading) in told {
            let meaning: Meaning
            if conflicts.contains(heading) {
                meaning = .conflicts
            } else if let field = fields[heading] {
                meaning = .field(field, isRaw: false)
            } else if let field = others[heading] {
                meaning = .field(field, isRaw: true)
            } else {
                refuse(sheet.headingLine, text, Problem(.columnUnknown, ["column": text]))
                continue
            }
            let name = if case .field(let field, _) = meaning { field.name } else { "" }
            places[name, default: []]
                .append(Column(index: index, heading: text, meaning: meaning))
        }
        func sorted(_ isWanted: ([Column]) -> Bool) -> [Column] {
            places.values.filter(isWanted).joined().sorted { $0.index < $1.index }
        }
        for column in sorted({ $0.count > 1 }) {
            let reason = Problem(.columnRepeated, ["column": column.heading])
            refuse(sheet.headingLine, column.heading, reason)
        }
        columns = sorted { $0.count == 1 }
    }

    /// Fields that only records have, by what would stand above them.
    private func otherFields(
        _ headings: Set<String>,
        of type: String
    ) throws -> [String: FieldPolicy] {
        guard !headings.isEmpty else { return [:] }
        var found: [String: FieldPolicy] = [:]
        func add(_ names: some Sequence<String>, _ kind: FieldPolicy.Kind) {
            for name in names where headings.contains(PrintedTable.heading(name)) {
                found[PrintedTable.heading(name)] = FieldPolicy(name, name, kind: kind)
            }
        }
        try writer.list(type) { view in
            add(view.values.keys, .text)
            add(view.sets.keys, .set)
        }
        return found
    }

    /// Records without a row; a deleted one needs none.
    private func countAbsent() throws -> Int {
        guard let type else { return 0 }
        var count = 0
        var last: RecordID?
        while true {
            let ids = try writer.store.records(type: type, after: last, limit: Self.page)
            for id in ids where seen[id] == nil {
                if try writer.state(id)?.isDeleted == false { count += 1 }
            }
            guard let end = ids.last else { return count }
            last = end
        }
    }

    private static let page = 500

    // MARK: A row

    private mutating func take(_ row: ReturnedSheet.Row) throws {
        let id = try record(of: row)
        if let lines = seen[id], lines.count > 1 {
            let words = lines.map { "\($0)" }.joined(separator: ", ")
            throw Refusal(column: nil, reason: Problem(.rowRepeated, ["lines": words]))
        }
        let version: RecordVersion
        let record: ReadRecord
        do {
            version = try RecordVersion(row.version)
            record = try writer.record(id, type: type, readAt: version)
        } catch let problem as Problem {
            let isOfID = problem.code == .recordNotHeld
            let column = isOfID ? ReturnedWords.id : ReturnedWords.version
            throw Refusal(column: column, reason: problem)
        }
        // Whoever empties a row wants it gone, and rows that are gone delete nothing.
        guard !columns.allSatisfy({ row.cells[$0.index] == nil }) else {
            plan.absent += 1
            return
        }
        var edit = Edit(type: record.type, id: id, changes: [], base: version)
        for column in columns {
            do {
                try take(column, of: row, record, into: &edit)
            } catch let problem as Problem {
                refuse(row.line, column.heading, problem)
            }
        }
        if !edit.changes.isEmpty { plan.edits.append(edit) }
    }

    private func record(of row: ReturnedSheet.Row) throws -> RecordID {
        if row.id.isEmpty, row.version.isEmpty {
            throw Refusal(column: nil, reason: Problem(.rowAdded))
        }
        guard let id = RecordID(row.id) else {
            throw Refusal(column: ReturnedWords.id, reason: Problem(.invalidIdentifier))
        }
        return id
    }

    // MARK: A cell

    private mutating func take(
        _ column: Column,
        of row: ReturnedSheet.Row,
        _ record: ReadRecord,
        into edit: inout Edit
    ) throws {
        let cell = row.cells[column.index]
        guard case .field(let policy, let isRaw) = column.meaning else {
            return try requireUntouched(cell, column, record)
        }
        let read = ReturnedCell(policy: policy, type: record.type, cell: cell)
        let changes = try read.changes(from: record)
        guard changes.isEmpty || !row.merged.contains(column.index) else {
            throw Problem(.cellDamaged, ["form": "合并单元格 (merged cells)"])
        }
        try requireRoom(for: changes, in: edit)
        var effect: ReturnPlan.Effect?
        var taken: [Edit.Change] = []
        for (key, value) in changes {
            let change = Self.change(key, value)
            guard try !record.isSaid(key, value, in: writer) else { continue }
            var part = edit
            part.changes = [change]
            part.isRaw = isRaw
            switch try writer.outcome(of: part, authority: authority) {
            case .nothing: continue
            case .observed:
                guard try !isObserved(record, key, value, of: edit) else { continue }
                effect = effect ?? .observation
            case .written: effect = record.isNewer(key) ? .conflict : effect ?? .written
            }
            taken.append(change)
        }
        guard let effect, let id = edit.id else { return }
        edit.changes += taken
        edit.isRaw = edit.isRaw || isRaw
        plan.cells.append(
            ReturnPlan.Cell(line: row.line, column: column.heading, id: id, effect: effect)
        )
    }

    /// What a row changes is one write: a cell that does not fit into it any more is refused here,
    /// and the others go in.
    private func requireRoom(
        for changes: [(key: RegisterKey, value: Value)],
        in edit: Edit
    ) throws {
        func tooLarge(_ size: Int, _ limit: Int, _ unit: String) -> Problem {
            Problem(
                .writeTooLarge,
                ["type": edit.type, "size": "\(size)", "limit": "\(limit)", "unit": unit]
            )
        }
        let count = edit.changes.count + changes.count
        // One more may say that the record is no longer deleted.
        guard count < Limits.registersPerWriteMax else {
            throw tooLarge(count, Limits.registersPerWriteMax - 1, "项 (fields)")
        }
        let bytes =
            changes.reduce(0) { $0 + Self.bytes(Self.change($1.key, $1.value)) }
            + edit.changes.reduce(0) { $0 + Self.bytes($1) }
        guard bytes <= Self.bytesPerWriteMax else {
            throw tooLarge(bytes, Self.bytesPerWriteMax, "字节 (bytes)")
        }
    }

    private static func bytes(_ change: Edit.Change) -> Int {
        switch change {
        case .set(let name, let value): name.utf8.count + value.bytes
        case .add(let name, let element), .remove(let name, let element):
            name.utf8.count + element.utf8.count
        default: 0
        }
    }

    /// Names and values of one write; the rest of it is left for what had been read.
    private static let bytesPerWriteMax = Limits.writeBytesMax * 3 / 4

    private static func change(_ key: RegisterKey, _ value: Value) -> Edit.Change {
        guard let element = key.element else { return .set(key.name, value) }
        return value == .boolean(true) ? .add(key.name, element) : .remove(key.name, element)
    }

    /// Which fields are in conflict is worked out; in either language it says what was exported.
    private func requireUntouched(
        _ cell: SheetCell?,
        _ column: Column,
        _ record: ReadRecord
    ) throws {
        let labels = record.conflicts.map { name in
            name == "deleted" ? "删除" : writer.policies.field(name, of: record.type)?.label ?? name
        }
        let exported = [labels, record.conflicts].map {
            $0.joined(separator: ReturnedWords.elementSign)
        }
        guard exported.contains(cell?.text ?? "") else {
            throw Problem(.columnDerived, ["column": column.heading])
        }
    }

    /// Whether an observation says so already.
    private mutating func isObserved(
        _ record: ReadRecord,
        _ key: RegisterKey,
        _ value: Value,
        of edit: Edit
    ) throws -> Bool {
        if observed == nil {
            var found: Set<[String]> = []
            try writer.list("observation") { view in
                found.insert(
                    ["subject", "field", "seen_value"].map { view.values[$0]?.text ?? "" }
                )
            }
            observed = found
        }
        let id = edit.id.map { "\($0)" } ?? ""
        return observed?.contains([id, "\(key)", value.text]) ?? false
    }
}

extension Replica {
    /// Compares an edited export with what was exported; nothing is written.
    ///
    /// - Parameters:
    ///   - sheet: The file.
    ///   - authority: What the author may write beside what anyone may.
    /// - Returns: What taking it in would do now.
    /// - Throws: What reading the file throws, and what the store meets.
    public func returnPlan(
        _ sheet: ReturnedSheet,
        authority: FieldPolicy.Authority = .anyone
    ) throws -> ReturnPlan {
        // Who may write what is asked of a transaction that could write.
        try write { writer in
            var planner = ReturnPlanner(sheet, writer, authority)
            return try planner.planned()
        }
    }

    /// Writes what a plan says, each cell over what was exported.
    ///
    /// Each part of at most ``Limits/groupWritesMax`` records is one transaction. If it is cut
    /// short, the same file can be taken in again.
    ///
    /// - Parameters:
    ///   - plan: As ``returnPlan(_:authority:)`` made it of what is held now.
    ///   - author: Who takes it in; stands in every write.
    ///   - authority: As for the plan.
    /// - Throws: As ``edit(_:author:authority:placing:)``; the parts before it stay.
    public func carryOut(
        _ plan: ReturnPlan,
        author: String,
        authority: FieldPolicy.Authority = .anyone
    ) throws {
        for start in stride(from: 0, to: plan.edits.count, by: Limits.groupWritesMax) {
            let part = plan.edits[start..<min(start + Limits.groupWritesMax, plan.edits.count)]
            _ = try edit(Array(part), author: author, authority: authority)
        }
    }
}
