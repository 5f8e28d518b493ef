import Foundation

@testable import FieldKit

/// A county served by the real program over HTTPS, and laptops of it.
final class ServedCounty {
    let workplace: Workplace
    private(set) var url = ""
    private var server: Process?

    /// Makes a county and, before it serves, fills it.
    ///
    /// - Parameter fill: Writes into the county's replica, as an import does.
    /// - Throws: A ``ProgramRun/Failure`` if a program fails, and what `fill` throws.
    init(fill: (Replica) throws -> Void = { _ in }) throws {
        workplace = try Workplace()
        _ = try county("init", ["--name", "基准县", "--division", "610326"])
        let folder = try ReplicaFolder.open(at: workplace.url.appending(path: "county"))
        try fill(folder.replica)
        try folder.close()
    }

    deinit { stop() }

    /// Runs a command of the server's program.
    func county(_ command: String, _ words: [String] = []) throws -> ProgramRun {
        try ProgramRun.must(
            [Workplace.program("SyncServer"), command, "--data", workplace.path("county")] + words
                + ["--json"]
        )
    }

    /// Starts to serve.
    ///
    /// - Parameter core: The one processor core that it may use; nil for any.
    /// - Throws: An error of Foundation if it cannot be started.
    func serve(core: Int? = nil) throws {
        let process = Process()
        let words = [
            Workplace.program("SyncServer"), "serve", "--data", workplace.path("county"),
            "--listen", "127.0.0.1:0",
        ]
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = (core.map { ["taskset", "-c", "\($0)"] } ?? []) + words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        server = process
        var text = ""
        while !text.contains("\n") {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            text += String(decoding: part, as: UTF8.self)
        }
        url = text.split(whereSeparator: \.isWhitespace).last.map { String($0) } ?? ""
    }

    func stop() {
        guard let server, server.isRunning else { return }
        server.terminate()
        server.waitUntilExit()
    }

    /// The seconds of processor time that the server has used, and the most memory it ever held.
    func usage() throws -> (seconds: Double, megabytes: Double) {
        let identifier = server?.processIdentifier ?? 0
        let line = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        let words = line[(line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
        let ticks = (Double(words[12]) ?? 0) + (Double(words[13]) ?? 0)
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        let kilobytes = peak?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }
        return (ticks / Double(sysconf(Int32(_SC_CLK_TCK))), (kilobytes ?? 0) / 1024)
    }

    /// Enrols a laptop by the program `field`, under the name of its home unless one is given.
    func enrol(_ home: String, as name: String? = nil, scopes: [String]) throws {
        let run = try county(
            "enroll",
            ["--name", name ?? home, "--role", "teacher", "--scope"] + scopes
        )
        let code: String = try run.value("code")
        _ = try workplace.field(home, ["init", "--server", url, "--code", code])
    }

    /// Does something with a laptop's replica in this process.
    func open<Result>(_ home: String, _ body: (Replica) throws -> Result) throws -> Result {
        let folder = try ReplicaFolder.open(at: workplace.url.appending(path: home))
        defer { try? folder.close() }
        return try body(folder.replica)
    }

    /// One sync by the program `field`.
    func sync(_ home: String) throws -> ProgramRun {
        try workplace.field(home, ["sync", "--json"])
    }
}
