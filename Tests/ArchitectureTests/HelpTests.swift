import Foundation
import Testing

/// The help of both programs, word for word as it is stored in Tests/Fixtures/help.
///
/// Help is what people read first; a change to it is to be seen in the diff of a change.
@Suite struct HelpTests {
    static let folder = "Tests/Fixtures/help"

    @Test("The help of each command is the stored one", arguments: ["field", "SyncServer"])
    func helpIsTheStoredOne(program: String) throws {
        var found: Set<String> = []
        for (command, text) in try Self.helpOfEveryCommand(of: program) {
            let path = "\(Self.folder)/\(command.joined(separator: "-")).txt"
            found.insert(path)
            if ProcessInfo.processInfo.environment["FIELDKIT_UPDATE_HELP"] != nil {
                try Self.store(text, at: path)
            }
            guard Repository.exists(path) else {
                Issue.record("\(path) is not stored; run Scripts/update-help")
                continue
            }
            #expect(
                try Repository.text(of: path) == text,
                "`\(command.joined(separator: " ")) --help` has changed; run Scripts/update-help"
            )
        }
        let stored = try Repository.paths(under: Self.folder).filter {
            $0.hasPrefix("\(Self.folder)/\(program).") || $0.hasPrefix("\(Self.folder)/\(program)-")
        }
        for path in stored where !found.contains(path) {
            Issue.record("\(path) is the help of no command; delete it")
        }
    }

    /// The help of a program, of its commands and of theirs, each with the words that call it.
    private static func helpOfEveryCommand(
        of program: String
    ) throws -> [(command: [String], text: String)] {
        var waiting = [[program]]
        var result: [(command: [String], text: String)] = []
        while !waiting.isEmpty {
            let command = waiting.removeFirst()
            let text = try help(of: command)
            // A program that answers every word with the same help would never come to an end.
            try #require(command.count <= 4, "the commands lie too deep, or all have one help")
            result.append((command, text))
            waiting += subcommands(in: text).map { command + [$0] }
        }
        return result
    }

    /// The names under the headings of subcommands, of which there may be several (`WORK SUBCOMMANDS:`):
    /// indented by two, the first word of a line.
    private static func subcommands(in help: String) -> [String] {
        let sections = help.split(separator: "\n\n")
        return sections.filter { $0.prefix { $0 != "\n" }.hasSuffix("SUBCOMMANDS:") }
            .flatMap { $0.split(separator: "\n").dropFirst() }
            .compactMap { $0.firstMatch(of: /^  ([a-z][a-z-]*)/).map { String($0.1) } }
    }

    private static func help(of command: [String]) throws -> String {
        let binary = Bundle.main.bundleURL.appending(path: command[0])
        try #require(
            FileManager.default.isExecutableFile(atPath: binary.path),
            "\(command[0]) is not built; run Scripts/build"
        )
        let process = Process()
        let output = Pipe()
        process.executableURL = binary
        process.arguments = command.dropFirst() + ["--help"]
        process.environment = ["COLUMNS": "80", "LANG": "C.UTF-8"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command.joined(separator: " ")) --help failed")
        return String(decoding: data, as: UTF8.self)
    }

    private static func store(_ text: String, at path: String) throws {
        let file = Repository.root.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }
}
