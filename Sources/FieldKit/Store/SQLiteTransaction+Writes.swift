import Foundation
import GRDB

// The columns of a write, in the order in which ``SQLiteTransaction/stored(_:)`` reads them.
private let columns = "sequence, body, signature, source"

extension SQLiteTransaction {
    func write(sequence: UInt64) throws -> StoredWrite? {
        let statement = try database.cachedStatement(
            sql: "SELECT \(columns) FROM write WHERE sequence = ?"
        )
        return try Row.fetchOne(statement, arguments: [Int64(sequence)]).map(stored)
    }

    func writes(dot: Dot) throws -> [StoredWrite] {
        guard let replica = try number(of: dot.replica) else { return [] }
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(columns) FROM write WHERE replica = ? AND counter = ? ORDER BY sequence
                """
        )
        return try fetch(statement, [replica, Int64(dot.counter)])
    }

    func writes(record: RecordID) throws -> [StoredWrite] {
        guard let number = try number(of: record) else { return [] }
        let statement = try database.cachedStatement(
            sql: "SELECT \(columns) FROM write WHERE record = ? ORDER BY sequence"
        )
        return try fetch(statement, [number])
    }

    func writes(group: Identifier16) throws -> [StoredWrite] {
        let statement = try database.cachedStatement(
            sql: "SELECT \(columns) FROM write WHERE batch = ? ORDER BY sequence"
        )
        return try fetch(statement, [group.bytes])
    }

    func log(_ replica: ReplicaID, from counter: UInt64, limit: Int) throws -> [StoredWrite] {
        guard let number = try number(of: replica) else { return [] }
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(columns) FROM write WHERE replica = ? AND counter >= ?
                ORDER BY counter, sequence LIMIT ?
                """
        )
        return try fetch(statement, [number, Int64(counter), limit])
    }

    func writes(after sequence: UInt64, limit: Int) throws -> [StoredWrite] {
        let statement = try database.cachedStatement(
            sql: "SELECT \(columns) FROM write WHERE sequence > ? ORDER BY sequence LIMIT ?"
        )
        return try fetch(statement, [Int64(sequence), limit])
    }

    private func fetch(
        _ statement: Statement,
        _ arguments: StatementArguments
    ) throws -> [StoredWrite] {
        try Row.fetchAll(statement, arguments: arguments).map(stored)
    }

    private func stored(_ row: Row) -> StoredWrite {
        let sequence: Int64 = row[0]
        let source: Int64? = row[3]
        return StoredWrite(
            sequence: UInt64(sequence),
            body: row[1],
            signature: row[2],
            source: source.map { DeviceID(UInt64(bitPattern: $0)) }
        )
    }

    // MARK: Writing

    func setHead(_ head: UInt64) throws {
        try setValue("store/head", withUnsafeBytes(of: head.bigEndian) { Data($0) })
    }

    func insert(
        _ write: StoredWrite,
        dot: Dot,
        record: RecordID,
        group: Identifier16?
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO write
                (sequence, replica, counter, record, source, batch, signature, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            Int64(write.sequence), try makeNumber(of: dot.replica), Int64(dot.counter),
            try makeNumber(of: record), write.source.map { Int64(bitPattern: $0.raw) },
            group?.bytes, write.signature, write.body,
        ])
    }

    func put(_ record: StoredRecord) throws {
        let number = try makeNumber(of: record.id)
        let statement = try database.cachedStatement(
            sql: "UPDATE record SET type = ?, subject = ?, live = ?, marks = ? WHERE number = ?"
        )
        try statement.execute(arguments: [
            try makeNumber(ofName: record.type), record.subject?.bytes,
            RecordBlob.live(record.live), RecordBlob.marks(record.marks), number,
        ])
    }

    func evict(_ record: RecordID, keeping: Set<UInt64>) throws {
        guard let number = try number(of: record) else { return }
        for write in try writes(record: record) where !keeping.contains(write.sequence) {
            try database.cachedStatement(sql: "DELETE FROM write WHERE sequence = ?")
                .execute(arguments: [Int64(write.sequence)])
        }
        if keeping.isEmpty {
            try database.cachedStatement(sql: "DELETE FROM record WHERE number = ?")
                .execute(arguments: [number])
            numbersByRecord[record] = nil
        } else {
            try database.cachedStatement(
                sql: """
                    UPDATE record SET type = 0, subject = NULL, live = x'', marks = NULL
                    WHERE number = ?
                    """
            ).execute(arguments: [number])
        }
    }

    func setPlace(_ entry: FeedEntry, bucket: String) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO place (bucket, record, latest, entered) VALUES (?, ?, ?, ?)
                ON CONFLICT (record, bucket)
                DO UPDATE SET latest = excluded.latest, entered = excluded.entered
                """
        )
        try statement.execute(arguments: [
            try makeNumber(ofName: bucket), try makeNumber(of: entry.record),
            Int64(entry.latest), Int64(entry.entered),
        ])
    }

    func removePlace(of record: RecordID, bucket: String) throws {
        guard let number = try number(of: record), let name = try self.number(ofName: bucket) else {
            return
        }
        try database.cachedStatement(sql: "DELETE FROM place WHERE record = ? AND bucket = ?")
            .execute(arguments: [number, name])
    }

    func setLeft(_ entry: LeftEntry, bucket: String) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO departure (bucket, record, sequence, dots)
                VALUES (?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            try makeNumber(ofName: bucket), entry.record.bytes, Int64(entry.sequence), entry.dots,
        ])
    }

    func removeLeft(_ record: RecordID, bucket: String) throws {
        guard let name = try number(ofName: bucket) else { return }
        try database.cachedStatement(sql: "DELETE FROM departure WHERE bucket = ? AND record = ?")
            .execute(arguments: [name, record.bytes])
    }

    func setSum(_ total: BucketTotal, bucket: String) throws {
        let name = try makeNumber(ofName: bucket)
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO total (bucket, sum, count) VALUES (?, ?, ?)"
        ).execute(arguments: [name, total.sum, total.count])
    }

    func setValue(_ key: String, _ value: Data?) throws {
        if let value {
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO value (key, data) VALUES (?, ?)"
            ).execute(arguments: [key, value])
        } else {
            try database.cachedStatement(sql: "DELETE FROM value WHERE key = ?")
                .execute(arguments: [key])
        }
    }

    // MARK: Numbers for new names

    private func makeNumber(ofName text: String) throws -> Int64 {
        if let number = try number(ofName: text) { return number }
        try database.cachedStatement(sql: "INSERT INTO name (text) VALUES (?)")
            .execute(arguments: [text])
        numbersByName[text] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    private func makeNumber(of replica: ReplicaID) throws -> Int64 {
        if let number = try number(of: replica) { return number }
        try database.cachedStatement(sql: "INSERT INTO replica (id) VALUES (?)")
            .execute(arguments: [replica.bytes])
        numbersByReplica[replica] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    private func makeNumber(of record: RecordID) throws -> Int64 {
        if let number = try number(of: record) { return number }
        try database.cachedStatement(
            sql: "INSERT INTO record (id, type, live) VALUES (?, 0, x'')"
        ).execute(arguments: [record.bytes])
        numbersByRecord[record] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }
}
