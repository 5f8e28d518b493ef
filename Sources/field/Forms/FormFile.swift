import FieldKit
import Foundation

/// A form in a spreadsheet that the command line names.
enum FormFile {
    /// Reads it, with everything that is wrong with it, by itself and beside the tables that it looks
    /// into.
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
        let reading = try XLSForm.read(bytes: bytes, fileName: url.lastPathComponent)
        let folder = url.deletingLastPathComponent()
        return reading.checkingColumns { headings(of: $0, in: folder) }
    }

    /// The columns of a CSV file that lies beside the form; nil if there is none that can be read.
    private static func headings(of table: String, in folder: URL) -> [String]? {
        guard !table.contains("/") else { return nil }
        let name = "\(table).csv"
        guard let bytes = try? Data(contentsOf: folder.appending(path: name)),
            let file = try? TableFile(bytes: bytes, fileName: name)
        else { return nil }
        var headings: [String]?
        try? file.rows(.lines(.comma)) { row throws(Problem) in
            headings = row.cells
            return false
        }
        return headings?.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }
}
