import Foundation
import Testing

/// The house rules that a formatter cannot see.
@Suite struct TidyTests {
    static let fileLinesMax = 400
    static let functionLinesMax = 70

    /// A text that may stand only in some places.
    struct Ban {
        /// What is looked for.
        let pattern: Regex<Substring>
        /// Paths beginning with one of these, or names holding one of these, are left alone.
        var allowedIn: [String] = []
        /// What to write instead.
        let instead: String
    }

    static var banned: [Ban] {
        [
            Ban(pattern: /\bFIXME\b|\bTODO\b/, instead: "a finished thought"),
            Ban(pattern: /\btry!/, instead: "try, and let the caller hear of it"),
            Ban(pattern: /\bfatalError\b/, instead: "a thrown problem, or a precondition"),
            Ban(
                pattern: /\bprint\(/,
                allowedIn: ["Sources/field/", "Sources/SyncServer/"],
                instead: "a returned value, or the logger"
            ),
            Ban(pattern: /\bDate\(\)/, allowedIn: ["Clock"], instead: "the injected clock"),
            Ban(
                pattern: /\bsqlite3_|\bimport GRDB/,
                allowedIn: ["Sources/FieldKit/Store/"],
                instead: "a method of the store"
            ),
            Ban(
                pattern: /\bcurl_/,
                allowedIn: ["Sources/FieldKit/Sync/"],
                instead: "a method of the transport"
            ),
        ]
    }

    @Test("Every file is short enough to read at once")
    func filesAreShort() throws {
        for file in try Self.written() {
            let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
            #expect(
                count <= Self.fileLinesMax,
                "\(file.path) has \(count) lines; split it by idea, at \(Self.fileLinesMax)"
            )
        }
    }

    @Test("Every function is short enough to read at once")
    func functionsAreShort() throws {
        for file in try Self.written() {
            for (start, count) in Self.functionLengths(file.code)
            where count > Self.functionLinesMax {
                Issue.record(
                    """
                    \(file.path):\(start): a function of \(count) lines; \
                    the limit is \(Self.functionLinesMax)
                    """
                )
            }
        }
    }

    @Test("Banned words stay out of the sources")
    func bannedWordsStayOut() throws {
        let bans = Self.banned
        for file in try Repository.swiftFiles(under: "Sources") where !file.isGenerated {
            for ban in bans where !Self.isAllowed(ban, in: file) {
                for (index, line) in file.lines.enumerated() {
                    guard let found = line.firstMatch(of: ban.pattern) else { continue }
                    Issue.record(
                        "\(file.path):\(index + 1): \(found.0) is banned here; use \(ban.instead)"
                    )
                }
            }
        }
    }

    @Test("The length of a function is counted from its first line to its last")
    func functionLengthsAreCounted() {
        let code = """
            protocol Shape {
                func area() -> Int
            }
            struct Square {
                init(side: Int) { self.side = side }
                func area(
                    of side: Int
                ) -> Int {
                    if side < 0 { return 0 }
                    return side * side
                }
            }
            """
        let found = Self.functionLengths(code.split(separator: "\n"))
        #expect(found.map(\.start) == [5, 6])
        #expect(found.map(\.count) == [1, 6])
    }

    private static func isAllowed(_ ban: Ban, in file: Repository.SourceFile) -> Bool {
        ban.allowedIn.contains { place in
            place.hasSuffix("/") ? file.path.hasPrefix(place) : file.name.contains(place)
        }
    }

    private static func written() throws -> [Repository.SourceFile] {
        try ["Sources", "Tests", "Benchmarks"].flatMap(Repository.swiftFiles)
            .filter { !$0.isGenerated }
    }

    /// Finds functions and how many lines each takes, by counting braces.
    ///
    /// A requirement of a protocol has no body and is left out.
    private static func functionLengths(_ code: [Substring]) -> [(start: Int, count: Int)] {
        code.indices.compactMap { start in
            guard code[start].contains(/(^|\s)(func\s+\S|init[?!]?[(<])/) else { return nil }
            let indent = code[start].prefix { $0 == " " }.count
            var depth = 0
            var opened = false
            for end in start..<code.endIndex {
                let line = code[end]
                let text = line.drop { $0 == " " }
                let isNext =
                    line.count - text.count <= indent && !text.isEmpty
                    && !text.contains(/^([){]|where\b)/)
                if !opened, end > start, isNext { return nil }
                for character in text where character == "{" || character == "}" {
                    depth += character == "{" ? 1 : -1
                    opened = true
                }
                if opened, depth <= 0 { return (start + 1, end - start + 1) }
            }
            return nil
        }
    }
}
