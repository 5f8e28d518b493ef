/// What people put into a table beside its rows: marks in headings, numbers of rows, totals, and
/// lines for those who sign.
enum PrintedTable {
    /// What stays of a heading such as `*姓  名（必填）`.
    static func heading(_ cell: String) -> String {
        var depth = 0
        let kept = PlainText.halfWidth(PlainText.clean(cell)).filter { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth = max(0, depth - 1) }
            return depth == 0 && !character.isWhitespace && !"*:)".contains(character)
        }
        return kept
    }

    /// Whether a row says nothing of its own.
    ///
    /// - Parameters:
    ///   - cells: The row.
    ///   - headings: What stands above its cells, tidied.
    /// - Returns: True if it is empty but for its number, a total, a remark below the table, or
    ///   the line for those who sign.
    static func isBlankOrTotal(_ cells: [String], below headings: [String] = []) -> Bool {
        let counted = headings.indices.filter { numberHeadings.contains(headings[$0]) }
        let told = cells.indices.filter {
            !counted.contains($0) && !cells[$0].allSatisfy(\.isWhitespace)
        }
        guard let first = told.first else { return true }
        let word = heading(cells[first])
        let counts = counted.map { $0 < cells.count ? heading(cells[$0]) : "" }
        if (counts + [word]).contains(where: totals.contains) { return true }
        guard told.count <= furnitureCellsMax else { return false }
        let remark = PlainText.halfWidth(cells[first].filter { !$0.isWhitespace })
        return (totals + signatures).contains { word.hasPrefix($0) }
            || remarks.contains { remark.hasPrefix($0 + ":") }
    }

    /// The headings of the column that only numbers the rows.
    private static let numberHeadings: Set<String> = ["序号", "编号", "No", "No.", "NO"]
    private static let totals = ["合计", "总计", "共计", "小计", "本页小计", "本页合计"]
    private static let signatures = [
        "制表人", "填表人", "审核人", "校长签字", "负责人签字", "单位负责人", "填报人", "盖章", "Madeby",
        "Checkedby", "Seal",
    ]
    private static let remarks = ["注", "备注", "说明", "填表说明", "填报单位", "填报日期", "填表日期"]
    /// A row of the list itself fills more cells than the lines below it.
    private static let furnitureCellsMax = 3
}
