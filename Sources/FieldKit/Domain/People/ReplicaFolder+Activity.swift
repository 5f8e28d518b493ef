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
    /// passphrase is asked for once more.
    public func noteActivity() {
        let path = activityFile.path
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        }
        try? Data("\(replica.clock.milliseconds())".utf8).write(to: activityFile)
    }
}
