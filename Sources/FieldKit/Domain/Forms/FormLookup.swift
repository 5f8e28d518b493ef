import Synchronization

/// The records of this store as the tables that `pulldata` and `instance()` read.
///
/// A table is named as a type of records. Its columns are `id`, `label`, `name` and the fields; the
/// label is the name with what tells people or families of one name apart. The elements of a set
/// stand with blanks between them. Rows are in the order of the ids: oldest first.
public struct FormLookup: FormTables {
    private let replica: Replica
    /// Finds the records of a type that name a record in a field; nil where all are looked through.
    private let naming: RecordRows.Naming?
    private let noted = NotedVersions()
    /// In which codes are told in words.
    private let language: Language
    /// The form that asks; its questions are the columns of what was answered before.
    private let definition: FormDefinition?

    /// The names of the tables that are computed from records, beside those of the types.
    static let derived: Set<String> = [LastVisits.families, LastVisits.pupils, AidDueRows.name]

    /// By the id of a record that was looked up by it, the version in which it was read first: what
    /// was shown of it, and what answers are written over.
    public var shown: [String: String] { noted.all }

    /// The records of a replica.
    public init(_ replica: Replica, asking definition: FormDefinition? = nil) {
        self.replica = replica
        language = .chinese
        self.definition = definition
        naming = nil
    }

    /// The records of a folder, whose index finds those that name another.
    public init(
        _ folder: ReplicaFolder,
        asking definition: FormDefinition? = nil,
        in language: Language = .chinese
    ) {
        replica = folder.replica
        self.language = language
        self.definition = definition
        naming = { try folder.records(of: $0, naming: $1, in: $2).map(\.id) }
    }

    /// The columns of a table, as a form sees them; nil for a name that means none.
    static func columns(
        of name: String,
        asking definition: FormDefinition?,
        _ policies: PolicyTable
    ) -> [String]? {
        switch name {
        case LastVisits.families: LastVisits.columns("household", asking: definition)
        case LastVisits.pupils: LastVisits.columns("student", asking: definition)
        case AidDueRows.name: AidDueRows.columns
        default: policies.type(name).map(columns)
        }
    }

    /// The columns of the records of a type.
    fileprivate static func columns(_ type: TypePolicy) -> [String] {
        ["id", "label", "name"] + type.fields.map(\.name).filter { $0 != "name" }
    }

    /// The records of a type, or a table that is computed from records; nil for any other name.
    public func table(named name: String) -> (any FormRows)? {
        switch name {
        case LastVisits.families: LastVisits(replica, asking: definition).familyRows()
        case LastVisits.pupils: LastVisits(replica, asking: definition).pupilRows()
        case AidDueRows.name: AidDueRows.rows(replica)
        default:
            replica.policies.type(name).map { RecordRows($0, replica, naming, noted, language) }
        }
    }
}

/// Which versions were shown.
private final class NotedVersions: Sendable {
    private let versions = Mutex<[String: String]>([:])

    var all: [String: String] { versions.withLock { $0 } }

    func has(_ id: RecordID) -> Bool { versions.withLock { $0["\(id)"] != nil } }

    func note(_ view: RecordView) {
        versions.withLock { $0["\(view.id)"] = "\(view.version)" }
    }
}

/// The records of one type as rows; read when they are wanted, and then kept for the session.
private final class RecordRows: FormRows {
    let columns: [String]
    let hidesEmptyCells = false
    typealias Naming = @Sendable (String, RecordID, String) throws -> [RecordID]

    private let naming: Naming?
    private let type: TypePolicy
    private let replica: Replica
    private let noted: NotedVersions
    private let language: Language
    private let kept: Mutex<Kept>

    private struct Kept {
        /// All ids, ascending: a row's number is its id's place.
        ///
        /// Deleted ones are no rows.
        var ids: [RecordID]
        var numbers: [Int]?
        var rows: [Int: [String]] = [:]
        /// By column and text, the rows that have it.
        var indexes: [Int: [String: [Int]]] = [:]
    }

