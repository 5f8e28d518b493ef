import Foundation
import TestSupport
import Testing

/// The built program `field`, run as a process of its own.
struct FieldProgram {
    /// What a run left.
    struct Outcome {
        let code: Int32
        /// Standard output as it came.
        let bytes: Data
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
        let outcome = try BuiltProgram("field").start(
            arguments,
            environment: ["FIELD_HOME": home.path, "LANG": language, "USER": "teacher"],
            input: input,
            launcher: launcher
        ).outcome()
        return Outcome(
            code: outcome.code,
            bytes: outcome.output,
            output: String(decoding: outcome.output, as: UTF8.self),
            errors: outcome.errors
        )
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

    /// Answers the questions of a visit in a terminal of its own, with a bar for each Enter but the
    /// last.
    ///
    /// - Returns: What stood on the screen.
    func visit(typing keys: String) throws -> String { try type(keys, into: "visit new") }

    /// Runs a command in a terminal of its own and types, with a bar for each Enter but the last.
    ///
    /// - Returns: What stood on the screen.
    func type(_ keys: String, into command: String) throws -> String {
        let script = "exec script -qec \"$1 \(command) --lang zh\" /dev/null"
        return try run(
            [],
            input: Data((keys.replacing("|", with: "\n") + "\n").utf8),
            launcher: ["sh", "-c", script, "sh"]
        ).output
    }

    /// The fields of a record.
    func fields(_ type: String, _ id: String) throws -> [String: Any] {
        try #require(try run("get", type, id, "--json").object()["fields"] as? [String: Any])
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
