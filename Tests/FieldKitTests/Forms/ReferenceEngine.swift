import FieldKit
import Foundation

/// JavaRosa in a process of its own, and pyxform before it: what a form must do.
final class ReferenceEngine {
    private let java: LineProcess
    private let python: LineProcess
    private let folder: URL
    private var count = 0

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Compiles the small program beside JavaRosa, and starts both.
    init() throws {
        let environment = Self.root.appending(path: ".build-python")
        let jar = try Self.jar(in: environment)
        folder = FileManager.default.temporaryDirectory
            .appending(path: "fieldkit-forms-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sources = Self.root.appending(path: "Tests/JavaRosa")
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/javac")
        compiler.arguments = [
            "-d", folder.path, "-cp", jar, sources.appending(path: "ReferenceEngine.java").path,
        ]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw Failure(words: "javac failed") }
        java = try LineProcess(
            "/usr/bin/java",
            [
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=Asia/Shanghai", "-Duser.language=en", "-Duser.country=US",
                "-cp", "\(jar):\(folder.path)", "ReferenceEngine",
            ]
        )
        python = try LineProcess(
            environment.appending(path: "bin/python").path,
            ["-B", sources.appending(path: "xforms.py").path]
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Failure: Error, CustomStringConvertible {
        let words: String
        var description: String { words }
    }

    private static func jar(in environment: URL) throws -> String {
        let library = environment.appending(path: "lib")
        for python in try FileManager.default.contentsOfDirectory(atPath: library.path) {
            let place = "\(python)/site-packages/pyxform/validators/odk_validate/bin/"
            let jar = library.appending(path: place + "ODK_Validate.jar").path
            if FileManager.default.fileExists(atPath: jar) { return jar }
        }
        throw Failure(words: "pyxform is not there; run Scripts/setup")
    }

    /// Has pyxform convert the sheets; gives the XForm's file.
    func convert(_ sheets: [String: [[String]]]) throws -> String {
        count += 1
        let file = folder.appending(path: "form\(count).xml").path
        let reply = try python.ask(["sheets": sheets, "xform": file])
        if let error = reply["error"] as? String { throw Failure(words: error) }
        return file
    }

    /// Has JavaRosa begin a form, with tables beside it.
    func load(
        _ definition: FormDefinition,
        tables: [String: FormTable] = [:]
    ) throws
        -> [String: Any]
    {
        let file = try convert(definition.sheets(tables: tables.keys.sorted()))
        let rows = tables.mapValues { [$0.columns] + $0.rows }
        let command: [String: Any] = ["op": "load", "xform": file, "tables": rows]
        return try ask(command.merging(["folder": folder.path]) { $1 })
    }

    /// A command to JavaRosa; its reply, with `error` where it threw.
    func ask(_ command: [String: Any]) throws -> [String: Any] { try java.ask(command) }
}

/// A program that answers each line of JSON with one.
final class LineProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest = Data()

    init(_ program: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func ask(_ command: [String: Any]) throws -> [String: Any] {
        var line = try JSONSerialization.data(withJSONObject: command)
        line.append(0x0A)
        try input.fileHandleForWriting.write(contentsOf: line)
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                let line = rest[rest.startIndex..<end]
                rest = Data(rest[(end + 1)...])
                let reply = try JSONSerialization.jsonObject(with: line)
                return reply as? [String: Any] ?? [:]
            }
            let chunk = output.fileHandleForReading.availableData
            guard !chunk.isEmpty else {
                throw ReferenceEngine.Failure(words: "the program ended: \(command)")
            }
            rest += chunk
        }
    }
}
