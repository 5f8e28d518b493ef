import FieldKit
import Foundation
import Testing

/// What the documents say of the code is true of the code.
@Suite struct DocumentTests {
    static let required = [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "protocol.md",
    ]

    @Test("The documents that everybody looks for are there", arguments: required)
    func documentIsThere(path: String) {
        #expect(Repository.exists(path), "\(path) is missing")
    }

    @Test("Every path that a document names exists")
    func namedPathsExist() throws {
        for document in try Self.documents() {
            for (index, line) in try Self.lines(of: document).enumerated() {
                for path in Self.namedPaths(in: line) {
                    #expect(
                        Repository.exists(path),
                        "\(document):\(index + 1) names \(path), which does not exist"
                    )
                }
            }
        }
    }

    @Test("Every link from one document to another leads somewhere")
    func linksLeadSomewhere() throws {
        for document in try Self.documents() {
            let folder = document.split(separator: "/").dropLast().joined(separator: "/")
            for (index, line) in try Self.lines(of: document).enumerated() {
                for match in line.matches(of: /\]\(([^)#\s]+)/) where !match.1.contains(":") {
                    let target = folder.isEmpty ? String(match.1) : "\(folder)/\(match.1)"
                    #expect(
                        Repository.exists(target),
                        "\(document):\(index + 1) links to \(match.1), which does not exist"
                    )
                }
            }
        }
    }

    @Test("protocol.md lists every limit with its value, and no other")
    func limitsAreListed() throws {
        try #require(Repository.exists("protocol.md"), "protocol.md is missing")
        var known: [String: String] = [:]
        for file in try Repository.swiftFiles(under: "Sources/FieldKit/Model")
        where file.name.hasPrefix("Limits") {
            for line in file.code {
                let pattern = /static let (\w+)(?:: \w+)? = ([\d_.]+)$/
                guard let match = line.firstMatch(of: pattern) else { continue }
                known[String(match.1)] = Self.plainNumber(match.2)
            }
        }
        try #require(!known.isEmpty, "no limits were found in Sources/FieldKit/Model")
        var listed: [String: String] = [:]
        for row in try Self.table(under: "limit", in: "protocol.md") where row.count >= 2 {
            guard row[0].wholeMatch(of: /[a-z]\w*/) != nil, row[1].first?.isNumber == true
            else { continue }
            listed[row[0]] = Self.plainNumber(row[1][...])
        }
        for (name, value) in known.sorted(by: { $0.key < $1.key }) {
            #expect(listed[name] == value, "protocol.md lacks the row: | `\(name)` | \(value) |")
        }
        for name in listed.keys.sorted() where known[name] == nil {
            Issue.record("protocol.md lists the limit \(name), which is not in Limits.swift")
        }
    }

    @Test("protocol.md lists every problem with its status and retry rule, and no other")
    func problemsAreListed() throws {
        try #require(Repository.exists("protocol.md"), "protocol.md is missing")
        var listed: [String: String] = [:]
        for row in try Self.table(under: "problem", in: "protocol.md") where row.count >= 4 {
            guard row[0].wholeMatch(of: /[a-z][a-z0-9_]*/) != nil, Int(row[1]) != nil
            else { continue }
            #expect(listed[row[0]] == nil, "protocol.md lists \(row[0]) twice")
            #expect(!row[3].isEmpty, "protocol.md does not say what \(row[0]) means")
            listed[row[0]] = "\(row[1]) | \(row[2])"
        }
        for code in ProblemCode.allCases {
            let rule = "\(code.entry.status) | \(code.entry.retry.rawValue)"
            let meaning = Problem(code).sentence(.english)
            #expect(
                listed[code.rawValue] == rule,
                "protocol.md lacks the row: | `\(code.rawValue)` | \(rule) | \(meaning) |"
            )
        }
        for code in listed.keys.sorted() where ProblemCode(rawValue: code) == nil {
            Issue.record("protocol.md lists the problem \(code), which does not exist")
        }
    }

    private static func documents() throws -> [String] {
        try required.filter { $0 != "CHANGELOG.md" && Repository.exists($0) }
            + Repository.paths(under: "docs").filter { $0.hasSuffix(".md") }
    }

    private static func lines(of path: String) throws -> [Substring] {
        try Repository.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The paths of this repository between the back-ticks of a line, alone or in a command.
    ///
    /// A part in capitals (`VERSION`, `X.swift` is none) stands for something, so what is before
    /// it is looked for; a path with other signs is a pattern and is left out.
    private static func namedPaths(in line: Substring) -> [String] {
        line.matches(of: /`([^`]+)`/).flatMap { match in
            match.1.split(separator: " ").compactMap { word -> String? in
                let path = word.trimmingCharacters(in: CharacterSet(charactersIn: ".,:;()/"))
                let isPath = path.wholeMatch(
                    of: /(?:Sources|Scripts|Tests|Benchmarks|docs)\/[\w.+\/-]+/
                )
                let isFile = path.wholeMatch(of: /[A-Z]+\.md|protocol\.md|Package\.swift/)
                guard isPath != nil || isFile != nil else { return nil }
                let parts = path.split(separator: "/")
                return parts.prefix { $0.wholeMatch(of: /[A-Z]{2,}/) == nil }
                    .joined(separator: "/")
            }
        }
    }

    /// The rows of the tables under the headings that contain a word, without back-ticks.
    private static func table(under word: String, in path: String) throws -> [[String]] {
        var rows: [[String]] = []
        var isInside = false
        for line in try lines(of: path) {
            if line.hasPrefix("#") {
                isInside = line.lowercased().contains(word)
            } else if isInside, line.hasPrefix("|") {
                rows.append(
                    line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
                        .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
                )
            }
        }
        return rows
    }

    /// A number without the signs that group its digits, and without an empty fraction.
    private static func plainNumber(_ text: Substring) -> String {
        let digits = text.filter { $0.isNumber || $0 == "." }
        return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : String(digits)
    }
}
