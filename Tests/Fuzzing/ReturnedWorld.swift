import FieldKit
import Foundation
import TestSupport

/// A laptop whose records were exported, and have changed since.
final class ReturnedWorld {
    /// The types of which a sheet was exported.
    static let types = ["household", "student", "daily_check", "visit"]

    /// What each version of a record that can be named shows: by its token, by field.
    private(set) var known: [RecordID: [String: [String: String]]] = [:]
    /// The sheets as they were exported.
    private(set) var exports: [SheetGrid] = []
    /// Tokens of versions that rows had, and such as no row has.
    private(set) var tokens: [String] = []
    /// Ids that are held, of all types.
    var ids: [RecordID] { known.keys.sorted() }
    private let world: FuzzWorld

    init() throws {
        world = try FuzzWorld()
        try writeRoster()
        _ = try world.sync()
        try writeByHand()
        for type in Self.types { exports.append(try export(type)) }
        try changeSince()
        for type in Self.types { _ = try export(type) }
        let all = try known.keys.sorted().flatMap { try world.laptop.entries(typeOf($0), $0) }
        let replicas = Set(all.map(\.replica)).sorted()
        for replica in replicas {
            var wide = CausalContext()
            wide.insert(replica, 1...UInt64.max)
            tokens.append(RecordVersion(wide).description)
            tokens.append(RecordVersion(CausalContext([Dot(replica, 1)])).description)
        }
        tokens += known.keys.sorted().flatMap { known[$0]?.keys.sorted() ?? [] }
    }

    /// A laptop of its own, with the same records.
    func laptop() throws -> Replica {
        guard let store = world.laptop.store as? MemoryStore else { throw Problem(.internalError) }
        return try Replica(
            store: store.copy(),
            key: world.laptop.key,
            kind: .laptop,
            clock: world.clock,
            random: SeededRandom(seed: 5)
        )
    }

    // MARK: What is held

    private func typeOf(_ id: RecordID) throws -> String {
        try world.laptop.read { try $0.heldState(id).type }
    }

    /// Names, numbers and days as the county's list has them.
    private func writeRoster() throws {
        let lists: [(String, [Edit.Change])] = [
            ("household", [.set("household_number", .text("6103260101"))]),
            ("household", [.set("external_number", .text("007")), .add("tags", "低保")]),
            ("household", [.set("head_name", .text("示例户主"))]),
            ("household", [.set("address", .text("一组 3 号")), .add("phones", "0917-1")]),
            ("student", [.set("name", .text("示例甲")), .set("birth", .date("2012-03-05"))]),
            ("student", [.set("migrant", .boolean(true)), .set("grade", .text("三年级"))]),
            ("student", [.set("name", .text("示例乙")), .set("class", .text("3-1"))]),
        ]
        let edits = lists.map { type, changes in
            Edit(type: type, changes: [.enter(FuzzWorld.village)] + changes)
        }
        _ = try world.county.edit(edits, author: "county", authority: .county)
    }

    private func held(_ type: String) throws -> [RecordID] {
        try world.laptop.read { try $0.store.records(type: type, after: nil, limit: .max) }
    }

    /// What teachers wrote before the export; some of it beside what the county wrote.
    private func writeByHand() throws {
        let (households, students) = (try held("household"), try held("student"))
        var edits = households.enumerated().map { index, id in
            Edit(
                type: "household",
                id: id,
                changes: [
                    .set("note", .text("记 \(index)\n二行")), .add("phones", "1540000000\(index)"),
                    .set("extra", .text("另 \(index)")),
                ],
                isRaw: true
            )
        }
        edits.append(
            Edit(
                type: "visit",
                changes: [
                    .set("household", .text("\(households[0])")), .set("date", .date("2026-09-01")),
                    .set("kind", .text("10")), .add("purposes", "助学"),
                ]
            )
        )
        edits += [-3, 2].map { mood in
            Edit(
                type: "daily_check",
                changes: [
                    .set("student", .text("\(students[0])")), .set("date", .date("2026-09-02")),
                    .set("mood", .integer(mood)),
                ]
            )
        }
        let beside = Edit(
            type: "household",
            id: households[1],
            changes: [.set("note", .text("县里记的")), .set("village_group", .text("1"))]
        )
        _ = try world.county.edit([beside], author: "county", authority: .county)
        _ = try world.laptop.edit(edits, author: "An")
        _ = try world.sync()
    }

