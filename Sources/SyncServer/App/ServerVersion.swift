/// The version of this program, for `--version`, `/health` and logs.
enum ServerVersion {
    static let text = "0.1.0"
}
