/// The version of FieldKit and of the two programs.
public enum FieldKitVersion {
    /// As people see it, and as a device tells its servers.
    public static let text = "0.1.0"
    /// What `--version` prints after the program's name.
    public static let full = "\(text) (protocol \(Limits.protocolVersion))"
}
