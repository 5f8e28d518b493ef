import FieldKit
import Foundation

/// What the tests of the domain share: a day, ids that count, records that are held.
enum DomainSamples {
    static let today = BusinessDay.read("2026-11-22") ?? .epoch

    /// The bytes of a text in GB18030.
    static func gb18030(_ text: String) -> Data {
        text.data(using: String.Encoding(rawValue: 0x8000_0632)) ?? Data()
    }

    static func student(_ rows: String...) -> String {
        (["姓名,性别,出生日期,身份证号,班级,学校标识码"] + rows).joined(separator: "\n")
    }

    static func read(
        _ text: String,
        kind: RosterKind = .student
    ) throws(Problem) -> RosterReading {
        try RosterImport.rows(
            kind: kind,
            bytes: Data(text.utf8),
            fileName: "list.csv",
            today: today
        )
    }
}

/// Ids one after the other.
final class CountingIDs {
    private var count: UInt64 = 0

    func next() -> RecordID {
        count += 1
        return RecordID(Identifier16(high: 0, low: count))
    }
}

/// Records that are held, as a county's store would answer an import.
struct HeldRecords {
    private(set) var records: [RecordID: (type: String, record: ExistingRecord)] = [:]
    private var index: [RosterKey: RecordID] = [:]

    mutating func add(_ draft: RecordDraft) {
        let record = ExistingRecord(
            id: draft.id,
            fields: Dictionary(draft.fields.map { ($0.name, $0.value) }) { $1 },
            sets: Dictionary(draft.sets.map { ($0.name, Set($0.elements)) }) { $1 },
            buckets: Set(draft.buckets)
        )
        store(draft.type, record)
    }

    mutating func carryOut(_ plan: RosterPlan) {
        plan.drafts.forEach { add($0) }
        for change in plan.changes {
            guard let old = records[change.id] else { continue }
            var fields = old.record.fields
            for field in change.fields { fields[field.name] = field.value }
            var sets = old.record.sets
            for set in change.added { sets[set.name, default: []].formUnion(set.elements) }
            let buckets = old.record.buckets.union(change.addedBuckets)
                .subtracting(change.removedBuckets)
            store(
                change.type,
                ExistingRecord(id: change.id, fields: fields, sets: sets, buckets: buckets)
            )
        }
    }

    func find(_ key: RosterKey) -> ExistingRecord? {
        switch key {
        case .id(_, let id): records[id]?.record
        case .field: index[key].flatMap { records[$0]?.record }
        case .alike(let name, let school, let mark, let place):
            all("student").filter { $0.alikeKeys.contains([name, school, mark]) }
                .dropFirst(place).first
        }
    }

    func all(_ type: String) -> [ExistingRecord] {
        records.values.filter { $0.type == type }.map(\.record).sorted { $0.id < $1.id }
    }

    private mutating func store(_ type: String, _ record: ExistingRecord) {
        records[record.id] = (type, record)
        for (name, value) in record.fields {
            index[.field(type: type, name: name, value: value.text)] = record.id
        }
    }
}
