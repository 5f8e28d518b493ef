import Foundation
import GRDB
import GRDBSQLite

/// A value for a statement's parameter, by its SQLite type.
enum BoundValue {
    case integer(Int64)
    case text(String)
    case blob(Data)
    case null

    /// SQLite's integers are signed: what lies above them, lies above every number that is stored.
    init(_ number: UInt64) { self = .integer(Int64(clamping: number)) }
    init(_ data: Data?) { self = data.map { .blob($0) } ?? .null }
}

/// The columns of one row while a statement stands on it.
struct SQLiteColumns {
    fileprivate let statement: OpaquePointer

    func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(statement, index) }

    func isNull(_ index: Int32) -> Bool { sqlite3_column_type(statement, index) == SQLITE_NULL }

    func blob(_ index: Int32) -> Data {
        guard let bytes = sqlite3_column_blob(statement, index) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, index)))
    }
}

/// The statements that run once or more for every write.
///
/// GRDB prepares and keeps them; binding and stepping go to SQLite directly, which halves what they
/// cost beside SQLite's own work.
extension SQLiteTransaction {
    /// Runs a statement that gives no rows.
    func run(_ sql: StaticString, _ values: [BoundValue]) throws {
        _ = try rows(sql, values) { _ in }
    }

    /// The first row of a query; nil if there is none.
    func row<Result>(
        _ sql: StaticString,
        _ values: [BoundValue],
        _ read: (SQLiteColumns) throws -> Result
    ) throws -> Result? {
        try rows(sql, values, limit: 1, read).first
    }

    /// The rows of a query.
    func rows<Result>(
        _ sql: StaticString,
        _ values: [BoundValue],
        limit: Int = .max,
        _ read: (SQLiteColumns) throws -> Result
    ) throws -> [Result] {
        let statement = try prepared(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        // An argument for which there was no memory would stay NULL, and the answer be that of another
        // question.
        for (index, value) in zip(Int32(1)..., values) {
            try check(bind(value, index, statement), statement)
        }
        var results: [Result] = []
        while results.count < limit {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { break }
            try check(code == SQLITE_ROW ? SQLITE_OK : code, statement)
            results.append(try read(SQLiteColumns(statement: statement)))
            // A column for which there was no memory was read as nothing.
            let after = sqlite3_errcode(sqlite3_db_handle(statement))
            try check(after == SQLITE_NOMEM ? after : SQLITE_OK, statement)
        }
        return results
    }

    private func check(_ code: Int32, _ statement: OpaquePointer) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(
            resultCode: ResultCode(
                rawValue: sqlite3_extended_errcode(sqlite3_db_handle(statement))
            )
        )
    }

    /// By where its text lies in the program: hashing the text took longer than binding the values.
    private func prepared(_ sql: StaticString) throws -> OpaquePointer {
        if let known = statements[sql.utf8Start] { return known.sqliteStatement }
        let statement = try database.cachedStatement(sql: "\(sql)")
        statements[sql.utf8Start] = statement
        return statement.sqliteStatement
    }

    private func bind(
        _ value: BoundValue,
        _ index: Int32,
        _ statement: OpaquePointer
    ) -> Int32 {
        // SQLite copies what it is given: the bytes need not outlive the call.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .null: return sqlite3_bind_null(statement, index)
        case .blob(let data):
            // A null pointer would be bound as NULL, which empty bytes are not.
            guard !data.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return data.withUnsafeBytes {
                sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), copied)
            }
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), copied)
                }
            }
        }
    }
}
