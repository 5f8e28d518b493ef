import Foundation

/// A script of the tests, run with the Python and the packages that Scripts/setup installs.
package struct PythonScript: Sendable {
    private let path: String

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A script by its path below Tests.
    package init(_ path: String) {
        self.path = Self.root.appending(path: "Tests/\(path)").path
    }

    /// Runs it to its end.
    package func run(_ arguments: [String]) throws -> StartedProgram.Outcome {
        let python = BuiltProgram(file: Self.root.appending(path: ".build-python/bin/python"))
        return try python.start(["-B", path] + arguments, environment: [:]).outcome()
    }

    /// What it printed, as the JSON that it must be.
    package func json<Value: Decodable>(
        _ arguments: [String],
        as type: Value.Type = Value.self
    ) throws -> Value {
        let outcome = try run(arguments)
        guard outcome.code == 0 else { throw Failed(errors: outcome.errors) }
        return try outcome.json(type)
    }

    /// What it said when it ended badly.
    package struct Failed: Error, CustomStringConvertible {
        let errors: String

        package init(errors: String) { self.errors = errors }

        package var description: String { errors }
    }
}
