/// The merged cells of a sheet that reach into a row; rows are asked for from the top.
struct OpenRanges {
    private let ranges: [MergedCells]
    private var nextRange = 0
    private var open: [MergedCells] = []

    init(_ ranges: [MergedCells]) {
        self.ranges = ranges.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
    }

    /// Those that reach into the row of a number.
    mutating func reaching(_ row: Int) -> [MergedCells] {
        while nextRange < ranges.count, ranges[nextRange].rows.lowerBound <= row {
            open.append(ranges[nextRange])
            nextRange += 1
        }
        open.removeAll { $0.rows.upperBound < row }
        return open
    }
}

/// Gives each row of cells that are merged downwards what the first of them says.
struct MergedRows {
    private var ranges: OpenRanges
    private var texts: [MergedCells: String] = [:]

    init(_ ranges: [MergedCells]) {
        self.ranges = OpenRanges(ranges.filter { $0.rows.count > 1 })
    }

    /// The cells of a row as texts; rows come from the top.
    mutating func fill(_ row: SheetRow) -> [String] {
        let open = ranges.reaching(row.number)
        for range in open where range.rows.lowerBound == row.number {
            texts[range] =
                row.cells.first { $0.column == range.columns.lowerBound }?.cell.text
        }
        let reach = open.map { $0.columns.lowerBound + 1 }.max() ?? 0
        var cells = row.texts(max(row.width, reach))
        for range in open where cells[range.columns.lowerBound].isEmpty {
            cells[range.columns.lowerBound] = texts[range] ?? ""
        }
        return cells
    }
}
