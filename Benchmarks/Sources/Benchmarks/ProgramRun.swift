import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A program run to its end, with what it cost the machine.
struct ProgramRun {
    let status: Int32
    let output: Data
    /// From its start to its exit.
    let seconds: Double
    /// The most memory that it ever held.
    let megabytes: Double
    /// Blocks of 512 bytes that it caused to be written to a disk.
    let blocksWritten: Int

    enum Failure: Error, CustomStringConvertible {
        case notStarted(String, Int32)
        case failed([String], Int32)

        var description: String {
            switch self {
            case .notStarted(let program, let code): "\(program) did not start: error \(code)"
            case .failed(let words, let status): "\(words.joined(separator: " ")): exit \(status)"
            }
        }
    }

    /// Runs a program with its standard output in a file, and waits for it.
    ///
    /// - Parameters:
    ///   - words: The program's path and its arguments.
    ///   - environment: Beside `PATH`.
    /// - Throws: ``Failure/notStarted(_:_:)``.
    init(_ words: [String], environment: [String: String] = [:]) throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "fieldkit-run-\(UUID().uuidString)").path
        defer { unlink(file) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var all = environment
        all["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        all["LANG"] = "C.UTF-8"
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var identifier = pid_t()
        let start = ContinuousClock.now
        let code = posix_spawnp(&identifier, words[0], &actions, nil, &arguments, &variables)
        guard code == 0 else { throw Failure.notStarted(words[0], code) }
        var ended: Int32 = 0
        var usage = rusage()
        wait4(identifier, &ended, 0, &usage)
        let duration = ContinuousClock.now - start
        seconds =
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        status = (ended & 0x7F) == 0 ? (ended >> 8) & 0xFF : -(ended & 0x7F)
        output = try Data(contentsOf: URL(filePath: file))
        megabytes = Double(usage.ru_maxrss) / 1024
        blocksWritten = Int(usage.ru_oublock)
    }

    /// Runs a program that has to end well.
    static func must(_ words: [String], environment: [String: String] = [:]) throws -> ProgramRun {
        let run = try ProgramRun(words, environment: environment)
        guard run.status == 0 else { throw Failure.failed(words, run.status) }
        return run
    }

    /// A value of the JSON object that it printed.
    func value<Value>(_ key: String) throws -> Value {
        let object = try JSONSerialization.jsonObject(with: output) as? [String: Any]
        guard let value = object?[key] as? Value else { throw Failure.failed([key], status) }
        return value
    }
}
