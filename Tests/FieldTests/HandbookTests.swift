import FieldKit
import Foundation
import TestSupport
import Testing

/// What `docs/handbook.md` shows and names is there: its screens, its commands, its codes.
@Suite("The handbook shows what the program shows")
struct HandbookTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let screens = root.appending(path: "Tests/Fixtures/screens")

    private static func handbook() throws -> String {
        try String(contentsOf: root.appending(path: "docs/handbook.md"), encoding: .utf8)
    }

    /// The names behind the markers, each with the block below it.
    private static func shown() throws -> [(name: String, block: String)] {
        try handbook().matches(of: /<!-- screen: (\S+) -->\n```\n((?s:.*?))```\n/).map {
            (String($0.1), String($0.2))
        }
    }

    @Test("Each screen is the one that the story has stored, and each stored one is shown")
    func screensAreTheStoredOnes() throws {
        let shown = try Self.shown()
        let markers = try Self.handbook().matches(of: /<!-- screen:/).count
        #expect(shown.count == markers, "each marker has a block below it")
        for (name, block) in shown {
            let stored = Self.screens.appending(path: "handbook-\(name).txt")
            let text = try? String(contentsOf: stored, encoding: .utf8)
            #expect(text == block, "\(name) is not as stored; run Scripts/update-screens")
        }
        let stored = try FileManager.default.contentsOfDirectory(atPath: Self.screens.path)
            .compactMap { $0.wholeMatch(of: /handbook-(.+)\.txt/).map { String($0.1) } }
        #expect(!stored.isEmpty)
        #expect(Set(stored) == Set(shown.map(\.name)))
    }

    @Test("Each command that is named exists, with the options that are named")
    func commandsExist() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        var known: [[String]: Set<String>] = [:]
        func words(behind command: [String], _ begun: String) throws -> Set<String> {
            if let found = known[command + [begun]] { return found }
            let outcome = try field.run(["complete"] + command + [begun])
            let found = outcome.output.split(separator: "\n").map {
                String($0.prefix { $0 != "\t" })
            }
            known[command + [begun]] = Set(found)
            return Set(found)
        }
        let commands = try Self.handbook().matches(of: /(?:`|\$ )field ([^`\n]+)/).map {
            $0.1.split(separator: " ").map(String.init)
        }
        #expect(commands.count > 30)
        for command in commands {
            var path: [String] = []
            for word in command {
                if word.hasPrefix("-") {
                    let options = try words(behind: path, "-")
                    #expect(options.contains(word), "field \(command.joined(separator: " "))")
                    continue
                }
                let choices = try words(behind: path, "")
                guard !choices.isEmpty else { continue }
                // Some words have a Chinese name that only the command's help tells.
                let isKnown =
                    try choices.contains(word)
                    || field.run(path + ["--help"]).output.contains(word)
                #expect(isKnown, "field \(command.joined(separator: " "))")
                path.append(word)
            }
        }
    }

    @Test("Each code in brackets is a problem's, and the sentence before it is that problem's")
    func codesExist() throws {
        let rows = try Self.handbook().matches(of: /\n\| ([^|]+) \| `([a-z_]+)` \|/)
        #expect(rows.count > 5)
        for row in rows {
            let code = ProblemCode(rawValue: String(row.2))
            let sentence = code.map { Problem($0).sentence(.chinese) }
            #expect(sentence?.contains(row.1) == true, "\(row.2): \(sentence ?? "no such code")")
        }
        for match in try Self.handbook().matches(of: /\[([a-z]+_[a-z_]+)\]/) {
            #expect(ProblemCode(rawValue: String(match.1)) != nil, "\(match.1)")
        }
    }
}
