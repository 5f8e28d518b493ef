import GRDB

/// One commit of one row into a plain table, durable: what a save cannot do without.
struct SaveFloor {
    private let database: DatabaseQueue

    init(_ path: String) throws {
        database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                    CREATE TABLE item (id INTEGER PRIMARY KEY, body BLOB)
                    """
            )
        }
    }

    func save(_ number: Int) throws {
        try database.write {
            try $0.execute(
                sql: "INSERT OR REPLACE INTO item VALUES (1, ?)",
                arguments: ["\(number)"]
            )
        }
    }
}
