/// One sheet of a workbook.
public struct Sheet: Sendable, Hashable {
    /// What its tab says.
    public let name: String
    /// Whether its tab is hidden.
    public let isHidden: Bool
    /// The part of the workbook that holds it.
    let part: String
}

/// The place of a cell, such as `B12`.
enum CellPlace {
    /// The column from 0 and the row from 1.
    static func read(_ reference: some StringProtocol) -> (column: Int, row: Int)? {
        var column = 0
        var row = 0
        for byte in reference.utf8 where byte != 0x24 {
            switch byte {
            case 0x41...0x5A where row == 0: column = column * 26 + Int(byte - 0x40)
            case 0x61...0x7A where row == 0: column = column * 26 + Int(byte - 0x60)
            case 0x30...0x39: row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
            guard column <= Limits.sheetColumnsMax, row <= Limits.sheetRowsMax else { return nil }
        }
        return column > 0 && row > 0 ? (column - 1, row) : nil
    }
}
