import Foundation
import GRDB

/// One transaction's view of the file.
///
/// Names and replicas are stored once and referred to by number.
final class SQLiteTransaction: StoreWriter {
    let database: Database
    var numbersByName: [String: Int64] = [:]
    var namesByNumber: [Int64: String] = [:]
    var numbersByReplica: [ReplicaID: Int64] = [:]
    var replicasByNumber: [Int64: ReplicaID] = [:]
    /// Of records that were looked for; ``noRow`` where there is none.
    var numbersByRecord: [RecordID: Int64] = [:]
    var recordsByNumber: [Int64: RecordID] = [:]
    /// Statements in use, by where their text lies in the program.
    var statements: [UnsafePointer<UInt8>: Statement] = [:]
    let packing = BodyPacking()

    /// SQLite's own numbers of rows begin at 1.
    private static let noRow: Int64 = 0

    init(_ database: Database) { self.database = database }

    // MARK: Numbers for names

    func number(ofName text: String) throws -> Int64? {
        if let number = numbersByName[text] { return number }
        let statement = try database.cachedStatement(
            sql: "SELECT number FROM name WHERE text = ?"
        )
        guard let number = try Int64.fetchOne(statement, arguments: [text]) else { return nil }
        numbersByName[text] = number
        namesByNumber[number] = text
        return number
    }

    func name(_ number: Int64) throws -> String {
        if let text = namesByNumber[number] { return text }
        let statement = try database.cachedStatement(
            sql: "SELECT text FROM name WHERE number = ?"
        )
        let text = try String.fetchOne(statement, arguments: [number]) ?? ""
        namesByNumber[number] = text
        return text
    }

    func number(of replica: ReplicaID) throws -> Int64? {
        if let number = numbersByReplica[replica] { return number }
        let statement = try database.cachedStatement(
            sql: "SELECT number FROM replica WHERE id = ?"
        )
        guard let number = try Int64.fetchOne(statement, arguments: [replica.bytes]) else {
            return nil
        }
        note(replica, number)
        return number
    }

    func replica(_ number: Int64) throws -> ReplicaID {
        if let id = replicasByNumber[number] { return id }
        let sql: StaticString = "SELECT id FROM replica WHERE number = ?"
        guard let id = try row(sql, [.integer(number)], { ReplicaID(bytes: $0.blob(0)) }) ?? nil
        else { throw Self.noID }
        note(id, number)
        return id
    }

    func note(_ replica: ReplicaID, _ number: Int64) {
        numbersByReplica[replica] = number
        replicasByNumber[number] = replica
    }

    func number(of record: RecordID) throws -> Int64? {
        if let number = numbersByRecord[record] { return number == Self.noRow ? nil : number }
        let sql: StaticString = "SELECT number FROM record WHERE id = ?"
        guard let number = try row(sql, [.blob(record.bytes)], { $0.integer(0) }) else {
            numbersByRecord[record] = Self.noRow
            return nil
        }
        note(record, number)
        return number
    }

    func record(_ number: Int64) throws -> RecordID {
        if let id = recordsByNumber[number] { return id }
        let sql: StaticString = "SELECT id FROM record WHERE number = ?"
        guard let id = try row(sql, [.integer(number)], { RecordID(bytes: $0.blob(0)) }) ?? nil
        else { throw Self.noID }
        note(id, number)
        return id
    }

    private static let noID = Problem(
        .storeDamaged,
        ["path": "write", "reason": "a write of no replica or record"]
    )

    // MARK: Reading

    func head() throws -> UInt64 {
        guard let data = try value("store/head") else { return 0 }
        return data.number
    }

    func record(_ id: RecordID) throws -> StoredRecord? {
        guard numbersByRecord[id] != Self.noRow else { return nil }
        let sql: StaticString =
            "SELECT number, type, subject, live, marks FROM record WHERE id = ?"
        let found = try row(sql, [.blob(id.bytes)]) { row -> StoredRecord? in
            note(id, row.integer(0))
            guard row.integer(1) != 0 else { return nil }
            return StoredRecord(
                id: id,
                type: try name(row.integer(1)),
                subject: RecordID(bytes: row.blob(2)),
                live: try RecordBlob.live(row.blob(3)),
                marks: try RecordBlob.marks(row.isNull(4) ? nil : row.blob(4))
            )
        }
        if found == nil { numbersByRecord[id] = Self.noRow }
        return found ?? nil
    }

