/// What the parser of commands says about wrong usage, in Chinese; it knows English only.
enum ParserWords {
    /// One message of the parser: how it reads, and what it says with the parts that stand in it.
    private struct Message {
        let pattern: Regex<AnyRegexOutput>
        let words: ([String]) -> String

        init(_ pattern: String, _ words: @escaping ([String]) -> String) throws {
            self.pattern = try Regex(pattern)
            self.words = words
        }
    }

    /// The message in Chinese.
    ///
    /// - Parameter message: As the parser says it.
    /// - Returns: The same in Chinese; a message that is not known stays as it is.
    static func chinese(_ message: String) -> String {
        guard let known = try? messages() else { return message }
        for entry in known {
            guard let match = try? entry.pattern.wholeMatch(in: message) else { continue }
            return entry.words(match.output.dropFirst().map { String($0.substring ?? "") })
        }
        return message
    }

    private static func messages() throws -> [Message] {
        [
            try Message("Unknown option '([^']*)'\\. Did you mean '([^']*)'\\?") {
                "没有选项“\($0[0])”；是不是“\($0[1])”"
            },
            try Message("Unknown option '(.*)'") { "没有选项“\($0[0])”" },
            try Message("Invalid option: (.*)") { "没有选项“\($0[0])”" },
            try Message("Missing value for '(.*)'") { "选项“\($0[0])”后面缺少内容" },
            try Message("The option '(.*)' does not take any value, but '.*' was specified\\.?") {
                "选项“\($0[0])”后面不带内容"
            },
            try Message("Unexpected argument '(.*)'") { "多了“\($0[0])”" },
            try Message("\\d+ unexpected arguments: '(.*)'") {
                "多了“" + $0[0].split(separator: "', '").joined(separator: "”、“") + "”"
            },
            try Message("Missing expected argument '(.*)'") { "缺少 \($0[0])" },
            try Message("Missing one of: '(.*)'") {
                "缺少其中一项：" + $0[0].split(separator: "', '").joined(separator: "、")
            },
            try Message("Missing required subcommand\\.?") { _ in "没有写要做什么" },
            try Message("(?s)The value '(.*?)' is invalid for '(.*?)'(.*)") {
                "“\($0[0])”不能用于 \($0[1])" + allowed($0[2])
            },
        ]
    }

    /// The Chinese words among those that the parser names as possible; all where there are none.
    private static func allowed(_ rest: String) -> String {
        let quoted = rest.matches(of: /'([^'\n]+)'/).map { String($0.1) }
        let listed = rest.matches(of: /- ([^\n]+)/).map { String($0.1) }
        let words = quoted.isEmpty ? listed : quoted
        let chinese = words.filter { $0.contains { !$0.isASCII } }
        let shown = chinese.isEmpty ? words : chinese
        return shown.isEmpty ? "" : "；可写：" + shown.joined(separator: "、")
    }
}
