import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// A store in one SQLite file: write-ahead log, and every commit on the disk before it is
/// acknowledged.
package final class SQLiteStore: Store {
    /// What this program writes and can read.
    static let schemaVersion = 2

    private let database: any DatabaseWriter
    private let path: String
    /// Whether the file is of an earlier version until something is written into it.
    private let isEarlier: Mutex<Bool>
    /// Why nothing can be written; nil where writing is tried.
    private let obstacle: Problem?

    /// Opens the file, making it if there is none.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must be there.
    ///   - isConcurrent: Whether reads go on beside a write, as on a server. A command of a laptop
    ///     does one thing at a time, and one connection is opened sooner than two.
    ///   - pagesMax: The pages of 4,096 bytes beyond which the file may not grow, as on a full
    ///     disk; nil for no limit.
    ///   - obstacle: Why nothing can be written there: then the file is only read, which nobody may
    ///     write meanwhile, and every write is refused with this problem. Nil where writing is tried.
    /// - Throws: `store_damaged`, `store_newer`, `home_read_only` also for a folder that is not
    ///   there, `disk_full`, `home_busy` after ten seconds behind another's write;
    ///   `recovery_needs_writing`.
    package init(
        path: String,
        isConcurrent: Bool = true,
        pagesMax: Int? = nil,
        obstacle: Problem? = nil
    ) throws {
        self.path = path
        self.obstacle = obstacle
        if obstacle != nil {
            database = try Self.readable(path)
            isEarlier = Mutex(false)
            return
        }
        var configuration = Configuration()
        // GRDB sets the write-ahead log of a pool; of a queue it would also write into it at every
        // opening, which a command that only reads must not.
        if isConcurrent { configuration.journalMode = .wal }
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            // The default, on Debian, overwrites what is deleted with zeros: work without a use
            // here, where what is deleted is running sums and places in the feed.
            try database.execute(sql: "PRAGMA secure_delete = OFF")
            if !isConcurrent { try database.execute(sql: "PRAGMA journal_mode = WAL") }
            if let pagesMax {
                try database.execute(sql: "PRAGMA max_page_count = \(pagesMax)")
            }
        }
        do {
            database =
                isConcurrent
                ? try DatabasePool(path: path, configuration: configuration)
                : try DatabaseQueue(path: path, configuration: configuration)
            // GRDB asks for NORMAL itself whenever it sets the write-ahead log, after
            // `prepareDatabase`; what is acknowledged must be on the disk, so FULL comes last.
            try database.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL")
            }
            isEarlier = Mutex(try SQLiteSchema.prepare(database, path: path))
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }

    /// Opens a file where nothing can be written.
    ///
    /// Without a log the file is all there is, and SQLite needs nothing beside it. A log that a crash has
    /// left is read where SQLite finds its index, which it cannot make here.
    private static func readable(_ path: String) throws -> any DatabaseWriter {
        let allowed = CharacterSet.urlPathAllowed.subtracting(["?", "#"])
        let name = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
        var configuration = Configuration()
        configuration.readonly = true
        let log = (try? FileManager.default.attributesOfItem(atPath: path + "-wal"))?[.size]
        let hasLog = (log as? NSNumber)?.int64Value ?? 0 > 0
        do {
            let queue = try DatabaseQueue(
                path: "file:\(name)?\(hasLog ? "readonly_shm" : "immutable")=1",
                configuration: configuration
            )
            guard try queue.read({ try $0.tableExists("value") }) else {
                throw Problem(.storeDamaged, ["path": path, "reason": "no tables"])
            }
            return queue
        } catch let error as DatabaseError {
            guard hasLog else { throw StoreProblem.wrap(error, path: path) }
            throw Problem(.recoveryNeedsWriting, ["path": path])
        }
    }

    package func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
        do {
            // GRDB's own read of a queue forbids writing by a pragma and allows it again, and after
            // each SQLite prepares every statement anew. What the body is given cannot write.
            return try database.unsafeRead { database in
                var result: Result?
                try database.inTransaction(.deferred) {
                    result = try body(SQLiteTransaction(database))
                    return .commit
                }
                guard let result else { throw Problem(.internalError, ["reason": "no read"]) }
                return result
            }
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }

    package func write<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result {
        if let obstacle { throw obstacle }
        do {
            let raises = isEarlier.withLock { $0 }
            let result = try database.write {
                if raises { try SQLiteSchema.raise($0) }
                return try body(SQLiteTransaction($0))
            }
            if raises { isEarlier.withLock { $0 = false } }
            return result
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }

    /// Copies a consistent state into a new file, while others read and write.
    package func backup(to file: String) throws {
        do {
            try database.backup(to: DatabaseQueue(path: file))
        } catch {
            throw StoreProblem.wrap(error, path: file)
        }
    }

    /// Lets SQLite check the whole file.
    ///
    /// - Returns: What is wrong; empty when all is well.
    package func integrityProblems() throws -> [String] {
        do {
            return try database.read {
                try String.fetchAll($0, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            }
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }

    /// How SQLite was told to write, for a test of the promise; 2 means FULL.
    package func synchronousLevel() throws -> Int {
        try database.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0
        }
    }

    /// Folds the log into the file and closes it.
    package func close() throws {
        do {
            // The connection that can fold the log in must be the last to go.
            (database as? DatabasePool)?.invalidateReadOnlyConnections()
            try database.close()
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }
}

/// Foreign errors become problems at this border.
enum StoreProblem {
    static func wrap(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let reason = "SQLite \(error.extendedResultCode.rawValue)"
        // The index of the log is a file too, and is made anew by whoever comes first.
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            return Problem(.diskFull, ["path": path])
        }
        switch error.resultCode {
        case .SQLITE_FULL: return Problem(.diskFull, ["path": path])
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            return Problem(.storeDamaged, ["path": path, "reason": reason])
        case .SQLITE_BUSY, .SQLITE_LOCKED: return Problem(.homeBusy, ["path": path])
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR, .SQLITE_AUTH:
            return Problem(.homeReadOnly, ["path": path, "reason": reason])
        default:
            return Problem(.internalError, ["reason": reason])
        }
    }
}
