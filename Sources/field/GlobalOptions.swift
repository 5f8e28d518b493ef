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

    /// The home that is meant.
    var place: Home { Home(option: home) }
}

/// For commands with a result that programs read.
struct OutputOptions: ParsableArguments {
    @Flag(help: "输出 JSON · Print one JSON object or array on standard output.")
    var json = false
}
