import Foundation

/// The text encodings in which spreadsheets in China save.
enum TextEncoding {
    /// The text of a file: UTF-8 if it is that, with or without its mark, else GB18030.
    ///
    /// - Throws: `encoding_invalid` for anything else, a workbook or UTF-16 among it.
    static func text(of bytes: Data, fileName: String) throws(Problem) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let marked = bytes.starts(with: mark)
        let content = marked ? bytes.dropFirst(mark.count) : bytes
        // A null byte is in every workbook and in all UTF-16, and in no list.
        guard !content.contains(0) else { throw invalid(fileName) }
        if let text = String(validating: content, as: UTF8.self) { return text }
        guard !marked, let text = String(data: content, encoding: Codeset.foundationGB18030) else {
            throw invalid(fileName)
        }
        return text
    }

    private static func invalid(_ fileName: String) -> Problem {
        Problem(.encodingInvalid, ["file": fileName])
    }
}
