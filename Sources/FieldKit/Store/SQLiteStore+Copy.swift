import GRDB

extension SQLiteStore {
    /// Makes a closed database one file that stands by itself, without a log beside it.
    package static func fold(_ path: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA journal_mode = DELETE")
                try $0.execute(sql: "PRAGMA synchronous = FULL")
            }
            try queue.close()
        } catch {
            throw StoreProblem.wrap(error, path: path)
        }
    }
}
