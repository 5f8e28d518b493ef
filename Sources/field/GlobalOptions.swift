import ArgumentParser
import FieldKit

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "资料文件夹，默认 $FIELD_HOME · The folder of this laptop's data; default $FIELD_HOME.",
            valueName: "dir"
        )
    )
    var home: String?

    @Option(help: "语言 · The language of messages: zh or en.")
    var lang: Language?

    /// The arguments, if they are nothing but these options with their values; nil if there is more.
    static func alone(_ arguments: [String]) -> [String]? {
        let names = ["--home", "--lang"]
        var index = 0
        while index < arguments.count {
            let name = arguments[index].prefix { $0 != "=" }
            let isJoined = name.count < arguments[index].count
            guard names.contains(String(name)), isJoined || index + 1 < arguments.count else {
                return nil
            }
            index += isJoined ? 1 : 2
        }
        return arguments
    }

    /// The home that is meant.
    var place: Home { Home(option: home) }
}

/// For commands with a result that programs read.
struct OutputOptions: ParsableArguments {
    @Flag(help: "输出 JSON · Print one JSON object or array on standard output.")
    var json = false
}
