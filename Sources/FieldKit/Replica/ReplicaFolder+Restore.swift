public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ReplicaFolder {
    /// Puts a backup in the place of a folder's database, and begins a new incarnation and epoch.
    ///
    /// What stood there is kept beside it as `replaced.sqlite`, so that nothing is lost by choosing
    /// the wrong file. The others of the county notice the new epoch and send again what the backup
    /// lacks.
    ///
    /// - Parameters:
    ///   - url: The folder; its device key must be that of the backup.
    ///   - file: The backup; it is not changed.
    ///   - clock: The store's clock.
    ///   - random: Where the new incarnation and epoch come from.
    ///   - waitSeconds: How long to wait for a process that uses the folder.
    /// - Returns: The new epoch, 32 hexadecimal digits.
    /// - Throws: `home_missing` without a device's key in the folder, `home_busy` while anybody
    ///   uses it, `backup_invalid` with the reason, `store_newer`, `home_read_only`, `disk_full`.
    public static func restore(
        at url: URL,
        from file: URL,
        clock: any Clock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        waitSeconds: Double = 1
    ) throws -> String {
        let files = Files(url)
        let source = file.path(percentEncoded: false)
        guard let secret = try FolderFiles.read(files.key), let key = DeviceKey(secret: secret)
        else { throw Problem(.homeMissing, ["path": files.folder]) }
        let lock = try FolderLock(
            path: files.lock,
            folder: files.folder,
            isShared: false,
            waitSeconds: waitSeconds
        )
        defer { lock.release() }
        let new = files.database + ".new"
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(new + suffix) } }
        try copy(source, to: new)
        let store = try opened(new, source)
        let replica = try checked(store, source, key: key, clock: clock, random: random)
        let epoch = try replica.read { try $0.epoch().bytes.hexadecimal }
        try store.close()
        try SQLiteStore.fold(new)
        try setAside(files)
        try FolderFiles.move(new, to: files.database)
        let open = try SQLiteStore(path: files.database)
        let restored = try Replica(
            store: open,
            key: key,
            kind: replica.kind,
            clock: clock,
            random: random
        )
        try settle(restored, files)
        try open.close()
        return epoch
    }

    private static func copy(_ source: String, to new: String) throws {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(new + suffix) }
        guard FolderFiles.status(source) != nil else { throw invalid(source, "no such file") }
        do {
            try FileManager.default.copyItem(atPath: source, toPath: new)
        } catch CocoaError.fileWriteOutOfSpace {
            throw Problem(.diskFull, ["path": new])
        } catch {
            throw invalid(source, "it cannot be read")
        }
        guard chmod(new, 0o600) == 0 else { throw FolderFiles.problem(new) }
    }

    private static func opened(_ new: String, _ source: String) throws -> SQLiteStore {
        do {
            let store = try SQLiteStore(path: new)
            guard try store.integrityProblems().isEmpty else {
                throw invalid(source, "the file is damaged")
            }
            return store
        } catch let problem as Problem where problem.code == .storeDamaged {
            throw invalid(source, "no database, or a damaged one")
        }
    }

    /// The replica of a backup that is this store's own, in a new incarnation.
    private static func checked(
        _ store: SQLiteStore,
        _ source: String,
        key: DeviceKey,
        clock: any Clock,
        random: any RandomSource
    ) throws -> Replica {
        let (kind, id) = try store.read { reader in
            (
                try reader.value(Keys.kind).flatMap {
                    ReplicaKind(rawValue: String(decoding: $0, as: UTF8.self))
                },
                try reader.value(Keys.replica).flatMap { ReplicaID(bytes: $0) }
            )
        }
        guard let kind, let id else { throw invalid(source, "no replica in it") }
        guard id.device == key.device else { throw invalid(source, "it is another store's") }
        return try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random,
            isMoved: true
        )
    }

    /// Gives what stands in the place of the database another name; a log that could not be folded
    /// in goes with it, for it would be played into the new file.
    private static func setAside(_ files: Files) throws {
        let database = FolderFiles.status(files.database)
        // A damaged database cannot be folded, and is kept as it is; an emptied one would lose its
        // log by being opened.
        if let database, database.bytes > 0, let old = try? SQLiteStore(path: files.database) {
            try? old.close()
        }
        let replaced = files.folder + "/replaced.sqlite"
        for suffix in ["", "-wal"] { unlink(replaced + suffix) }
        if FolderFiles.status(files.database + "-wal") != nil {
            try FolderFiles.move(files.database + "-wal", to: replaced + "-wal")
        }
        unlink(files.database + "-shm")
        guard database != nil else { return }
        // A second name for the old file, so that the folder is never without a database.
        guard link(files.database, replaced) == 0 else { throw FolderFiles.problem(replaced) }
    }

    private static func invalid(_ path: String, _ reason: String) -> Problem {
        Problem(.backupInvalid, ["path": path, "reason": reason])
    }
}
