/// What a program was started with.
public enum ProgramArguments {
    /// Refuses arguments that are no text: Swift would put `�` in the place of what it cannot read, and
    /// that would be saved, sent and sealed instead of what was meant.
    ///
    /// - Parameter arguments: The bytes of each, as the system gave them; the program's own if nil.
    /// - Throws: `wrong_usage`, which names the place of the first that is not UTF-8.
    public static func check(_ arguments: [[UInt8]]? = nil) throws {
        let all =
            arguments
            ?? (0..<Int(CommandLine.argc)).map { index in
                CommandLine.unsafeArgv[index].map { start in
                    var length = 0
                    while start[length] != 0 { length += 1 }
                    return (0..<length).map { UInt8(bitPattern: start[$0]) }
                } ?? []
            }
        for (index, bytes) in all.enumerated()
        where String(validating: bytes, as: UTF8.self) == nil {
            throw Problem(.argumentNotText, ["index": "\(index)"])
        }
    }
}
