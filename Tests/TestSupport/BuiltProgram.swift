package import Foundation

/// A program, mostly one of our own found beside the tests, that runs as a process of its own.
package struct BuiltProgram: Sendable {
    /// The program's file.
    package let file: URL

    /// Tests that are run without a build say so in one sentence.
    package struct NotBuilt: Error, CustomStringConvertible {
        let name: String
        package var description: String { "\(name) is not built; run Scripts/build" }
    }

    /// A program of somebody else's.
    package init(file: URL) { self.file = file }

    /// Finds a program by its name.
    package init(_ name: String) throws {
        var folder = Bundle.main.bundleURL
        while folder.path.count > 1 {
            let found = folder.appending(path: name)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: found.path, isDirectory: &isFolder),
                !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: found.path)
            {
                file = found
                return
            }
            folder = folder.deletingLastPathComponent()
        }
        throw NotBuilt(name: name)
    }

    /// A process that is not started yet: in the county's time, and with what is given beside the
    /// path in its environment.
    ///
    /// A `launcher` is a program with arguments that runs it, before its own.
    package func process(
        _ arguments: [String],
        environment: [String: String],
        launcher: [String] = []
    ) -> Process {
        let process = Process()
        process.executableURL = launcher.isEmpty ? file : URL(filePath: "/usr/bin/env")
        process.arguments = launcher.isEmpty ? arguments : launcher + [file.path] + arguments
        let system = [
            "TZ": "Asia/Shanghai",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        process.environment = system.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Starts it, and does not wait; it finds `input` on standard input.
    package func start(
        _ arguments: [String],
        environment: [String: String],
        input: Data = Data(),
        launcher: [String] = []
    ) throws -> StartedProgram {
        try StartedProgram(
            process(arguments, environment: environment, launcher: launcher),
            input: input
        )
    }
}

/// A program that was started, and what it leaves at its end.
package final class StartedProgram: @unchecked Sendable {
    /// What a run left.
    package struct Outcome: Sendable {
        /// The exit code; of one that was killed, the signal's number.
        package let code: Int32
        package let output: Data
        package let errors: String

        /// Standard output as the JSON that it must be.
        package func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode(type, from: output)
        }
    }

    private let process: Process
    private let folder: TemporaryFolder

    fileprivate init(_ process: Process, input: Data) throws {
        self.process = process
        // Files, not pipes: nothing can fill up and wait.
        folder = try TemporaryFolder()
        try input.write(to: folder.url.appending(path: "in"))
        for name in ["out", "err"] { try Data().write(to: folder.url.appending(path: name)) }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder.path("in")))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path("out")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.path("err")))
        try process.run()
    }

    /// Ends it at once, as a power cut would; one that has ended already is left in peace.
    package func kill() { process.killAtOnce() }

    /// Waits for its end.
    package func outcome() throws -> Outcome {
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus,
            output: try Data(contentsOf: folder.url.appending(path: "out")),
            errors: String(
                decoding: try Data(contentsOf: folder.url.appending(path: "err")),
                as: UTF8.self
            )
        )
    }
}

extension Process {
    /// SIGKILL, if it runs; it has no time to put anything in order.
    package func killAtOnce() {
        guard isRunning else { return }
        kill(processIdentifier, SIGKILL)
    }
}
