import Foundation

/// The working copy that these tests look at.
enum Repository {
    /// The folder with Package.swift.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// One Swift file: its path from the root, its lines, and these with only code left.
    struct SourceFile {
        let path: String
        let lines: [Substring]
        let code: [Substring]

        var name: String { String(path.split(separator: "/").last ?? "") }
        var isGenerated: Bool { path.hasSuffix(".pb.swift") }
    }

    /// Every Swift file below a folder of the repository, in order of its path.
    ///
    /// A folder that is not there holds none.
    static func swiftFiles(under folder: String) throws -> [SourceFile] {
        try everySwiftFile.get().filter { $0.path.hasPrefix("\(folder)/") }
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

    /// Read once: all tests look at the same files.
    private static let everySwiftFile = Result {
        try ["Sources", "Tests", "Benchmarks"].flatMap(paths)
            .filter { $0.hasSuffix(".swift") }
            .map { path in
                let text = try text(of: path)
                return SourceFile(
                    path: path,
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false),
                    code: CodeStripper.code(of: text)
                )
            }
    }
}
