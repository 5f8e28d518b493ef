import CZip
import Foundation

/// The parts of a zip in memory, unpacked as streams; what they unpack to is counted, not believed.
final class ZipArchive {
    /// For messages.
    let fileName: String
    private let archive: OpaquePointer
    /// What libzip reads from, as long as the archive is open.
    private let bytes: UnsafeMutableRawBufferPointer
    /// The most that each part has been unpacked to.
    private var unpacked: [String: UInt64] = [:]

    /// Opens the zip that some bytes are.
    ///
    /// - Throws: `workbook_damaged` if it is no whole zip, `workbook_too_large` if it has too many
    ///   parts.
    init(_ data: Data, fileName: String) throws(Problem) {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 16)
        bytes.copyBytes(from: data)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error)
        guard let source, let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            let reason = "文件没有复制或下载完整 (\(String(cString: zip_error_strerror(&error))))"
            if let source { zip_source_free(source) }
            bytes.deallocate()
            throw Problem(.workbookDamaged, ["file": fileName, "reason": reason])
        }
        self.fileName = fileName
        self.bytes = bytes
        self.archive = archive
        guard zip_get_num_entries(archive, 0) <= Limits.workbookPartsMax else {
            throw Problem.tooLarge(fileName, "*", above: Limits.workbookPartsMax, .parts)
        }
    }

    deinit {
        zip_discard(archive)
        bytes.deallocate()
    }

    /// Opens a part for reading; nil if there is none of that name.
    ///
    /// - Throws: `workbook_damaged` if it cannot be unpacked, or is encrypted.
    func part(_ name: String) throws(Problem) -> ZipPart? {
        let index = zip_name_locate(archive, name, 0)
        guard index >= 0 else { return nil }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else {
            throw Self.damaged(fileName, name, String(cString: zip_strerror(archive)))
        }
        return ZipPart(name, file: file, archive: self)
    }

    /// That a part cannot be unpacked.
    fileprivate static func damaged(
        _ fileName: String,
        _ part: String,
        _ reason: String
    ) -> Problem {
        let details = ["file": fileName, "reason": "内容解不开 (\(part): \(reason))"]
        return Problem(.workbookDamaged, details)
    }

    /// Counts what a part has been unpacked to so far.
    ///
    /// - Throws: `workbook_too_large` beyond what one part, or all together, may unpack to.
    fileprivate func count(_ size: UInt64, of name: String) throws(Problem) {
        unpacked[name] = max(unpacked[name] ?? 0, size)
        if size > Limits.workbookPartBytesMax {
            throw tooLarge(name, Limits.workbookPartBytesMax)
        }
        if unpacked.values.reduce(0, +) > Limits.workbookUnpackedBytesMax {
            throw tooLarge("*", Limits.workbookUnpackedBytesMax)
        }
    }

    private func tooLarge(_ part: String, _ limit: UInt64) -> Problem {
        Problem.tooLarge(fileName, part, above: limit)
    }
}

/// One part of a zip, while it is read.
final class ZipPart {
    /// Its name in the zip.
    let name: String
    /// Why reading ended early.
    private(set) var problem: Problem?
    private let file: OpaquePointer
    private let archive: ZipArchive
    private var size: UInt64 = 0

    fileprivate init(_ name: String, file: OpaquePointer, archive: ZipArchive) {
        self.name = name
        self.file = file
        self.archive = archive
    }

    deinit { zip_fclose(file) }

    /// For messages.
    var fileName: String { archive.fileName }

    /// Unpacks some more.
    ///
    /// - Returns: How many bytes there were, 0 at the end, below 0 after a ``problem``.
    func read(into buffer: UnsafeMutableRawPointer, count: Int) -> Int {
        guard problem == nil else { return -1 }
        let found = zip_fread(file, buffer, UInt64(count))
        guard found >= 0 else {
            let reason = zip_file_strerror(file).map { String(cString: $0) } ?? "?"
            problem = ZipArchive.damaged(fileName, name, reason)
            return -1
        }
        size += UInt64(found)
        do {
            try archive.count(size, of: name)
        } catch {
            problem = error
            return -1
        }
        return Int(found)
    }
}
