import FieldKit
import Foundation
import TestSupport
import Testing

/// The built program `SyncServer` over one data folder, run as processes of its own.
final class ServerProgram: Sendable {
    typealias Outcome = StartedProgram.Outcome

    let home: TemporaryFolder
    /// The data folder.
    let data: String

    init(_ name: String = "county", in home: TemporaryFolder) {
        self.home = home
        data = home.path(name)
    }

    /// A new county.
    static func county(_ name: String = "county", in home: TemporaryFolder) throws -> ServerProgram
    {
        let county = ServerProgram(name, in: home)
        try county.must("init", "--name", "试验县", "--division", "610326")
        return county
    }

    /// Runs a command.
    func run(_ arguments: [String], language: String = "C.UTF-8") throws -> Outcome {
        try start(arguments, language: language).outcome()
    }

    /// Starts a command, and does not wait for its end.
    func start(_ arguments: [String], language: String = "C.UTF-8") throws -> StartedProgram {
        try BuiltProgram("SyncServer").start(
            arguments + ["--data", data],
            environment: ["LANG": language]
        )
    }

    /// Runs a command that has to succeed, with JSON.
    @discardableResult
    func must(
        _ arguments: String...,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        let outcome = try run(arguments + ["--json"])
        try #require(outcome.code == 0, "\(arguments) \(outcome.errors)", sourceLocation: location)
        return outcome
    }

    /// Runs a command that has to fail: with this code and exit code, a sentence and a next step.
    func mustFail(
        _ arguments: String...,
        code: String,
        exit: Int32,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try run(arguments + ["--json"])
        let lines = outcome.errors.split(separator: "\n")
        #expect(outcome.code == exit, "\(outcome.errors)", sourceLocation: location)
        #expect(lines.last == "[\(code)]", "\(outcome.errors)", sourceLocation: location)
        #expect(lines.count >= 3, "\(outcome.errors)", sourceLocation: location)
    }

    /// A one-time code.
    func code(_ name: String, role: String = "teacher", _ scopes: String...) throws -> String {
        try code(name, role: role, scopes: scopes)
    }

    /// A one-time code.
    func code(_ name: String, role: String = "teacher", scopes: [String]) throws -> String {
        struct Reply: Decodable {
            let code: String
            let expires: Date
        }
        let arguments = ["enroll", "--name", name, "--role", role, "--json", "--scope"] + scopes
        let outcome = try run(arguments)
        try #require(outcome.code == 0, "\(outcome.errors)")
        return try outcome.json(Reply.self).code
    }

    struct Digest: Decodable, Hashable {
        let digest: String
        let records: Int
        let byBucket: [String: String]
    }

    func digest() throws -> Digest { try must("digest").json() }
}

/// A server that serves in a process of its own until it is stopped.
final class ServingProgram: @unchecked Sendable {
    /// Where it listens.
    let url: String
    private let process: Process
    private let log: URL

    /// Starts `serve` and waits until it says where it listens.
    init(_ program: ServerProgram, listen: String = "127.0.0.1:0", _ arguments: String...) throws {
        log = program.home.url.appending(path: "\(UUID().uuidString).log")
        try Data().write(to: log)
        process = try BuiltProgram("SyncServer").process(
            ["serve", "--data", program.data, "--listen", listen] + arguments,
            environment: ["LANG": "C.UTF-8"]
        )
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            text += String(decoding: part, as: UTF8.self)
        }
        let errors = try String(contentsOf: log, encoding: .utf8)
        url = String(
            try #require(text.split(separator: " ").last, "it did not listen: \(errors)")
        ).trimmingCharacters(in: .newlines)
    }

    /// `HOST:PORT`, to listen there again.
    var address: String { String(url.dropFirst("https://".count)) }

    /// What it has written into its log.
    func logged() throws -> String { try String(contentsOf: log, encoding: .utf8) }

    /// What it answers to a GET with a text of a type, over TLS under its county's CA.
    func get(_ path: String, _ type: String, of county: ServerProgram) throws -> String {
        String(decoding: try reply(path, type, of: county).body, as: UTF8.self)
    }

    /// The status of what it answers to a GET.
    func status(_ path: String, of county: ServerProgram) throws -> Int {
        try reply(path, "application/json", of: county).status
    }

    private func reply(
        _ path: String,
        _ type: String,
        of county: ServerProgram
    ) throws -> TransportReply {
        let pem = try Data(contentsOf: URL(filePath: county.data + "/authority.pem"))
        let transport = try CurlTransport(ServerAddress(url), trust: .pinned(pem))
        return try transport.send(
            TransportRequest(.get, path, headers: ["accept": type], retrySafe: true)
        )
    }

    /// Asks it to stop as a system does, and waits for the end.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it as a power cut does, and waits until it is gone.
    func kill() {
        process.killAtOnce()
        process.waitUntilExit()
    }

    deinit {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}

/// Runs a test that waits for processes and the network on a thread of its own, so that it takes
/// none from the servers that run inside other tests.
func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
