import GRDB

/// The tables.
///
/// `docs/decisions/0005-sqlite-schema.md` gives the reasons, and
/// `docs/decisions/0009-packed-bodies.md` those of version 2.
enum SQLiteSchema {
    private static let version = "PRAGMA user_version"

    /// Makes the tables in an empty file, and refuses a file of a later version.
    ///
    /// - Returns: Whether it is of an earlier version, which is read as it is; see ``raise(_:)``.
    static func prepare(_ writer: any DatabaseWriter, path: String) throws -> Bool {
        // Looked at before anything is locked: a command that reads need not wait for a sync.
        let found = try writer.read { try Int.fetchOne($0, sql: version) ?? 0 }
        if found == 0 || found > SQLiteStore.schemaVersion { try make(writer, path: path) }
        try addIndexOfTypes(writer)
        return found > 0 && found < SQLiteStore.schemaVersion
    }

    /// Notes in a file of an earlier version that it is one of this: from now on programs of that
    /// version can't read it.
    static func raise(_ database: Database) throws {
        try database.execute(sql: "PRAGMA user_version = \(SQLiteStore.schemaVersion)")
    }

    private static func make(_ writer: any DatabaseWriter, path: String) throws {
        try writer.write { database in
            let found = try Int.fetchOne(database, sql: version) ?? 0
            guard found <= SQLiteStore.schemaVersion else {
                throw Problem(
                    .storeNewer,
                    [
                        "path": path, "found": "\(found)",
                        "known": "\(SQLiteStore.schemaVersion)",
                    ]
                )
            }
            guard found == 0 else { return }
            try database.execute(sql: tables + indexOfTypes)
            try raise(database)
        }
    }

    /// Adds the index that lists the records of a type to a file from before there was one.
    ///
    /// An aid only, unknown to no earlier program: while another process writes, or on a disk that takes
    /// nothing, it is left to a later opening.
    private static func addIndexOfTypes(_ writer: any DatabaseWriter) throws {
        let isThere = try writer.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'record_type')"
            )
        }
        guard isThere == false else { return }
        try? writer.write { try $0.execute(sql: indexOfTypes) }
    }

    private static let indexOfTypes =
        "CREATE INDEX IF NOT EXISTS record_type ON record (type);"

    private static let tables = """
        CREATE TABLE name (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE replica (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
        CREATE TABLE record (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, type INTEGER NOT NULL,
            subject BLOB, live BLOB NOT NULL, marks BLOB) STRICT;
        CREATE INDEX record_subject ON record (subject) WHERE subject IS NOT NULL;
        CREATE TABLE write (
            sequence INTEGER PRIMARY KEY, replica INTEGER NOT NULL, counter INTEGER NOT NULL,
            record INTEGER NOT NULL, source INTEGER, signature BLOB NOT NULL,
            body BLOB NOT NULL) STRICT;
        CREATE INDEX write_dot ON write (replica, counter);
        CREATE INDEX write_record ON write (record);
        CREATE TABLE place (
            bucket INTEGER NOT NULL, record INTEGER NOT NULL, latest INTEGER NOT NULL,
            entered INTEGER NOT NULL, PRIMARY KEY (record, bucket)) STRICT, WITHOUT ROWID;
        CREATE INDEX place_feed ON place (bucket, latest);
        CREATE TABLE departure (
            bucket INTEGER NOT NULL, record BLOB NOT NULL, sequence INTEGER NOT NULL,
            dots BLOB NOT NULL, PRIMARY KEY (bucket, record)) STRICT, WITHOUT ROWID;
        CREATE INDEX departure_feed ON departure (bucket, sequence);
        CREATE TABLE total (
            bucket INTEGER PRIMARY KEY, sum BLOB NOT NULL, count INTEGER NOT NULL) STRICT;
        CREATE TABLE value (
            key TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """
}
