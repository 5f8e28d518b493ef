/// What a program was started with.
public enum ProgramArguments {
    /// The arguments behind the program's name, as text.
    ///
    /// Refuses what is none: Swift would put `�` in the place of what it cannot read, and that would be
    /// saved, sent and sealed instead of what was meant.
    ///
    /// - Parameters:
    ///   - arguments: The bytes of each with the program's name, as the system gave them; the program's
    ///     own if nil.
    ///   - codeset: The encoding of the terminal in which they were typed.
    /// - Returns: The text of each but the name.
    /// - Throws: `argument_not_text`, which names the place of the first that is not of the encoding.
    @discardableResult
    public static func texts(
        _ arguments: [[UInt8]]? = nil,
        in codeset: Codeset = .utf8
    ) throws -> [String] {
        let all = arguments ?? own
        let texts = try all.enumerated().map { index, bytes in
            guard let text = codeset.text(bytes) else {
                throw Problem(
                    .argumentNotText,
                    ["index": "\(index)", "encoding": codeset.name]
                )
            }
            return text
        }
        return Array(texts.dropFirst())
    }

    private static var own: [[UInt8]] {
        (0..<Int(CommandLine.argc)).map { index in
            CommandLine.unsafeArgv[index].map { start in
                var length = 0
                while start[length] != 0 { length += 1 }
                return (0..<length).map { UInt8(bitPattern: start[$0]) }
            } ?? []
        }
    }
}
