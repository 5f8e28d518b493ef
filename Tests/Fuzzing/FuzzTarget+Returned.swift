import FieldKit
import Foundation
import TestSupport

extension FuzzTarget {
    /// An edited export that comes back, taken in by a laptop that holds newer values.
    static let returned = FuzzTarget(
        name: "returned",
        maker: {
            let world = try ReturnedWorld()
            return { try SheetMutation(random: $0, world: world).workbook() }
        },
        reader: {
            let world = try ReturnedWorld()
            return { data in
                do {
                    return try ReturnedCheck(data, world).whatIsWrong()
                } catch let problem as Problem {
                    guard ReturnedCheck.isOurMistake(problem) else { throw problem }
                    return "refused with \(problem.code.rawValue): \(problem.details)"
                }
            }
        }
    )
}

/// Whether a sheet that came back did what it may, and all of that.
struct ReturnedCheck {
    private let world: ReturnedWorld
    private let returned: ReturnedSheet
    private let told: ToldSheet
    private let laptop: Replica
    private let author = "An"

    init(_ data: Data, _ world: ReturnedWorld) throws {
        self.world = world
        returned = try ReturnedSheet(bytes: data, fileName: "out.xlsx")
        told = try ToldSheet(data)
        laptop = try world.laptop()
    }

    /// Codes that say that the program does not know what happened.
    static func isOurMistake(_ problem: Problem) -> Bool {
        [.internalError, .invariantBroken].contains(problem.code)
    }

    func whatIsWrong() throws -> String? {
        let head = try laptop.read { try $0.store.head() }
        let before = try states()
        let plan = try laptop.returnPlan(returned)
        guard try laptop.read({ try $0.store.head() }) == head else { return "planning wrote" }
        if let reason = plan.refused.map(\.reason).first(where: Self.isOurMistake) {
            return "a cell is refused with \(reason.code.rawValue)"
        }
        if let missed = try missed(plan) { return missed }
        do {
            try laptop.carryOut(plan, author: author)
        } catch let problem as Problem {
            return "what was planned is refused: \(problem.code.rawValue) \(problem.details)"
        }
        let after = try states()
        let writes = try laptop.read { reader in
            try reader.store.writes(after: head, limit: .max)
                .map { try WriteCodec.decode(body: $0.body, signature: $0.signature).write }
        }
        for write in writes {
            if let wrong = try wrong(write, before, after) { return wrong }
        }
        if writes.isEmpty != (plan.changed == 0) {
            return "\(writes.count) writes for \(plan.changed) changed records"
        }
        // What did not fit into the row's one write goes in the next time.
        guard !plan.refused.contains(where: { $0.reason.code == .writeTooLarge }) else {
            return try laptop.checkInvariants().first
        }
        let again = try laptop.returnPlan(returned)
        if again.changed > 0 { return "a second time it changes \(again.changed) records" }
        return try laptop.checkInvariants().first
    }

    private func states() throws -> [RecordID: RecordState] {
        try laptop.read { reader in
            var states: [RecordID: RecordState] = [:]
            for id in world.ids { states[id] = try reader.heldState(id) }
            return states
        }
    }

    // MARK: What was written

    private func wrong(
        _ write: Write,
        _ before: [RecordID: RecordState],
        _ after: [RecordID: RecordState]
    ) throws -> String? {
        if write.type == "observation", before[write.record] == nil {
            let texts = ["subject", "field"].map { write.register(RegisterKey($0))?.value.text }
            guard let subject = texts[0].flatMap({ RecordID($0) }), let field = texts[1],
                let state = before[subject]
            else { return "an observation of nothing" }
            return untold(RegisterKey(field), of: state)
        }
        guard let old = before[write.record], let new = after[write.record] else {
            return "a write to record \(write.record), which is new"
        }
        for register in write.registers {
            if register.key == .deleted {
                guard old.isDeleted, register.value == .boolean(false) else { return "a deletion" }
            } else if let wrong = untold(register.key, of: old) {
                return wrong
            }
            if let wrong = overwritten(register, old, new) { return wrong }
        }
        return nil
    }

    /// The one row that names a record; a version that it is known by.
    private func row(of id: RecordID) -> ToldSheet.Row? {
        let rows = told.rows.filter { $0.id == id }
        return rows.count == 1 ? rows[0] : nil
    }

    /// Whether the sheet says nothing of its own about a register.
    private func untold(_ key: RegisterKey, of state: RecordState) -> String? {
        guard let row = row(of: state.id) else { return "the sheet has no one row for \(state.id)" }
        let cells = told.columns(of: key.name, in: state.type).map { row.cells[$0] ?? "" }
        guard cells.count == 1 else { return "\(cells.count) columns for \(key.name)" }
        guard let texts = world.known[state.id]?[row.version] else { return nil }
        return cells[0] == texts[key.name] ?? ""
            ? "line \(row.line): \(key.name) is written and was not changed" : nil
    }

