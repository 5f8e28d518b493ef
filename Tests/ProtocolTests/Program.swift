import Foundation
import Testing

/// A program that a test runs from outside, as a person would.
struct Program {
    let path: String
    let arguments: [String]

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A script of the Python peer, with the Python that Scripts/setup makes.
    static func python(_ script: String, _ arguments: [String] = []) -> Program {
        Program(
            path: root.appending(path: ".build-python/bin/python").path,
            arguments: ["-B", root.appending(path: "Tests/PythonPeer/\(script)").path] + arguments
        )
    }

    /// One of our own, beside the tests that run.
    static func own(_ name: String, _ arguments: [String]) -> Program {
        let folder = Bundle.main.bundleURL
        return Program(path: folder.appending(path: name).path, arguments: arguments)
    }

    /// How it ended, and all that it printed.
    func run() throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// The object that it printed.
    func json() throws -> [String: Any] {
        let outcome = try run()
        try #require(outcome.status == 0, "\(outcome.output)")
        let start = try #require(outcome.output.firstIndex(of: "{"), "\(outcome.output)")
        let end = try #require(outcome.output.lastIndex(of: "}"))
        let text = Data(outcome.output[start...end].utf8)
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }
}

/// A county's server as a process of its own, over real TLS on a loopback port.
final class CountyProgram {
    let folder: URL
    private let data: String
    private let serving = Process()

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "fieldkit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        data = folder.appending(path: "county").path
        _ = try command("init", "--name", "眉县", "--division", "610326")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func command(_ name: String, _ arguments: String...) throws -> [String: Any] {
        try Program.own("SyncServer", [name, "--data", data, "--json"] + arguments).json()
    }

    func code(scope: String) throws -> String {
        let reply = try command("enroll", "--name", "An", "--role", "teacher", "--scope", scope)
        return try #require(reply["code"] as? String)
    }

    func digest() throws -> [String: Any] { try command("digest") }

    /// Begins to serve.
    ///
    /// - Returns: The address, as the server prints it.
    func start() throws -> String {
        let program = Program.own(
            "SyncServer",
            ["serve", "--data", data, "--listen", "127.0.0.1:0"]
        )
        serving.executableURL = URL(filePath: program.path)
        serving.arguments = program.arguments
        let pipe = Pipe()
        serving.standardOutput = pipe
        serving.standardError = pipe
        try serving.run()
        var printed = ""
        while true {
            let part = pipe.fileHandleForReading.availableData
            try #require(!part.isEmpty, "the server ended: \(printed)")
            printed += String(decoding: part, as: UTF8.self)
            if let match = printed.firstMatch(of: /https:\/\/127\.0\.0\.1:\d+/) {
                // What it says from here on must not fill the pipe.
                pipe.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
                return String(match.0)
            }
        }
    }

    func stop() {
        guard serving.isRunning else { return }
        serving.terminate()
        serving.waitUntilExit()
    }
}
