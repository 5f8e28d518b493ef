import Foundation

extension ReplicaFolder {
    private var activityFile: URL { url.appending(path: "active") }

    /// Whether nobody has worked here for so long, or nobody knows: the note is gone, or the clock went back
    /// meanwhile.
    ///
    /// - Parameter pause: In milliseconds.
    /// - Returns: Whether the passphrase is due.
    public func isPaused(for pause: Int64) -> Bool {
        guard let data = try? Data(contentsOf: activityFile),
            let then = Int64(String(decoding: data, as: UTF8.self))
        else { return true }
        let since = replica.clock.milliseconds() - then
        return since < 0 || since >= pause
    }

    /// Notes that somebody works here.
    ///
    /// Not made durable, and no error where the disk takes nothing: what is lost by it is that the
    /// passphrase is asked for once more. Written over in place, in one piece of always the same length: so
    /// a program that is killed leaves the note before or this one.
    public func noteActivity() {
        if !FileManager.default.fileExists(atPath: activityFile.path) {
            _ = FileManager.default.createFile(
                atPath: activityFile.path,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        }
        let digits = "\(max(0, replica.clock.milliseconds()))"
        let zeros = String(repeating: "0", count: max(0, Self.noteLength - digits.count))
        guard let file = try? FileHandle(forWritingTo: activityFile) else { return }
        defer { try? file.close() }
        try? file.write(contentsOf: Data((zeros + digits).utf8))
    }

    /// The digits of the greatest number of milliseconds that there can be.
    private static let noteLength = 19
}
