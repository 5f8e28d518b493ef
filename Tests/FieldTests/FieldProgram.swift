import Foundation
import TestSupport
import Testing

/// The built program `field`, run as a process of its own.
struct FieldProgram {
    /// What a run left.
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String

        /// Standard output as the one JSON value that it must be.
        func json() throws -> Any {
            try JSONSerialization.jsonObject(
                with: Data(output.utf8),
                options: [.fragmentsAllowed]
            )
        }

        /// Standard output as a JSON object.
        func object() throws -> [String: Any] {
            try #require(try json() as? [String: Any], "\(output) \(errors)")
        }

        /// Standard output as a JSON array of objects.
        func list() throws -> [[String: Any]] {
            try #require(try json() as? [[String: Any]], "\(output) \(errors)")
        }
    }

    /// The home that it works in.
    let home: URL
    /// Where the home and what else a test makes lie; gone with the last that uses it.
    let folder: TemporaryFolder

    /// A program whose home is not made yet.
    init(home: String = "home", in folder: TemporaryFolder) {
        self.folder = folder
        self.home = folder.url.appending(path: home)
    }

    /// A program with a new home and a replica in it.
    static func withReplica() throws -> FieldProgram {
        let program = FieldProgram(in: try TemporaryFolder())
        let outcome = try program.run("init", "--local")
        #expect(outcome.code == 0, "\(outcome.errors)")
        return program
    }

    /// Runs a command.
    ///
    /// - Parameters:
    ///   - arguments: What follows the program's name.
    ///   - input: What it finds on standard input, which is never a terminal.
    ///   - language: The value of `LANG`.
    ///   - launcher: A program with arguments that runs it, put before its own; empty for none.
    /// - Returns: What the run left, however it ended.
    /// - Throws: If it cannot be started at all.
    @discardableResult
    func run(
        _ arguments: String...,
        input: Data = Data(),
        language: String = "C.UTF-8",
        launcher: [String] = []
    ) throws -> Outcome {
        try run(arguments, input: input, language: language, launcher: launcher)
    }

    @discardableResult
    func run(
        _ arguments: [String],
        input: Data = Data(),
        language: String = "C.UTF-8",
        launcher: [String] = []
    ) throws -> Outcome {
        let process = Process()
        let command = launcher + [try Self.binary().path] + arguments
        process.executableURL = URL(filePath: launcher.isEmpty ? command[0] : "/usr/bin/env")
        process.arguments = launcher.isEmpty ? Array(command.dropFirst()) : command
        process.environment = [
            "FIELD_HOME": home.path, "LANG": language, "USER": "teacher", "TZ": "Asia/Shanghai",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        // Files, not pipes: nothing can fill up and wait.
        let folder = try TemporaryFolder()
        let files = try ["in", "out", "err"].map { name in
            let file = folder.url.appending(path: name)
            try (name == "in" ? input : Data()).write(to: file)
            return try name == "in"
                ? FileHandle(forReadingFrom: file) : FileHandle(forWritingTo: file)
        }
        process.standardInput = files[0]
        process.standardOutput = files[1]
        process.standardError = files[2]
        try process.run()
        process.waitUntilExit()
        let texts = try ["out", "err"].map {
            String(decoding: try Data(contentsOf: folder.url.appending(path: $0)), as: UTF8.self)
        }
        return Outcome(code: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// Makes or changes a record.
    ///
    /// - Returns: Its id and its version.
    func put(_ arguments: String...) throws -> (id: String, version: String) {
        let outcome = try run(["put", "--json"] + arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let object = try outcome.object()
        return (
            try #require(object["id"] as? String), try #require(object["version"] as? String)
        )
    }

    /// The fields of a record.
    func fields(_ type: String, _ id: String) throws -> [String: Any] {
        try #require(try run("get", type, id, "--json").object()["fields"] as? [String: Any])
    }

    /// The program beside the tests.
    static func binary() throws -> URL {
        var folder = Bundle.main.bundleURL
        while folder.path.count > 1 {
            let found = folder.appending(path: "field")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: found.path, isDirectory: &isFolder),
                !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: found.path)
            {
                return found
            }
            folder = folder.deletingLastPathComponent()
        }
        return try #require(nil as URL?, "field is not built; run Scripts/build")
    }
}

/// Whether an error says what it must: a sentence, a next step, and the code at the end.
func expectProblem(
    _ outcome: FieldProgram.Outcome,
    _ code: String,
    exit: Int32,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(outcome.code == exit, "\(outcome.errors)", sourceLocation: location)
    let lines = outcome.errors.split(separator: "\n")
    #expect(
        lines.last?.hasSuffix("[\(code)]") == true,
        "\(outcome.errors)",
        sourceLocation: location
    )
    #expect(lines.count >= 2, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.output == "", sourceLocation: location)
}
