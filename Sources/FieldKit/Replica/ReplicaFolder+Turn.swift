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
        let turn = try takeTurn(name)
        defer { turn.end() }
        return try body()
    }

    /// Takes a turn that lasts until it is ended, such as that of a server.
    ///
    /// - Parameter name: What it is about; a file of this name keeps the turn.
    /// - Returns: The turn; it ends with the process at the latest.
    /// - Throws: `home_busy` if another process has the turn.
    public func takeTurn(_ name: String) throws -> FolderTurn {
        let folder = Files(url).folder
        return FolderTurn(
            lock: try FolderLock(
                path: "\(folder)/\(name).lock",
                folder: folder,
                isShared: false,
                waitSeconds: 0
            )
        )
    }
}

/// What only one process at a time does in a folder.
public struct FolderTurn: Sendable {
    let lock: FolderLock

    /// Lets others have the turn.
    public func end() { lock.release() }
}
