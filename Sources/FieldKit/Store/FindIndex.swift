import Foundation
import GRDB

/// Terms, and the records in which they came: what finding a record by name begins with.
///
/// Derived from a store's writes, in a file of its own that can be deleted at any time;
/// `docs/decisions/0011-find.md`. Used by one thread at a time.
package final class FindIndex {
    /// How far a store has been read.
    package struct Mark: Hashable, Sendable {
        /// Whose writes were read, and by which rules.
        package var source: String
        /// How many records the store had evicted.
        package var evictions: UInt64
        /// The number up to which its writes were read.
        package var sequence: UInt64

        package init(source: String, evictions: UInt64, sequence: UInt64) {
            self.source = source
            self.evictions = evictions
            self.sequence = sequence
        }
    }

    private let database: DatabaseQueue
    private let path: String

    /// Opens the file, making its tables if it is empty.
    ///
    /// - Throws: `store_damaged` for what is no such file, and what the file system says.
    package init(path: String) throws {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            // What a power cut takes is read again from the store: it need not be waited for.
            try database.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = NORMAL")
            }
            let found = try database.read {
                try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table'")
            }
            if found.isEmpty {
                let sql = Self.tables.joined(separator: ";")
                try database.write { try $0.execute(sql: sql) }
            } else if Set(found) != Set(Self.tables) {
                // Of another program, or half of what it was.
                throw Problem(.storeDamaged, ["path": path, "reason": "other tables"])
            }
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }

    /// As SQLite keeps them, word for word: a file with others is not one of these.
    private static let tables = [
        "CREATE TABLE record (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT",
        """
        CREATE TABLE term (text TEXT NOT NULL, record INTEGER NOT NULL, \
        PRIMARY KEY (text, record)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE reading (character TEXT PRIMARY KEY, syllables TEXT NOT NULL) \
        STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE mark (only INTEGER PRIMARY KEY CHECK (only = 1), source TEXT NOT NULL, \
        evictions INTEGER NOT NULL, sequence INTEGER NOT NULL) STRICT
        """,
    ]

    /// Lets SQLite check the whole file.
    ///
    /// - Returns: What is wrong; empty when all is well.
    package func integrityProblems() throws -> [String] {
        try wrapped {
            try database.read {
                try String.fetchAll($0, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            }
        }
    }

    /// Closes the file.
    package func close() throws { try wrapped { try database.close() } }

    // MARK: Reading

    /// How far the store has been read; nil if nothing has been.
    package func mark() throws -> Mark? { try wrapped { try database.read(Self.mark) } }

    private static func mark(_ database: Database) throws -> Mark? {
        try Row.fetchOne(database, sql: "SELECT source, evictions, sequence FROM mark").map {
            let evictions: Int64 = $0[1]
            let sequence: Int64 = $0[2]
            return Mark(
                source: $0[0],
                evictions: UInt64(evictions),
                sequence: UInt64(sequence)
            )
        }
    }

    /// Records with a term that begins with a text, shorter terms first.
    ///
    /// - Parameters:
    ///   - text: How the term begins, or the whole of it.
    ///   - isWhole: Whether only the whole term counts.
    ///   - limit: Of how many terms the records are given.
    /// - Returns: The records, each once.
    /// - Throws: `store_damaged`.
    package func records(term text: String, isWhole: Bool, limit: Int) throws -> [RecordID] {
        let end = isWhole ? text : text + "\u{10FFFF}"
        let sql = """
            SELECT record.id FROM term JOIN record ON record.number = term.record
            WHERE term.text BETWEEN ? AND ? ORDER BY term.text, term.record LIMIT ?
            """
        return try wrapped {
            try database.read { database in
                var seen: Set<RecordID> = []
                return try Data.fetchAll(
                    database.cachedStatement(sql: sql),
                    arguments: [text, end, limit]
                )
                .compactMap { RecordID(bytes: $0) }.filter { seen.insert($0).inserted }
            }
        }
    }

    /// The syllables of a character, as they were kept; nil if they are not known yet.
    package func syllables(of character: String) throws -> String? {
        try wrapped {
            try database.read {
                try String.fetchOne(
                    $0.cachedStatement(sql: "SELECT syllables FROM reading WHERE character = ?"),
                    arguments: [character]
                )
            }
        }
    }

    // MARK: Writing

    /// What is taken in at once.
    package struct Part: Sendable {
        /// Terms with their records; may repeat themselves and what is there.
        package var terms: [(text: String, record: RecordID)] = []
        /// Characters with their syllables.
        package var readings: [String: String] = [:]

        package init() {}
    }

    /// Takes a part in, if nobody else has gone on meanwhile.
    ///
    /// - Parameters:
    ///   - part: What was read.
    ///   - old: The mark from which it was read.
    ///   - new: The mark up to which it was read.
    /// - Throws: `disk_full`, `store_damaged`.
    package func add(_ part: Part, from old: Mark, to new: Mark) throws {
        try wrapped {
            try database.write { database in
                guard try Self.mark(database) == old else { return }
                try Self.put(part, database)
                try Self.put(new, database)
            }
        }
    }

    /// Drops everything, and begins at a mark.
    package func restart(at mark: Mark) throws {
        try wrapped {
            try database.write { database in
                for table in ["term", "record", "reading"] {
                    try database.execute(sql: "DELETE FROM \(table)")
                }
                try Self.put(mark, database)
            }
        }
    }

    /// Drops records that are no longer held, with their terms.
    package func drop(to mark: Mark, unless isHeld: (RecordID) throws -> Bool) throws {
        try wrapped {
            try database.write { database in
                let transaction = SQLiteTransaction(database)
                let all = try transaction.rows("SELECT number, id FROM record", []) {
                    ($0.integer(0), RecordID(bytes: $0.blob(1)))
                }
                try database.execute(sql: "CREATE TEMP TABLE gone (number INTEGER PRIMARY KEY)")
                for (number, id) in all where try id.map({ try !isHeld($0) }) ?? true {
                    try transaction.run("INSERT INTO gone VALUES (?)", [.integer(number)])
                }
                // Few records are evicted, and seldom: a list of terms by record would cost more.
                try database.execute(
                    sql: """
                        DELETE FROM term WHERE record IN (SELECT number FROM gone);
                        DELETE FROM record WHERE number IN (SELECT number FROM gone);
                        DROP TABLE gone
                        """
                )
                try Self.put(mark, database)
            }
        }
    }

    private static func put(_ mark: Mark, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO mark (only, source, evictions, sequence)
                VALUES (1, ?, ?, ?)
                """,
            arguments: [mark.source, Int64(mark.evictions), Int64(mark.sequence)]
        )
    }

    private static func put(_ part: Part, _ database: Database) throws {
        let transaction = SQLiteTransaction(database)
        var numbers: [RecordID: Int64] = [:]
        for record in part.terms.map(\.record) where numbers[record] == nil {
            try transaction.run(
                "INSERT OR IGNORE INTO record (id) VALUES (?)",
                [.blob(record.bytes)]
            )
            numbers[record] = try transaction.row(
                "SELECT number FROM record WHERE id = ?",
                [.blob(record.bytes)]
            ) { $0.integer(0) }
        }
        // In their order in the file, which spares moving about in it.
        for term in part.terms.sorted(by: { $0.text < $1.text }) {
            guard let number = numbers[term.record] else { continue }
            try transaction.run(
                "INSERT OR IGNORE INTO term (text, record) VALUES (?, ?)",
                [.text(term.text), .integer(number)]
            )
        }
        for (character, syllables) in part.readings.sorted(by: { $0.key < $1.key }) {
            try transaction.run(
                "INSERT OR REPLACE INTO reading (character, syllables) VALUES (?, ?)",
                [.text(character), .text(syllables)]
            )
        }
    }

    private func wrapped<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }
}
