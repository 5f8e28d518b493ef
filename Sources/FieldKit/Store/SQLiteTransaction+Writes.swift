import Foundation
import GRDB

extension SQLiteTransaction {
    func write(sequence: UInt64) throws -> StoredWrite? {
        try row(
            """
            SELECT sequence, body, signature, source, replica, record FROM write
            WHERE sequence = ?
            """,
            [BoundValue(sequence)],
            stored
        )
    }

    func writes(dot: Dot) throws -> [StoredWrite] {
        guard let replica = try number(of: dot.replica) else { return [] }
        return try rows(
            """
            SELECT sequence, body, signature, source, replica, record FROM write
            WHERE replica = ? AND counter = ? ORDER BY sequence
            """,
            [.integer(replica), BoundValue(dot.counter)],
            stored
        )
    }

    func writes(record: RecordID) throws -> [StoredWrite] {
        guard let number = try number(of: record) else { return [] }
        return try rows(
            """
            SELECT sequence, body, signature, source, replica, record FROM write
            WHERE record = ? ORDER BY sequence
            """,
            [.integer(number)],
            stored
        )
    }

    func log(_ replica: ReplicaID, from counter: UInt64, limit: Int) throws -> [StoredWrite] {
        guard let number = try number(of: replica) else { return [] }
        return try rows(
            """
            SELECT sequence, body, signature, source, replica, record FROM write
            WHERE replica = ? AND counter >= ? ORDER BY counter, sequence LIMIT ?
            """,
            [.integer(number), BoundValue(counter), .integer(Int64(limit))],
            stored
        )
    }

    func writes(after sequence: UInt64, limit: Int) throws -> [StoredWrite] {
        try rows(
            """
            SELECT sequence, body, signature, source, replica, record FROM write
            WHERE sequence > ? ORDER BY sequence LIMIT ?
            """,
            [BoundValue(sequence), .integer(Int64(limit))],
            stored
        )
    }

    /// The columns come in the order in which each query above names them.
    private func stored(_ row: SQLiteColumns) throws -> StoredWrite {
        StoredWrite(
            sequence: UInt64(row.integer(0)),
            body: try packing.unpacked(row.blob(1)) {
                (try replica(row.integer(4)), try record(row.integer(5)))
            },
            signature: row.blob(2),
            source: row.isNull(3) ? nil : DeviceID(UInt64(bitPattern: row.integer(3)))
        )
    }

    // MARK: Writing

    func setHead(_ head: UInt64) throws {
        try setValue("store/head", Data(number: head))
    }

    func insert(_ write: StoredWrite, dot: Dot, record: RecordID) throws {
        try run(
            """
            INSERT INTO write (sequence, replica, counter, record, source, signature, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                BoundValue(write.sequence), .integer(try makeNumber(of: dot.replica)),
                BoundValue(dot.counter), .integer(try makeNumber(of: record)),
                write.source.map { .integer(Int64(bitPattern: $0.raw)) } ?? .null,
                .blob(write.signature),
                .blob(try packing.packed(write.body, replica: dot.replica, record: record)),
            ]
        )
    }

    func setSignature(_ signature: Data, sequence: UInt64) throws {
        try run(
            "UPDATE write SET signature = ? WHERE sequence = ?",
            [.blob(signature), BoundValue(sequence)]
        )
    }

    func put(_ record: StoredRecord) throws {
        let number = try number(of: record.id)
        let sql: StaticString =
            number == nil
            ? "INSERT INTO record (type, subject, live, marks, id) VALUES (?, ?, ?, ?, ?)"
            : "UPDATE record SET type = ?, subject = ?, live = ?, marks = ? WHERE number = ?"
        try run(
            sql,
            [
                .integer(try makeNumber(ofName: record.type)), BoundValue(record.subject?.bytes),
                .blob(RecordBlob.live(record.live)), BoundValue(RecordBlob.marks(record.marks)),
                number.map { .integer($0) } ?? .blob(record.id.bytes),
            ]
        )
        if number == nil { numbersByRecord[record.id] = database.lastInsertedRowID }
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
            recordsByNumber[number] = nil
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
        try run(
            """
            INSERT INTO place (bucket, record, latest, entered) VALUES (?, ?, ?, ?)
            ON CONFLICT (record, bucket)
            DO UPDATE SET latest = excluded.latest, entered = excluded.entered
            """,
            [
                .integer(try makeNumber(ofName: bucket)),
                .integer(try makeNumber(of: entry.record)), BoundValue(entry.latest),
                BoundValue(entry.entered),
            ]
        )
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
        try run(
            "INSERT OR REPLACE INTO total (bucket, sum, count) VALUES (?, ?, ?)",
            [.integer(try makeNumber(ofName: bucket)), .blob(total.sum), .integer(total.count)]
        )
    }

    func setValue(_ key: String, _ value: Data?) throws {
        if let value {
            try run(
                "INSERT OR REPLACE INTO value (key, data) VALUES (?, ?)",
                [.text(key), .blob(value)]
            )
        } else {
            try run("DELETE FROM value WHERE key = ?", [.text(key)])
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
        note(replica, database.lastInsertedRowID)
        return database.lastInsertedRowID
    }

    private func makeNumber(of record: RecordID) throws -> Int64 {
        if let number = try number(of: record) { return number }
        try database.cachedStatement(
            sql: "INSERT INTO record (id, type, live) VALUES (?, 0, x'')"
        ).execute(arguments: [record.bytes])
        note(record, database.lastInsertedRowID)
        return database.lastInsertedRowID
    }

    func note(_ record: RecordID, _ number: Int64) {
        numbersByRecord[record] = number
        recordsByNumber[number] = record
    }
}
