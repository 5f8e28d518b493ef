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
        try requireNoOther(bytes, fileName: fileName)
        if !bytes.isEmpty, (try? TextEncoding.text(of: bytes, fileName: fileName)) != nil {
            throw Problem(.workbookIsText, ["file": fileName])
        }
        guard !bytes.isEmpty else {
            let reason = "文件是空的 (the file is empty)"
            throw Problem(.workbookDamaged, ["file": fileName, "reason": reason])
        }
        throw foreign(fileName, "认不出的文件 (a file of an unknown kind)")
    }

    /// Lets no file pass that is known to be something else than a table.
    ///
    /// - Throws: `workbook_foreign`.
    static func requireNoOther(_ bytes: Data, fileName: String) throws(Problem) {
        if let name = name(of: bytes) { throw foreign(fileName, name) }
    }

    private static func foreign(_ fileName: String, _ what: String) -> Problem {
        Problem(.workbookForeign, ["file": fileName, "what": what])
    }

    /// What people call a kind of file that is sent in place of a table; nil for any other.
    private static func name(of bytes: Data) -> String? {
        let head = [UInt8](bytes.prefix(16))
        return others.first { other in
            head.dropFirst(other.offset).starts(with: other.mark)
        }?.name
    }

    private static let picture = "照片或图片 (a picture)"
    private static let packed = "压缩包 (a packed archive)"

    /// By what stands at a place of their beginning.
    private static let others: [(mark: [UInt8], offset: Int, name: String)] = [
        (Array("%PDF".utf8), 0, "PDF 文件 (a PDF)"), ([0xFF, 0xD8, 0xFF], 0, picture),
        ([0x89, 0x50, 0x4E, 0x47], 0, picture), (Array("GIF8".utf8), 0, picture),
        (Array("WEBP".utf8), 8, picture), (Array("ftyphei".utf8), 4, picture),
        (Array("Rar!".utf8), 0, packed), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, packed),
        ([0x1F, 0x8B], 0, packed),
    ]

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
