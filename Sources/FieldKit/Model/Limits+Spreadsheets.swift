extension Limits {
    /// Bytes of a workbook as it lies on the disk.
    public static let workbookBytesMax = 67_108_864
    /// Bytes of one part of a workbook after unpacking.
    public static let workbookPartBytesMax: UInt64 = 268_435_456
    /// Bytes of all parts of a workbook that are read, after unpacking.
    public static let workbookUnpackedBytesMax: UInt64 = 536_870_912
    /// Bytes of the strings that the sheets of a workbook share, in UTF-8.
    public static let workbookStringsBytesMax = 134_217_728
    /// Bytes of one text in the XML of a workbook, as libxml2 has it.
    public static let workbookTextBytesMax = 10_000_000
    /// Parts in one workbook.
    public static let workbookPartsMax: Int64 = 10_000
    /// Sheets in one workbook.
    public static let workbookSheetsMax = 1_000
    /// Rows of one sheet, as the format has it.
    public static let sheetRowsMax = 1_048_576
    /// Columns of one sheet, as the format has it.
    public static let sheetColumnsMax = 16_384
    /// Ranges of merged cells in one sheet.
    public static let sheetMergesMax = 100_000
    /// Rows of one sheet of a form.
    public static let formRowsMax = 100_000
    /// Bytes of one cell's text, in UTF-8.
    public static let cellBytesMax = 131_072
}
