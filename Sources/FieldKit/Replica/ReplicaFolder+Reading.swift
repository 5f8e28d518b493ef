public import Foundation

/// A folder into which nothing can be written: a full disk, one that is mounted read-only, another's files.
extension ReplicaFolder {
    /// Opens a folder; where nothing can be written into it, for reading only.
    ///
    /// What is read so is what the folder holds; every change is refused with the ``obstacle``. Nobody else
    /// uses the folder meanwhile.
    ///
    /// - Parameters:
    ///   - url: The folder.
    ///   - clock: The store's clock.
    ///   - waitSeconds: How long to wait for a process that holds the lock.
    /// - Returns: The folder, open until ``close()``; otherwise as
    ///   ``open(at:clock:random:isShared:isConcurrent:waitSeconds:)`` shared for one command.
    /// - Throws: As that, and `recovery_needs_writing` where a crash has left what must be written first.
    public static func openToRead(
        at url: URL,
        clock: any Clock = SystemClock(),
        waitSeconds: Double = 5
    ) throws -> ReplicaFolder {
        do {
            return try open(
                at: url,
                clock: clock,
                isShared: true,
                isConcurrent: false,
                waitSeconds: waitSeconds
            )
        } catch let problem as Problem
            where problem.code == .homeReadOnly || problem.code == .diskFull
        {
            return try open(at: url, behind: problem, clock, waitSeconds)
        }
    }

    /// Opens for reading what cannot be written.
    private static func open(
        at url: URL,
        behind obstacle: Problem,
        _ clock: any Clock,
        _ waitSeconds: Double
    ) throws -> ReplicaFolder {
        let files = Files(url)
        guard FolderFiles.status(files.database) != nil, FolderFiles.status(files.lock) != nil,
            let secret = try FolderFiles.read(files.key), let key = DeviceKey(secret: secret)
        else { throw obstacle }
        let lock = try FolderLock(
            path: files.lock,
            folder: files.folder,
            isShared: false,
            isWritable: false,
            waitSeconds: waitSeconds
        )
        let store = try SQLiteStore(path: files.database, obstacle: obstacle)
        guard let kind = try store.read({ try Kept($0) }).kind else { throw obstacle }
        return ReplicaFolder(
            url: url,
            files: files,
            replica: try Replica(
                store: store,
                key: key,
                kind: kind,
                clock: clock,
                random: SystemRandom()
            ),
            store: store,
            lock: lock,
            // Nothing is written here, so nothing needs a new incarnation.
            wasMoved: false,
            obstacle: obstacle
        )
    }
}
