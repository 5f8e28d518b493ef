import Foundation
import Testing

/// A program of the system, run to its end.
struct Tool {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a program found on the path.
    static func run(_ name: String, _ arguments: [String]) async throws -> Tool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
                return
            }
            // The pipes are read on a thread, for they block and a full one would stop the tool.
            Thread.detachNewThread {
                let text = (try? output.fileHandleForReading.readToEnd()) ?? Data()
                let words = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
                process.waitUntilExit()
                continuation.resume(
                    returning: Tool(
                        status: process.terminationStatus,
                        output: text,
                        errors: String(decoding: words, as: UTF8.self)
                    )
                )
            }
        }
    }
}
