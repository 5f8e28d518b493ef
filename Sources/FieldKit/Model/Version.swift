/// The version of FieldKit and of the two programs.
public enum FieldKitVersion {
    /// Major, minor and patch number, as people see it and a device tells its servers.
    public static let text = "0.2.0"
    /// What `--version` prints after the program's name.
    public static let full = "\(text) (protocol \(Limits.protocolVersion))"
    /// No true time is before this program: 2026-01-01 in UTC, in milliseconds since 1970.
    public static let builtMilliseconds: Int64 = 1_767_225_600_000
}
