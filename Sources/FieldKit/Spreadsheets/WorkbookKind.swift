import Foundation

/// What a file is by its first bytes: names lie.
enum WorkbookKind {
    /// Whether a file is a zip, or one of those that begin as old workbooks do.
    static func isWorkbook(_ bytes: Data) -> Bool {
        bytes.starts(with: zip) || bytes.starts(with: compound)
    }

    /// Lets only a zip of a size that can be a workbook's pass.
    ///
    /// - Throws: For anything else the problem that says what the file is.
    static func require(_ bytes: Data, fileName: String) throws(Problem) {
        guard bytes.count <= Limits.workbookBytesMax else {
            throw Problem.tooLarge(fileName, "*", above: Limits.workbookBytesMax)
        }
        if bytes.starts(with: zip) { return }
        if bytes.starts(with: compound) { throw old(bytes, fileName) }
        if !bytes.isEmpty, (try? TextEncoding.text(of: bytes, fileName: fileName)) != nil {
            throw Problem(.workbookIsText, ["file": fileName])
        }
        let reason = bytes.isEmpty ? "0 bytes" : "no zip"
        throw Problem(.workbookDamaged, ["file": fileName, "reason": reason])
    }

    /// What a compound file of Microsoft's is: its directory names its streams in UTF-16.
    private static func old(_ bytes: Data, _ fileName: String) -> Problem {
        func holds(_ stream: String) -> Bool {
            stream.data(using: .utf16LittleEndian).map { bytes.range(of: $0) != nil } ?? false
        }
        if holds("EncryptedPackage") { return Problem(.workbookEncrypted, ["file": fileName]) }
        guard holds("Workbook") || holds("Book") else {
            return Problem(.workbookNone, ["file": fileName, "part": "xl/workbook.xml"])
        }
        let isOfWPS = fileName.lowercased().hasSuffix(".et")
        return Problem(.workbookOld, ["file": fileName, "format": isOfWPS ? ".et" : ".xls"])
    }

    private static let zip: [UInt8] = [0x50, 0x4B]
    private static let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
}
