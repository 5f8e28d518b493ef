public import Foundation

/// Reads lists that schools and departments already have.
public enum RosterImport {
    /// Reads a file: the rows that can be taken, and for every other one its line and reason.
    ///
    /// - Parameters:
    ///   - kind: What the list holds.
    ///   - bytes: The file, see ``RosterTable/read(kind:bytes:fileName:sheet:)``.
    ///   - fileName: For messages, and its end.
    ///   - sheet: The sheet of a workbook; nil for the only one that holds such a list.
    ///   - today: The latest birth date that can be, and the school year to which grades belong.
    /// - Returns: The rows, each in one of the two lists.
    /// - Throws: Only for the file as a whole: what ``RosterTable/read(kind:bytes:fileName:sheet:)``
    ///   throws. A bad row never costs the good ones.
    public static func rows(
        kind: RosterKind,
        bytes: Data,
        fileName: String,
        sheet: String? = nil,
        today: BusinessDay
    ) throws(Problem) -> RosterReading {
        let table = try RosterTable.read(
            kind: kind,
            bytes: bytes,
            fileName: fileName,
            sheet: sheet
        )
        let reader = RosterRowReader(kind: kind, today: today, headings: table.headings)
        var results: [RosterRowReader.Result] = []
        var refused = table.unreadable.map {
            RefusedRow(line: $0, column: nil, reason: unreadable($0, fileName))
        }
        for source in table.rows {
            do {
                results.append(try reader.read(source))
            } catch {
                refused.append(
                    RefusedRow(line: source.line, column: error.column, reason: error.reason)
                )
            }
        }
        results = keepTrusted(results, reader: reader, refused: &refused)
        results = keepFirst(results, reader: reader, refused: &refused)
        return RosterReading(
            kind: kind,
            rows: results.map(\.row),
            refused: refused.sorted { $0.line < $1.line },
            notices: results.flatMap(\.notices),
            unknownHeadings: unknown(table.headings, in: kind)
        )
    }

    private static func unknown(_ headings: [String], in kind: RosterKind) -> [String] {
        let known = Set(kind.columns.flatMap(\.headings))
        return headings.filter { !$0.isEmpty && !known.contains($0) }
    }

    private static func unreadable(_ line: Int, _ fileName: String) -> Problem {
        Problem(.lineInvalid, ["line": String(line), "file": fileName, "reason": "CSV"])
    }

    /// Drops the rows whose numbers passed the check by chance.
    ///
    /// That happens to one damaged number in eleven. So where a file has numbers that
    /// were damaged into zeros, the others with such an end are not believed either.
    private static func keepTrusted(
        _ results: [RosterRowReader.Result],
        reader: RosterRowReader,
        refused: inout [RefusedRow]
    ) -> [RosterRowReader.Result] {
        let damage = Problem(.numberDestroyed, ["form": "…000"])
        guard refused.contains(where: { $0.reason == damage }) else { return results }
        let column = reader.heading("national_number")
        refused += results.filter(\.endsInZeros).map {
            RefusedRow(line: $0.row.line, column: column, reason: damage)
        }
        return results.filter { !$0.endsInZeros }
    }

    /// Of several rows with one key the first is taken; the others name its line.
    private static func keepFirst(
        _ results: [RosterRowReader.Result],
        reader: RosterRowReader,
        refused: inout [RefusedRow]
    ) -> [RosterRowReader.Result] {
        var lines: [RosterKey: Int] = [:]
        return results.filter { result in
            let repeated = result.row.keys.first { lines[$0] != nil }
            if case .field(_, let name, _)? = repeated, let line = repeated.flatMap({ lines[$0] }) {
                let column = reader.heading(name)
                refused.append(
                    RefusedRow(
                        line: result.row.line,
                        column: column,
                        reason: Problem(
                            .numberDuplicate,
                            ["field": column, "line": String(line)]
                        )
                    )
                )
                return false
            }
            for key in result.row.keys { lines[key] = result.row.line }
            return true
        }
    }
}
