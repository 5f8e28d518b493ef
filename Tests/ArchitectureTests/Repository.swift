import Foundation

/// The working copy that these tests look at.
enum Repository {
    /// The folder with Package.swift.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// One text file: its path from the root, and its lines.
    struct SourceFile {
        let path: String
        let lines: [Substring]

        /// The lines without comments and plain texts, so that only code is left.
        var code: [Substring] { lines.map(Repository.codeOnly) }

        var name: String { String(path.split(separator: "/").last ?? "") }
        var isGenerated: Bool { path.hasSuffix(".pb.swift") }
    }

    /// Every Swift file below a folder of the repository, in order of its path.
    ///
    /// A folder that is not there holds none.
    static func swiftFiles(under folder: String) throws -> [SourceFile] {
        try paths(under: folder).filter { $0.hasSuffix(".swift") }.map {
            SourceFile(
                path: $0,
                lines: try text(of: $0).split(separator: "\n", omittingEmptySubsequences: false)
            )
        }
    }

    /// The paths of everything below a folder, from the root, without build folders.
    static func paths(under folder: String) throws -> [String] {
        guard exists(folder) else { return [] }
        return try FileManager.default
            .subpathsOfDirectory(atPath: root.appending(path: folder).path).sorted()
            .map { "\(folder)/\($0)" }
            .filter { !$0.contains("/.build") }
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// A line without its comment and without plain texts; interpolated ones stay, they hold code.
    private static func codeOnly(_ line: Substring) -> Substring {
        let trimmed = line.drop { $0 == " " }
        guard !trimmed.hasPrefix("//") else { return "" }
        let bare = line.replacing(/"[^"\\]*"/, with: "\"\"")
        guard let comment = bare.firstRange(of: " // ") else { return bare }
        return bare[..<comment.lowerBound]
    }
}
