import Synchronization

/// Rows that are computed once their key is asked for, and then kept for the session.
final class KeyedRows: FormRows {
    let columns: [String]
    let hidesEmptyCells = false

    /// The column by which rows are asked for.
    private let key: Int
    private let load: @Sendable (String) throws -> [[String]]
    private let keys: @Sendable () throws -> [String]
    private let kept = Mutex(Kept())

    private struct Kept {
        var rows: [[String]] = []
        var numbers: [String: [Int]] = [:]
        var isWhole = false
    }

    /// - Parameters:
    ///   - columns: The names of the columns.
    ///   - key: The name of the column by which rows are asked for.
    ///   - keys: Every value that it has.
    ///   - load: The rows of one value.
    init(
        columns: [String],
        key: String,
        keys: @escaping @Sendable () throws -> [String],
        load: @escaping @Sendable (String) throws -> [[String]]
    ) {
        self.columns = columns
        self.key = columns.firstIndex(of: key) ?? 0
        self.keys = keys
        self.load = load
    }

    var numbers: [Int] {
        kept.withLock { kept in
            if !kept.isWhole {
                // A store that cannot be read cannot keep the next answer either, and says so there.
                for key in (try? keys()) ?? [] { _ = numbers(of: key, &kept) }
                kept.isWhole = true
            }
            return Array(kept.rows.indices)
        }
    }

    func cell(row: Int, column: Int) -> String {
        kept.withLock { kept in
            kept.rows.indices.contains(row) && kept.rows[row].indices.contains(column)
                ? kept.rows[row][column] : ""
        }
    }

    func rows(where column: Int, is text: String) -> [Int] {
        guard column == key else {
            return numbers.filter { cell(row: $0, column: column) == text }
        }
        return kept.withLock { numbers(of: text, &$0) }
    }

    private func numbers(of key: String, _ kept: inout Kept) -> [Int] {
        if let known = kept.numbers[key] { return known }
        let rows = (try? load(key)) ?? []
        let numbers = Array(kept.rows.count..<kept.rows.count + rows.count)
        kept.rows += rows
        kept.numbers[key] = numbers
        return numbers
    }
}
