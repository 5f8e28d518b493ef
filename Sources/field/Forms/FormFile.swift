import FieldKit
import Foundation

/// A form in a spreadsheet that the command line names.
enum FormFile {
    /// Reads it, with everything that is wrong with it.
    ///
    /// - Throws: `file_unreadable`, and the problems of the file as a whole.
    static func read(_ path: String) throws -> XLSFormReading {
        let url = URL(filePath: path)
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw Problem(
                .fileUnreadable,
                ["path": path, "reason": error.localizedDescription]
            )
        }
        return try XLSForm.read(bytes: bytes, fileName: url.lastPathComponent)
    }
}
