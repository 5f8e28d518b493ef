/// What is counted of a workbook.
enum WorkbookUnit: String {
    case bytes = "字节 (bytes)"
    case rows = "行 (rows)"
    case sheets = "张 (sheets)"
    case parts = "个 (parts)"
}

extension Problem {
    /// That a workbook, or a part of it, is larger than may be read.
    ///
    /// - Parameters:
    ///   - file: The name of the workbook.
    ///   - part: What of it is too large; `*` for all of it.
    ///   - limit: How much there may be.
    ///   - unit: Of what.
    /// - Returns: `workbook_too_large`.
    static func tooLarge(
        _ file: String,
        _ part: String,
        above limit: some BinaryInteger,
        _ unit: WorkbookUnit = .bytes
    ) -> Problem {
        Problem(
            .workbookTooLarge,
            ["file": file, "part": part, "limit": "\(limit)", "unit": unit.rawValue]
        )
    }
}