    /// Whether a write covers what its author had not read, or not what had been read.
    private func overwritten(
        _ register: RegisterWrite,
        _ old: RecordState,
        _ new: RecordState
    ) -> String? {
        guard let row = row(of: old.id), let version = try? RecordVersion(row.version) else {
            return "line without a version"
        }
        let entries = old.entries(register.key)
        let unread = entries.filter { !version.dots.contains($0.dot) }
        let kept = Set(new.entries(register.key).map(\.dot))
        if unread.contains(where: { !kept.contains($0.dot) }) {
            return "line \(row.line): \(register.key) is overwritten by who had not read it"
        }
        if unread.isEmpty, world.known[old.id]?[row.version] != nil,
            let shown = old.shown(register.key, laptop.policies),
            !register.context.contains(shown.dot)
        {
            return "line \(row.line): \(register.key) is not written over what was exported"
        }
        return nil
    }

    // MARK: What must be written

    /// A new text in a field that anybody may write, of a row with nothing wrong, goes in.
    private func missed(_ plan: ReturnPlan) throws -> String? {
        guard !told.isMerged, let type = try firstType() else { return nil }
        for row in told.rows {
            guard let id = row.id, self.row(of: id) != nil, world.known[id]?[row.version] != nil,
                try laptop.read({ try $0.heldState(id).type }) == type
            else { continue }
            for field in PolicyTable.county.type(type)?.fields ?? []
            where field.kind == .text && [.anyone, .roster].contains(field.authority) {
                let columns = told.columns(of: field.name, in: type)
                guard columns.count == 1, let text = row.cells[columns[0]],
                    text.hasPrefix(SheetMutation.mark), text.utf8.count < Limits.valueBytesMax
                else { continue }
                let isTaken = plan.cells.contains {
                    $0.line == row.line && $0.id == id && $0.column == told.written[columns[0]]
                }
                let isFull = plan.refused.contains {
                    $0.line == row.line && $0.reason.code == .writeTooLarge
                }
                if !isTaken, !isFull {
                    return "line \(row.line): \(field.name) was changed and is not taken"
                }
            }
        }
        return nil
    }

    private func firstType() throws -> String? {
        try laptop.read { reader in
            for row in told.rows {
                if let id = row.id, let state = try reader.state(id) { return state.type }
            }
            return nil
        }
    }
}

/// What a sheet says, by rules that are simpler than the program's.
struct ToldSheet {
    struct Row {
        let line: Int
        let id: RecordID?
        let version: String
        let cells: [Int: String]
    }

    private(set) var rows: [Row] = []
    private(set) var isMerged = false
    /// The headings as they were written.
    private(set) var written: [Int: String] = [:]
    private var headings: [Int: String] = [:]

    init(_ data: Data) throws {
        let book = try Workbook(bytes: data, fileName: "out.xlsx")
        for sheet in book.sheets where !sheet.isHidden {
            headings = [:]
            rows = []
            isMerged = try !book.mergedCells(of: sheet).filter { $0.rows.lowerBound > 2 }.isEmpty
            let source = try book.rows(of: sheet)
            while let row = try source.next() { read(row) }
            if !headings.isEmpty { return }
        }
    }

    private mutating func read(_ row: SheetRow) {
        let texts = Dictionary(uniqueKeysWithValues: row.cells.map { ($0.column, $0.cell.text) })
        if headings.isEmpty {
            let words = texts.mapValues(Self.word)
            guard words.values.contains(ReturnedWords.id),
                words.values.contains(ReturnedWords.version)
            else { return }
            headings = words
            written = texts
            return
        }
        let hidden = [ReturnedWords.id, ReturnedWords.version].map { word in
            let column = headings.keys.sorted().first { headings[$0] == word }
            return column.flatMap { texts[$0] }?.filter { !$0.isWhitespace } ?? ""
        }
        rows.append(
            Row(line: row.number, id: RecordID(hidden[0]), version: hidden[1], cells: texts)
        )
    }

    /// A heading without the marks that people add.
    private static func word(_ text: String) -> String {
        PlainText.halfWidth(PlainText.clean(text)).prefix { $0 != "(" }
            .filter { !$0.isWhitespace && !"*:)".contains($0) }
    }

    /// The columns that show a field of a type.
    func columns(of field: String, in type: String) -> [Int] {
        let names = [field, PolicyTable.county.field(field, of: type)?.label ?? field]
        return headings.keys.sorted().filter { names.contains(headings[$0] ?? "") }
    }
}