    /// What was written after the export: newer values, a decision, a deletion.
    private func changeSince() throws {
        let (households, students) = (try held("household"), try held("student"))
        let newer = households.prefix(2).map { id in
            Edit(
                type: "household",
                id: id,
                changes: [
                    .set("address", .text("后来的")), .add("phones", "02"), .remove("tags", "低保"),
                ]
            )
        }
        _ = try world.county.edit(Array(newer), author: "county", authority: .county)
        _ = try world.laptop.resolve(
            households[1],
            type: "household",
            field: "note",
            value: .text("决定的"),
            reason: "问过",
            reviewer: "An"
        )
        let own: [Edit] = [
            Edit(type: "household", id: households[2], changes: [.delete(true)]),
            Edit(type: "student", id: students[0], changes: [.set("guardian", .text("后来的"))]),
            Edit(type: "student", id: students[1], changes: [.set("grade", .text("四年级"))]),
        ]
        _ = try world.laptop.edit(own, author: "An")
        _ = try world.sync()
    }

    // MARK: What was exported

    /// The sheet of a type, as it is now; what it shows is known from then on.
    private func export(_ type: String) throws -> SheetGrid {
        let policies = PolicyTable.county.type(type)?.fields ?? []
        let names = policies.map(\.name) + (type == "household" ? ["extra"] : [])
        let headings = policies.map(\.label) + (type == "household" ? ["extra"] : [])
        let ends = [ReturnedWords.conflicts(.chinese), ReturnedWords.id, ReturnedWords.version]
        let head = TableHead(
            title: type,
            subtitle: "单位：示例",
            columns: (headings + ends).map { TableHead.Column($0) },
            signatures: ["制表人：", "盖章："]
        )
        let folder = try TemporaryFolder()
        let writer = try WorkbookWriter(path: folder.path("out.xlsx"), head: head)
        try world.laptop.list(type) { view in
            let texts = Self.texts(view)
            known[view.id, default: [:]][view.version.description] = texts
            let labels = view.conflicts.map { name in
                policies.first { $0.name == name }?.label ?? name
            }
            let shown = names.map { name -> TableCell in
                if case .integer(let number)? = view.values[name] { return .number("\(number)") }
                return .text(texts[name] ?? "")
            }
            let words = labels.joined(separator: ReturnedWords.elementSign)
            let last = [words, "\(view.id)", "\(view.version)"].map { TableCell.text($0) }
            try writer.row(shown + last)
        }
        try writer.finish()
        return try SheetGrid(try Data(contentsOf: URL(filePath: folder.path("out.xlsx"))))
    }

    /// What each field shows.
    private static func texts(_ view: RecordView) -> [String: String] {
        view.values.mapValues(\.text)
            .merging(
                view.sets.mapValues { $0.joined(separator: ReturnedWords.elementSign) }
            ) { $1 }
    }
}

extension SheetGrid {
    /// The first sheet of a workbook.
    init(_ bytes: Data) throws {
        let book = try Workbook(bytes: bytes, fileName: "out.xlsx")
        self.init(rows: [])
        guard let sheet = book.sheets.first else { return }
        let source = try book.rows(of: sheet)
        while let row = try source.next() {
            while rows.count < row.number { rows.append([]) }
            var cells = [GridCell?](repeating: nil, count: row.width)
            for (column, cell) in row.cells {
                if case .number(let digits) = cell {
                    cells[column] = .number(digits)
                } else {
                    cells[column] = .text(cell.text)
                }
            }
            rows[row.number - 1] = cells
        }
    }
}
