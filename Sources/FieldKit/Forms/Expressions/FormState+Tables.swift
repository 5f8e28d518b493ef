extension FormState {
    /// The rows and the column to which a path into a table leads.
    func follow(
        _ path: BoundPath,
        table: Int,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue {
        guard let source = tables[table] else {
            throw FormEvaluationError(.missingTable, form.tableNames[table])
        }
        // All rows as long as it is nil, so that a predicate can ask for those that it wants.
        var rows: [Int]?
        var column: Int?
        for (index, step) in path.steps.enumerated() {
            if case .column(let name) = step.move {
                guard let number = source.columns.firstIndex(of: name) else {
                    return .rows(table: table, rows: [], column: nil)
                }
                column = number
                if source.hidesEmptyCells {
                    rows = (rows ?? source.numbers).filter { !cell(table, $0, number).isEmpty }
                }
            }
            guard index > 0 else { continue }
            for predicate in step.predicates {
                rows = try filter(rows, of: table, predicate, place)
            }
        }
        return .rows(table: table, rows: rows ?? source.numbers, column: column)
    }

    /// The rows that a predicate lets pass; of all rows if none are given.
    func filter(
        _ rows: [Int]?,
        of table: Int,
        _ predicate: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [Int] {
        var tried = rows ?? []
        if rows == nil, let source = tables[table] {
            if let found = try candidates(source, predicate, place) {
                tried = found
            } else {
                tried = source.numbers
            }
        }
        var kept: [Int] = []
        var inner = place
        for (index, row) in tried.enumerated() {
            inner.row = (table, row)
            inner.position = index + 1
            if try holds(predicate, inner) { kept.append(row) }
        }
        return kept
    }

    /// The rows among which all that a predicate lets pass are, found without trying every row.
    ///
    /// For that it has to compare a column with a text, as in `[id = ${pupil}]`; nil for any other.
    private func candidates(
        _ source: any FormRows,
        _ predicate: BoundExpression,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> [Int]? {
        guard case .binary(let operation, let left, let right) = predicate else { return nil }
        if operation == .and {
            guard !left.readsPosition, !right.readsPosition else { return nil }
            if let found = try candidates(source, left, place) { return found }
            return try candidates(source, right, place)
        }
        guard operation == .equal else { return nil }
        for (column, wanted) in [(left, right), (right, left)] {
            guard let name = column.columnName, wanted.isSameForAllRows,
                let number = source.columns.firstIndex(of: name),
                case .text(let text) = try single(try value(wanted, place))
            else { continue }
            return source.rows(where: number, is: text)
        }
        return nil
    }

    /// The text in a cell; of a whole row, of a row that is too short, and of no column nothing.
    func cell(_ table: Int, _ row: Int, _ column: Int?) -> String {
        guard let column, let source = tables[table] else { return "" }
        return source.cell(row: row, column: column)
    }

    /// A cell of the row that is tried.
    func column(_ name: String, _ place: EvaluationPlace) -> ExpressionValue {
        guard let row = place.row else { return .empty }
        let number = tables[row.table]?.columns.firstIndex(of: name)
        guard number != nil || name.isEmpty else {
            return .rows(table: row.table, rows: [], column: nil)
        }
        if tables[row.table]?.hidesEmptyCells == true, cell(row.table, row.row, number).isEmpty {
            return .rows(table: row.table, rows: [], column: nil)
        }
        return .rows(table: row.table, rows: [row.row], column: number)
    }

    /// A cell of the first row whose key has a value; empty if there is none.
    func lookUp(
        _ table: Int,
        column: String,
        key: String,
        _ value: String
    ) throws(FormEvaluationError) -> String {
        guard let source = tables[table] else {
            throw FormEvaluationError(.missingTable, form.tableNames[table])
        }
        guard let wanted = source.columns.firstIndex(of: column),
            let keys = source.columns.firstIndex(of: key),
            let row = source.rows(where: keys, is: value).first
        else { return "" }
        return cell(table, row, wanted)
    }
}

extension BoundExpression {
    /// The column that it is, in a predicate of a table; nil if it is anything else.
    fileprivate var columnName: String? {
        if case .column(let name) = self, !name.isEmpty { name } else { nil }
    }

    /// Whether it surely has one value, whichever row is tried.
    fileprivate var isSameForAllRows: Bool {
        switch self {
        case .text: true
        case .path(let path):
            if case .current = path.start { path.isSingle } else { false }
        default: false
        }
    }

    /// Whether it may read the place of what is tried among its like, which a choice of rows made
    /// beforehand would change.
    fileprivate var readsPosition: Bool {
        switch self {
        case .call(.position, _): true
        case .call(_, let parts): parts.contains { $0.readsPosition }
        case .negated(let part), .matches(let part, _): part.readsPosition
        case .binary(_, let left, let right): left.readsPosition || right.readsPosition
        case .lookup(_, let column, let key, let value):
            [column, key, value].contains { $0.readsPosition }
        case .number, .text, .column, .path, .indexed, .choiceLabel: false
        }
    }
}
