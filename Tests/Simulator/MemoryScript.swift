import FieldKit
package import Foundation
import TestSupport

/// The day of ``DiskScript`` in a process of its own, whose SQLite is refused memory.
///
/// GRDB stops the program where SQLite has no memory to take an argument, so the process may die in the
/// midst of it, as by kill -9: the files lie in a folder, and what it told is read from its output.
package enum MemoryScript {
    /// What ran, and how it ended.
    package struct Outcome: Sendable {
        /// How many allocations it asked for.
        package var allocations: Int64
        /// What must not be; nil if all is well.
        package var wrong: String?
    }

    /// Lives through the day in files of a folder, with an allocation refused, and perhaps all after it; 0
    /// for none.
    ///
    /// Prints each line that is saved, and at the end the number of allocations.
    package static func live(in folder: String, failAt call: Int64, isLasting: Bool) throws {
        FaultMemory.install()
        let script = try FaultMemory.spared {
            try DiskScript(path: laptop(folder), countyStore: SQLiteStore(path: county(folder))) {
                tell("saved \($0.bytes.base64EncodedString())")
            }
        }
        let start = FaultMemory.calls
        FaultMemory.fail(atCall: call, isLasting: isLasting)
        defer { FaultMemory.fail(atCall: 0) }
        do { try script.day() } catch is Problem {}
        tell("allocations \(FaultMemory.calls - start)")
    }

    /// Runs ``live(in:failAt:isLasting:)`` in a process of the program `simulate`, and then another day here
    /// without a fault.
    package static func run(failAt call: Int64, isLasting: Bool, program: URL) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.path + "/memory-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let output = folder + "/output"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: output) else {
            throw Problem(.internalError)
        }
        let process = Process()
        process.executableURL = program
        process.arguments =
            ["--memory-home", folder, "--memory-call", "\(call)"]
            + (isLasting ? ["--memory-lasting"] : [])
        process.standardOutput = handle
        // It may die of the fault; what that prints is of no use.
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        try process.run()
        process.waitUntilExit()
        try handle.close()
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        let saved = lines.filter { $0.hasPrefix("saved ") }.compactMap { line in
            Data(base64Encoded: String(line.dropFirst("saved ".count))).flatMap {
                WriteHash(bytes: $0)
            }
        }
        let count = lines.last.flatMap { Int64($0.dropFirst("allocations ".count)) } ?? 0
        do {
            let script = try DiskScript(
                path: laptop(folder),
                countyStore: SQLiteStore(path: county(folder)),
                day: 1,
                saved: Set(saved)
            )
            return Outcome(allocations: count, wrong: try script.whatIsWrong())
        } catch {
            return Outcome(allocations: count, wrong: "thrown: \(error)")
        }
    }

    private static func tell(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func laptop(_ folder: String) -> String { folder + "/laptop.sqlite" }

    private static func county(_ folder: String) -> String { folder + "/county.sqlite" }
}
