/// Compares the rows of a sheet with what was exported there.
struct ReturnPlanner {
    private let sheet: ReturnedSheet
    private let found: ReturnedColumns
    private let answers: ReturnedAnswers
    private let writer: ReplicaWriter
    private let authority: FieldPolicy.Authority
    private var plan = ReturnPlan()
    private var observed: Set<[String]>?

    private typealias Column = ReturnedColumns.Column
    private var columns: [Column] { found.columns }
    private var type: String? { found.type }

    init(
        _ sheet: ReturnedSheet,
        _ columns: ReturnedColumns,
        _ answers: ReturnedAnswers,
        _ writer: ReplicaWriter,
        _ authority: FieldPolicy.Authority
    ) {
        self.sheet = sheet
        found = columns
        self.answers = answers
        self.writer = writer
        self.authority = authority
    }

    /// Why a row is refused as a whole.
    private struct Refusal: Error {
        let column: String?
        let reason: Problem
    }

    mutating func planned() throws -> ReturnPlan {
        for (heading, reason) in found.refused { refuse(sheet.headingLine, heading, reason) }
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

    /// Records without a row; a deleted one needs none.
    private func countAbsent() throws -> Int {
        guard let type else { return 0 }
        var count = 0
        var last: RecordID?
        while true {
            let ids = try writer.store.records(type: type, after: last, limit: Self.page)
            for id in ids where found.lines[id] == nil {
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
        if let lines = found.lines[id], lines.count > 1 {
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
        let isRaw: Bool
        let changes: [(key: RegisterKey, value: Value)]
        switch column.meaning {
        case .conflicts: return try requireUntouched(cell, column, record)
        case .answer:
            guard let outcome = answers.outcomes[row.line]?[column.index] else { return }
            isRaw = true
            changes = try outcome.get().map { (RegisterKey($0.field), $0.value) }
        case .field(let policy, let isUnknown):
            isRaw = isUnknown
            let read = ReturnedCell(policy: policy, type: record.type, cell: cell)
            changes = try read.changes(from: record)
            // Which form was answered, and in which version, is no matter of opinion.
            let isFixed = record.values["form_id"] != nil && Submission.frame.contains(policy.name)
            guard changes.isEmpty || !isFixed else {
                throw Problem(.columnDerived, ["column": column.heading])
            }
        }
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
        let columns = try read { try ReturnedColumns(sheet, $0) }
        // Before the transaction: looking up begins transactions of its own.
        let answers = try ReturnedAnswers(sheet, columns, self)
        // Who may write what is asked of a transaction that could write.
        return try write { writer in
            var planner = ReturnPlanner(sheet, columns, answers, writer, authority)
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