    func records(type: String?, after: RecordID?, limit: Int) throws -> [RecordID] {
        guard let type else {
            let statement = try database.cachedStatement(
                sql: "SELECT id FROM record WHERE id > ? AND type != 0 ORDER BY id LIMIT ?"
            )
            return try ids(statement, [after?.bytes ?? Data(), limit])
        }
        guard let number = try number(ofName: type) else { return [] }
        // The index gives the records of a type unsorted: of a few that is for nothing, of a hundred
        // thousand the way along the ids is shorter, on which each page reads on.
        let isRare = try isRare(type: number)
        let condition = isRare ? "type" : "+type"
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM record WHERE \(condition) = ? AND id > ? ORDER BY id LIMIT ?"
        )
        return try ids(statement, [number, after?.bytes ?? Data(), limit])
    }

    func recordCount() throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM record WHERE type > 0"
        )
        return try Int.fetchOne(statement) ?? 0
    }

    /// Records of a type up to which they are sorted anew for each page.
    private static let rareMax = 4_000

    private func isRare(type number: Int64) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM (SELECT 1 FROM record WHERE type = ? LIMIT ?)"
        )
        let count = try Int.fetchOne(statement, arguments: [number, Self.rareMax + 1]) ?? 0
        return count <= Self.rareMax
    }

    func recordsWithSeveralWrites() throws -> [RecordID] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id FROM record WHERE type != 0 AND number IN
                (SELECT record FROM write GROUP BY record HAVING count(*) > 1) ORDER BY id
                """
        )
        return try ids(statement, [])
    }

    func dependents(of subject: RecordID, type: String?) throws -> [RecordID] {
        guard let type else {
            return try rows(
                "SELECT id FROM record WHERE subject = ? AND type != 0 ORDER BY id",
                [.blob(subject.bytes)]
            ) { RecordID(bytes: $0.blob(0)) }.compactMap(\.self)
        }
        guard let number = try number(ofName: type) else { return [] }
        // Those of one subject are few, those of one type are many.
        return try rows(
            "SELECT id FROM record WHERE subject = ? AND +type = ? ORDER BY id",
            [.blob(subject.bytes), .integer(number)]
        ) { RecordID(bytes: $0.blob(0)) }.compactMap(\.self)
    }

    func members(
        of bucket: String,
        type: String?,
        after: RecordID?,
        limit: Int
    ) throws -> [RecordID] {
        guard let number = try number(ofName: bucket) else { return [] }
        let after = after?.bytes ?? Data()
        func members(where condition: String) throws -> Statement {
            try database.cachedStatement(
                sql: """
                    SELECT record.id FROM place JOIN record ON record.number = place.record
                    WHERE place.bucket = ? AND record.id > ? \(condition)
                    ORDER BY record.id LIMIT ?
                    """
            )
        }
        guard let type else { return try ids(members(where: ""), [number, after, limit]) }
        guard let typeNumber = try self.number(ofName: type) else { return [] }
        // Those of one bucket are fewer than those of one type.
        return try ids(
            members(where: "AND +record.type = ?"),
            [number, after, typeNumber, limit]
        )
    }

    private func ids(_ statement: Statement, _ arguments: StatementArguments) throws -> [RecordID] {
        try Data.fetchAll(statement, arguments: arguments).compactMap { RecordID(bytes: $0) }
    }

    func feed(bucket: String, after place: UInt64, limit: Int) throws -> [FeedEntry] {
        guard let number = try number(ofName: bucket) else { return [] }
        return try rows(
            """
            SELECT record.id, place.latest, place.entered, record.number
            FROM place JOIN record ON record.number = place.record
            WHERE place.bucket = ? AND place.latest > ? ORDER BY place.latest LIMIT ?
            """,
            [.integer(number), BoundValue(place), .integer(Int64(limit))]
        ) { row in
            RecordID(bytes: row.blob(0)).map {
                note($0, row.integer(3))
                return FeedEntry(
                    record: $0,
                    latest: UInt64(row.integer(1)),
                    entered: UInt64(row.integer(2))
                )
            }
        }.compactMap(\.self)
    }

    func places(of record: RecordID) throws -> [(bucket: String, entry: FeedEntry)] {
        guard let number = try number(of: record) else { return [] }
        let statement = try database.cachedStatement(
            sql: "SELECT bucket, latest, entered FROM place WHERE record = ?"
        )
        return try Row.fetchAll(statement, arguments: [number])
            .map { row in
                let latest: Int64 = row[1]
                let entered: Int64 = row[2]
                let entry = FeedEntry(
                    record: record,
                    latest: UInt64(latest),
                    entered: UInt64(entered)
                )
                return (try name(row[0]), entry)
            }
            .sorted { $0.0 < $1.0 }
    }

    func left(bucket: String, after sequence: UInt64, limit: Int) throws -> [LeftEntry] {
        guard let number = try number(ofName: bucket) else { return [] }
        let statement = try database.cachedStatement(
            sql: """
                SELECT record, sequence, dots FROM departure
                WHERE bucket = ? AND sequence > ? ORDER BY sequence LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [number, Int64(clamping: sequence), limit])
            .compactMap { row in
                let id: Data = row[0]
                let place: Int64 = row[1]
                return RecordID(bytes: id).map {
                    LeftEntry(record: $0, sequence: UInt64(place), dots: row[2])
                }
            }
    }

    func sums() throws -> [String: BucketTotal] {
        let statement = try database.cachedStatement(sql: "SELECT bucket, sum, count FROM total")
        var sums: [String: BucketTotal] = [:]
        for row in try Row.fetchAll(statement) {
            sums[try name(row[0])] = BucketTotal(sum: row[1], count: row[2])
        }
        return sums
    }

    func sum(bucket: String) throws -> BucketTotal? {
        guard let number = try number(ofName: bucket) else { return nil }
        let statement = try database.cachedStatement(
            sql: "SELECT sum, count FROM total WHERE bucket = ?"
        )
        return try Row.fetchOne(statement, arguments: [number])
            .map { BucketTotal(sum: $0[0], count: $0[1]) }
    }

    func value(_ key: String) throws -> Data? {
        try row("SELECT data FROM value WHERE key = ?", [.text(key)]) { $0.blob(0) }
    }

    func values(prefix: String, limit: Int) throws -> [(key: String, value: Data)] {
        let statement = try database.cachedStatement(
            sql: "SELECT key, data FROM value WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        )
        let rows = try Row.fetchAll(statement, arguments: [prefix, prefix + "\u{10FFFF}", limit])
        return rows.map { (key: $0[0], value: $0[1]) }
    }

    func highestCounter(of replica: ReplicaID) throws -> UInt64 {
        guard let number = try number(of: replica) else { return 0 }
        let statement = try database.cachedStatement(
            sql: "SELECT max(counter) FROM write WHERE replica = ?"
        )
        return UInt64(try Int64.fetchOne(statement, arguments: [number]) ?? 0)
    }

    func hasLeft(bucket: String) throws -> Bool {
        try !left(bucket: bucket, after: 0, limit: 1).isEmpty
    }
}
