import FieldKit
import Foundation
import TestSupport
import Testing

/// A teacher's laptop on which the built program `field` runs, each command a process of its own.
struct LaptopProgram: Sendable {
    let name: String
    private let home: String

    /// Makes the laptop's home and enrols it.
    init(_ name: String, at url: String, code: String, in folder: TemporaryFolder) throws {
        self.name = name
        home = folder.path(name)
        try must("init", "--server", url, "--code", code)
    }

    /// Makes the laptop's home without a server.
    init(local name: String, in folder: TemporaryFolder) throws {
        self.name = name
        home = folder.path(name)
        try must("init", "--local")
    }

    /// Starts a command with JSON, and does not wait for its end.
    func start(_ arguments: [String]) throws -> StartedProgram {
        try BuiltProgram("field").start(
            arguments + ["--json"],
            environment: ["FIELD_HOME": home, "LANG": "C.UTF-8", "USER": "teacher"]
        )
    }

    /// Runs a command as it is, without JSON.
    func outcome(_ arguments: String...) throws -> StartedProgram.Outcome {
        try BuiltProgram("field").start(
            arguments,
            environment: ["FIELD_HOME": home, "LANG": "C.UTF-8", "USER": "teacher"]
        ).outcome()
    }

    /// Runs a command in a terminal of its own with five rows.
    ///
    /// - Returns: What stood on the screen.
    func sits(_ command: String, typing keys: String) throws -> String {
        let script = "exec script -qec \"stty rows 5 cols 80; $1 \(command)\" /dev/null"
        let outcome = try BuiltProgram("field").start(
            [],
            environment: ["FIELD_HOME": home, "LANG": "C.UTF-8", "USER": "teacher"],
            input: Data(keys.utf8),
            launcher: ["sh", "-c", script, "sh"]
        ).outcome()
        return String(decoding: outcome.output, as: UTF8.self)
    }

    /// Runs a command that has to succeed.
    @discardableResult
    func must(
        _ arguments: String...,
        at location: SourceLocation = #_sourceLocation
    ) throws -> StartedProgram.Outcome {
        try must(arguments, at: location)
    }

    /// The same with the arguments in a list.
    func must(
        _ arguments: [String],
        at location: SourceLocation = #_sourceLocation
    ) throws -> StartedProgram.Outcome {
        let outcome = try start(arguments).outcome()
        try #require(
            outcome.code == 0,
            "\(name): \(arguments) \(outcome.errors)",
            sourceLocation: location
        )
        return outcome
    }

    /// Writes the records of a type as a workbook for people.
    func export(_ type: String, to path: String) throws {
        let outcome = try BuiltProgram("field").start(
            ["export", type, "--format", "xlsx", "--lang", "zh", "-o", path],
            environment: ["FIELD_HOME": home, "LANG": "C.UTF-8", "USER": "teacher"]
        ).outcome()
        try #require(outcome.code == 0, "\(name): \(outcome.errors)")
    }

    /// How the replica stands, as `field status` tells.
    struct Status: Decodable {
        let unsent: Int
        let unsealed: Int
        let held: Int
        let replica: String
    }

    func status() throws -> Status { try must("status").json() }

    func digest() throws -> ServerProgram.Digest { try must("digest").json() }

    /// All values that a field of a record has had here, as `field why` tells; or those alone that
    /// nothing has covered.
    func values(
        _ field: String,
        of type: String,
        _ id: String,
        live: Bool = false
    ) throws -> [String] {
        struct Why: Decodable {
            struct Entry: Decodable {
                let value: String?
                let state: String
            }
            let fields: [String: [Entry]]
        }
        let why: Why = try must("why", type, id).json()
        let entries = (why.fields[field] ?? []).filter { !live || $0.state != "superseded" }
        return entries.compactMap(\.value)
    }
}
