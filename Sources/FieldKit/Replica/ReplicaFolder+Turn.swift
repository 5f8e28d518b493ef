extension ReplicaFolder {
    /// Does something that only one process at a time may do in this folder, such as a relay's sync,
    /// while others go on using it.
    ///
    /// - Parameters:
    ///   - name: What it is about; a file of this name keeps the turn.
    ///   - body: What to do.
    /// - Returns: What `body` returns.
    /// - Throws: `home_busy` if another process has the turn, and what `body` throws.
    public func inTurn<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        let folder = Files(url).folder
        let lock = try FolderLock(
            path: "\(folder)/\(name).lock",
            folder: folder,
            isShared: false,
            waitSeconds: 0
        )
        defer { lock.release() }
        return try body()
    }
}