    /// How many rows are kept in memory beside the indexes: all of a township, some 10 MB.
    private static let rowsMax = 20_000

    init(
        _ type: TypePolicy,
        _ replica: Replica,
        _ naming: Naming?,
        _ noted: NotedVersions,
        _ language: Language
    ) {
        self.language = language
        self.naming = naming
        self.noted = noted
        self.type = type
        self.replica = replica
        columns = FormLookup.columns(type)
        // A store that cannot be read cannot keep the next answer either, and says so there.
        let ids = (try? replica.read { try $0.ids(of: type.name) }) ?? []
        kept = Mutex(Kept(ids: ids))
    }

    var numbers: [Int] {
        kept.withLock { kept in
            if let numbers = kept.numbers { return numbers }
            var numbers: [Int] = []
            visit(&kept) { number, _ in numbers.append(number) }
            kept.numbers = numbers
            return numbers
        }
    }

    func cell(row: Int, column: Int) -> String {
        kept.withLock { self.row(row, &$0)?[column] ?? "" }
    }

    func rows(where column: Int, is text: String) -> [Int] {
        kept.withLock { kept in
            if column == 0 {
                guard let id = RecordID(text), "\(id)" == text,
                    let number = kept.ids.place(of: id)
                else { return [] }
                // What is shown of it from now on is of the version that is noted.
                if !noted.has(id) { kept.rows[number] = nil }
                return row(number, &kept, note: true) == nil ? [] : [number]
            }
            if let found = named(in: column, text) {
                return found.compactMap { kept.ids.place(of: $0) }
            }
            if kept.indexes[column] == nil {
                var index: [String: [Int]] = [:]
                visit(&kept) { number, cells in index[cells[column], default: []].append(number) }
                kept.indexes[column] = index
            }
            return kept.indexes[column]?[text] ?? []
        }
    }

    /// The records that name another in a column, by the index for that; nil where it has to be
    /// looked for among all.
    private func named(in column: Int, _ text: String) -> [RecordID]? {
        let field = columns[column]
        guard let naming, type.fields.contains(where: { $0.name == field && $0.kind == .record }),
            let id = RecordID(text), "\(id)" == text
        else { return nil }
        return try? naming(type.name, id, field)
    }

    /// Every record that is not deleted, in order, in one transaction.
    private func visit(_ kept: inout Kept, _ body: (Int, [String]) -> Void) {
        let ids = kept.ids
        var rows = kept.rows
        defer { kept.rows = rows }
        try? replica.read { reader in
            try reader.list(type.name) { view in
                guard let number = ids.place(of: view.id) else { return }
                let cells = cells(view)
                if rows.count < Self.rowsMax { rows[number] = cells }
                body(number, cells)
            }
        }
    }

    private func row(_ number: Int, _ kept: inout Kept, note: Bool = false) -> [String]? {
        if let row = kept.rows[number] { return row.isEmpty ? nil : row }
        let id = kept.ids[number]
        let view = try? replica.read { try $0.view(id) }
        if note, let view, !noted.has(id) { noted.note(view) }
        let row = view.flatMap { $0.isDeleted ? nil : cells($0) }
        if kept.rows.count >= Self.rowsMax { kept.rows = [:] }
        kept.rows[number] = row ?? []
        return row
    }

    /// What tells records of the same name apart, or what they give, after the name.
    private func label(_ name: String, of view: RecordView) -> String {
        let grade = CodeList.grade.shortLabel(view.values["grade"]?.text ?? "", language)
        let parts =
            [name, grade] + ["class", "address", "amount"].map { view.values[$0]?.text ?? "" }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func cells(_ view: RecordView) -> [String] {
        let name = (view.values["name"] ?? view.values["head_name"])?.text ?? ""
        return ["\(view.id)", label(name, of: view), name]
            + columns.dropFirst(3).map { column in
                view.sets[column]?.joined(separator: " ") ?? view.values[column]?.text ?? ""
            }
    }
}

extension [RecordID] {
    /// The place of an id among ids that ascend.
    fileprivate func place(of id: RecordID) -> Int? {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low] == id ? low : nil
    }
}
