import Foundation
import GRDB
import GRDBSQLite

@testable import FieldKit

/// What SQLite takes for the same, without any of our code: in the same parts, each one
/// transaction, with the same `synchronous`.
struct Floors {
    /// Prepared upserts of the same bytes into one plain table, in seconds.
    let bare: Double
    /// Prepared upserts of the same rows into the product's own tables, in seconds.
    let own: Double

    private struct Table {
        let name: String
        let columns: [String]
        /// The rows, and for each the part in which it is written.
        var rows: [(part: Int, values: [DatabaseValue])]
    }

    /// Measures the floors of what a store holds.
    ///
    /// - Parameters:
    ///   - store: The path of the product's database.
    ///   - parts: How many writes each transaction took in, in order.
    ///   - workplace: Where the floors' own files go.
    /// - Throws: ``Failure``, and errors of the database.
    init(store: String, parts: [Int], workplace: Workplace) throws {
        let source = try DatabaseQueue(path: store)
        let writes = try source.read {
            try Row.fetchAll($0, sql: "SELECT record, body, signature FROM write ORDER BY sequence")
        }
        let bare = workplace.path("bare-\(UUID().uuidString).sqlite")
        self.bare = try Self.time(
            bare,
            schema: "CREATE TABLE item (id INTEGER PRIMARY KEY, body BLOB, signature BLOB)",
            tables: [
                Table(
                    name: "item",
                    columns: ["id", "body", "signature"],
                    rows: Self.dealt(writes.map { $0.databaseValues.map(\.self) }, parts)
                )
            ]
        )
        let own = workplace.path("own-\(UUID().uuidString).sqlite")
        try SQLiteStore(path: own, isConcurrent: false).close()
        let tables = try source.read { database in
            try ["write", "record", "place", "total"].map { name in
                let columns = try database.columns(in: name).map(\.name)
                let order = columns.contains("sequence") ? "sequence" : columns[0]
                let rows = try Row.fetchAll(
                    database,
                    sql: "SELECT * FROM \"\(name)\" ORDER BY \(order)"
                )
                return Table(
                    name: name,
                    columns: columns,
                    // Running sums are written once in every part.
                    rows: name == "total"
                        ? parts.indices.flatMap { part in
                            rows.map { (part, $0.databaseValues.map(\.self)) }
                        } : Self.dealt(rows.map { $0.databaseValues.map(\.self) }, parts)
                )
            }
        }
        self.own = try Self.time(own, schema: nil, tables: tables)
    }

    /// Deals rows out to the parts, in proportion to the writes of each.
    private static func dealt(
        _ rows: [[DatabaseValue]],
        _ parts: [Int]
    ) -> [(part: Int, values: [DatabaseValue])] {
        let total = parts.reduce(0, +)
        var ends: [Int] = []
        var sum = 0
        for part in parts {
            sum += part
            ends.append(sum * rows.count / max(1, total))
        }
        var part = 0
        return rows.enumerated().map { index, values in
            while part < ends.count - 1, index >= ends[part] { part += 1 }
            return (part, values)
        }
    }

    private static func time(_ path: String, schema: String?, tables: [Table]) throws -> Double {
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else { throw Failure.closed }
        defer { sqlite3_close(handle) }
        let settings = [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = OFF",
        ]
        for sql in settings + [schema].compactMap(\.self) {
            guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
                throw Failure.sql(sql)
            }
        }
        var prepared: [(statement: OpaquePointer, rows: [(part: Int, values: [DatabaseValue])])] =
            []
        for table in tables {
            let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
            let sql = "INSERT OR REPLACE INTO \"\(table.name)\" VALUES (\(marks))"
            var statement: OpaquePointer?
            guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement
            else { throw Failure.sql(sql) }
            prepared.append((statement, table.rows))
        }
        defer { for entry in prepared { sqlite3_finalize(entry.statement) } }
        let last = prepared.flatMap { $0.rows.map(\.part) }.max() ?? 0
        var next = prepared.map { _ in 0 }
        return try seconds {
            for part in 0...last {
                guard sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK else {
                    throw Failure.sql("BEGIN")
                }
                for (index, entry) in prepared.enumerated() {
                    while next[index] < entry.rows.count, entry.rows[next[index]].part <= part {
                        try put(entry.rows[next[index]].values, entry.statement)
                        next[index] += 1
                    }
                }
                guard sqlite3_exec(handle, "COMMIT", nil, nil, nil) == SQLITE_OK else {
                    throw Failure.sql("COMMIT")
                }
            }
        }
    }

    private static func put(_ values: [DatabaseValue], _ statement: OpaquePointer) throws {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, value) in zip(Int32(1)..., values) {
            switch value.storage {
            case .null: sqlite3_bind_null(statement, index)
            case .int64(let number): sqlite3_bind_int64(statement, index, number)
            case .double(let number): sqlite3_bind_double(statement, index, number)
            case .string(let text): sqlite3_bind_text(statement, index, text, -1, transient)
            case .blob(let data):
                _ = data.withUnsafeBytes {
                    sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient)
                }
            }
        }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw Failure.sql("INSERT") }
        sqlite3_reset(statement)
    }

    enum Failure: Error {
        case closed
        case sql(String)
    }
}
