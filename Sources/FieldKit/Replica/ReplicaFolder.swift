public import Foundation
import Synchronization

/// The folder in which a replica lives: its database, its device's key, its identity, its lock.
///
/// ```
/// replica.sqlite   everything that the replica holds
/// device.key       32 secret bytes; only the owner can read them
/// identity.json    ties the database to this folder and this machine
/// find.sqlite      terms for finding records; can be deleted at any time
/// head             the highest number given when the folder was last closed
/// lock             held while a process uses the folder
/// ```
public final class ReplicaFolder: Sendable {
    /// The engine over this folder's database.
    public let replica: Replica
    /// Where the folder is, as it was opened.
    public let url: URL
    /// The device's key; its secret is in the folder's `device.key`.
    public var key: DeviceKey { replica.key }
    /// Whether the folder was found moved, copied or restored, so that a new incarnation began.
    public let wasMoved: Bool
    /// Why the folder can only be read now; nil as a rule.
    public let obstacle: Problem?
    private let store: SQLiteStore
    private let files: Files
    private let lock: FolderLock
    private let isClosed = Atomic<Bool>(false)

    /// The paths of what is in a folder.
    struct Files: Sendable {
        let folder: String
        var database: String { folder + "/replica.sqlite" }
        var key: String { folder + "/device.key" }
        var identity: String { folder + "/identity.json" }
        var head: String { folder + "/head" }
        var terms: String { folder + "/find.sqlite" }
        var lock: String { folder + "/lock" }
        /// Held while the identity is compared and written, also by those who share the folder.
        var opening: String { folder + "/opening.lock" }

        init(_ url: URL) { folder = url.standardizedFileURL.path(percentEncoded: false).trimmed }
    }

    init(
        url: URL,
        files: Files,
        replica: Replica,
        store: SQLiteStore,
        lock: FolderLock,
        wasMoved: Bool,
        obstacle: Problem? = nil
    ) {
        self.url = url
        self.files = files
        self.replica = replica
        self.store = store
        self.lock = lock
        self.wasMoved = wasMoved
        self.obstacle = obstacle
    }

    // MARK: Making and opening

    /// Makes a folder with an empty replica, and opens it.
    ///
    /// A folder that was left half-made by a crash counts as not made.
    ///
    /// - Parameters:
    ///   - url: The folder; it and those above it are made where they are missing.
    ///   - kind: What the store is to be.
    ///   - clock: The store's clock.
    ///   - random: Where ids come from.
    ///   - deviceKey: The key of the device; a new one unless given.
    ///   - isShared: As for ``open(at:clock:random:isShared:isConcurrent:waitSeconds:)``.
    ///   - isConcurrent: As there.
    ///   - waitSeconds: As there.
    /// - Returns: The folder, open.
    /// - Throws: `home_exists`, `home_busy`, `home_read_only`, `disk_full`.
    public static func create(
        at url: URL,
        kind: ReplicaKind,
        clock: any Clock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        deviceKey: DeviceKey = DeviceKey(),
        isShared: Bool = false,
        isConcurrent: Bool? = nil,
        waitSeconds: Double = 5
    ) throws -> ReplicaFolder {
        let files = Files(url)
        guard try !FolderFiles.exists(files.database) else {
            throw Problem(.homeExists, ["path": files.folder])
        }
        try checkNothingIsLost(files)
        try FolderFiles.makeFolder(files.folder)
        do {
            let lock = try FolderLock(
                path: files.lock,
                folder: files.folder,
                isShared: false,
                waitSeconds: waitSeconds
            )
            defer { lock.release() }
            // Another process may have made it while this one waited.
            guard FolderFiles.status(files.database) == nil else {
                throw Problem(.homeExists, ["path": files.folder])
            }
            try FolderFiles.replace(files.key) { _ in deviceKey.secret }
            try makeDatabase(files, kind: kind, key: deviceKey, clock: clock, random: random)
        }
        return try open(
            at: url,
            clock: clock,
            random: random,
            isShared: isShared,
            isConcurrent: isConcurrent,
            waitSeconds: waitSeconds
        )
    }

    /// Makes the database under another name, so that what bears the right one is complete.
    private static func makeDatabase(
        _ files: Files,
        kind: ReplicaKind,
        key: DeviceKey,
        clock: any Clock,
        random: any RandomSource
    ) throws {
        let new = files.database + ".new"
        for suffix in ["", "-wal", "-shm"] { unlink(new + suffix) }
        // The database's companions take its mode from it.
        try FolderFiles.replace(new) { _ in Data() }
        let store = try SQLiteStore(path: new, isConcurrent: false)
        let replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random
        )
        let token = replica.randomIdentifier().bytes
        let inode = FolderFiles.status(new)?.inode ?? 0
        let mark = try FolderIdentity.write(
            files.identity,
            token: token,
            databaseInode: inode,
            kind: kind
        )
        try replica.write { writer in
            try writer.setValue(Keys.kind, Data(kind.rawValue.utf8))
            try writer.setValue(Keys.identityToken, token)
            try writer.setValue(Keys.identityFile, mark)
        }
        try store.close()
        guard rename(new, files.database) == 0 else {
            throw FolderFiles.problem(files.folder)
        }
        unlink(files.head)
        FolderFiles.syncFolder(of: files.database)
    }

    /// Opens a folder, and begins a new incarnation if it is not where it was left.
    ///
    /// - Parameters:
    ///   - url: The folder.
    ///   - clock: The store's clock.
    ///   - random: Where ids come from.
    ///   - isShared: Whether others that share may use the folder meanwhile: every change is one
    ///     transaction, so that a visit can be recorded while a sync waits for the network.
    ///   - isConcurrent: Whether this process reads while it writes, as a server does; as
    ///     `isShared` unless given.
    ///   - waitSeconds: How long to wait for a process that holds the lock.
    /// - Returns: The folder, open until ``close()``.
    /// - Throws: `home_missing`, `home_busy`, `home_read_only`, `store_damaged`, `store_newer`,
    ///   `disk_full`, and `file_unreadable` about the device's key.
    public static func open(
        at url: URL,
        clock: any Clock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        isShared: Bool = false,
        isConcurrent: Bool? = nil,
        waitSeconds: Double = 5
    ) throws -> ReplicaFolder {
        let files = Files(url)
        try checkNothingIsLost(files)
        guard try FolderFiles.exists(files.database) else {
            throw Problem(.homeMissing, ["path": files.folder])
        }
        let lock = try FolderLock(
            path: files.lock,
            folder: files.folder,
            isShared: isShared,
            waitSeconds: waitSeconds
        )
        let opening =
            isShared
            ? try FolderLock(
                path: files.opening,
                folder: files.folder,
                isShared: false,
                waitSeconds: waitSeconds
            ) : nil
        defer { opening?.release() }
        guard let secret = try FolderFiles.read(files.key), let key = DeviceKey(secret: secret)
        else {
            throw Problem(.storeDamaged, ["path": files.key, "reason": "not 32 bytes"])
        }
        let store = try SQLiteStore(path: files.database, isConcurrent: isConcurrent ?? isShared)
        // Read before the database: whoever shares the folder may write, close and leave a higher
        // number between the two.
        let left = leftHead(files)
        let kept = try store.read { try Kept($0) }
        guard let kind = kept.kind else {
            throw Problem(.storeDamaged, ["path": files.database, "reason": "no kind"])
        }
        let isMoved = !isInPlace(files, kept) || kept.head < left
        let replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random,
            isMoved: isMoved
        )
        if isMoved { try settle(replica, files) }
        return ReplicaFolder(
            url: url,
            files: files,
            replica: replica,
            store: store,
            lock: lock,
            wasMoved: isMoved
        )
    }

    /// Stops before a database that was taken away or emptied: SQLite would drop its log, in which
    /// the last writes may be, and nobody could tell any more that there was one.
    private static func checkNothingIsLost(_ files: Files) throws {
        if let database = FolderFiles.status(files.database) {
            guard database.bytes == 0 else { return }
            throw Problem(.storeDamaged, ["path": files.database, "reason": "0 bytes"])
        }
        // Each is there only beside a database that was in use.
        for trace in [files.database + "-wal", files.head] where try FolderFiles.exists(trace) {
            throw Problem(.storeDamaged, ["path": files.database, "reason": "missing"])
        }
    }

    // MARK: Identity

    /// What the database says of itself and of the identity file.
    struct Kept {
        let kind: ReplicaKind?
        let token: Data?
        let file: Data?
        let head: UInt64

        init(_ store: any StoreReader) throws {
            kind = try store.value(Keys.kind).flatMap {
                ReplicaKind(rawValue: String(decoding: $0, as: UTF8.self))
            }
            token = try store.value(Keys.identityToken)
            file = try store.value(Keys.identityFile)
            head = try store.head()
        }
    }

    private static func isInPlace(_ files: Files, _ kept: Kept) -> Bool {
        guard let identity = FolderIdentity.read(files.identity), let token = kept.token,
            let database = FolderFiles.status(files.database),
            let file = FolderFiles.status(files.identity)
        else { return false }
        return identity.token == token.hexadecimal && identity.machine == FolderIdentity.machine()
            && identity.databaseInode == database.inode && identity.identityInode == file.inode
            && identity.kind == kept.kind && kept.file == FolderIdentity.mark(of: files.identity)
    }

    /// The highest number given when the folder was last closed: an older database copied over this
    /// one, into the same inode, has a lower one.
    private static func leftHead(_ files: Files) -> UInt64 {
        (try? FolderFiles.read(files.head)).flatMap(\.self)
            .flatMap { UInt64(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    /// Writes both sides of the identity anew.
    ///
    /// If the power fails in between, the next opening finds a difference and does this again.
    static func settle(_ replica: Replica, _ files: Files) throws {
        let token = replica.randomIdentifier().bytes
        unlink(files.head)
        let mark = try FolderIdentity.write(
            files.identity,
            token: token,
            databaseInode: FolderFiles.status(files.database)?.inode ?? 0,
            kind: replica.kind
        )
        try replica.write { writer in
            try writer.setValue(Keys.identityToken, token)
            try writer.setValue(Keys.identityFile, mark)
        }
    }

    // MARK: Using and closing

    /// Takes back the making of a folder in which nothing has been written: its files are removed,
    /// and the folder, if nothing else is in it.
    ///
    /// Does nothing if something has been written or the folder is closed; closes it otherwise.
    ///
    /// - Throws: What reading or closing the database meets.
    public func discard() throws {
        guard try store.read({ try $0.head() }) == 0,
            !isClosed.exchange(true, ordering: .relaxed)
        else { return }
        try store.close()
        let all = [files.identity, files.head, files.opening, files.key, files.lock]
        let companions = ["", "-wal", "-shm"]
        for file in companions.map({ files.database + $0 }) + all { unlink(file) }
        for suffix in companions { unlink(files.terms + suffix) }
        rmdir(files.folder)
        lock.release()
    }

    /// Copies a consistent state of the database into a file, while others read and write.
    ///
    /// The file is the owner's alone, and is the old one or the new one if the power fails. It has
    /// no key in it: a backup is of use only beside the `device.key` of this folder.
    ///
    /// - Parameter file: The file; one that is there is replaced.
    /// - Throws: `disk_full`, `home_read_only` about the file.
    public func backup(to file: URL) throws {
        let path = file.path(percentEncoded: false)
        let new = path + ".new"
        try FolderFiles.replace(new) { _ in Data() }
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(new + suffix) } }
        try store.backup(to: new)
        try SQLiteStore.fold(new)
        try FolderFiles.move(new, to: path)
    }

    /// Checks the database file and the replica's invariants.
    ///
    /// - Returns: A sentence for each thing that is wrong; empty when all is well.
    /// - Throws: `store_damaged` if the file cannot be read at all.
    public func problems() throws -> [String] {
        try store.integrityProblems() + replica.read { try $0.checkInvariants() }
    }

    /// Closes the database, notes how far it got, and lets the next process in.
    ///
    /// A process that ends without this loses nothing, and a second call does nothing.
    ///
    /// - Throws: `home_read_only`, `disk_full`.
    public func close() throws {
        // Closing twice is closing once.
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        let head = try store.read { try $0.head() }
        try store.close()
        if obstacle == nil { noteHead(head) }
        lock.release()
    }

    /// Only a hint for the next opening: a failure to write it is none of this run.
    private func noteHead(_ head: UInt64) {
        let file = Foundation.open(files.head, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let digits = String(head)
        let padded = String(repeating: "0", count: 20 - digits.count) + digits
        try? FolderFiles.write(Data(padded.utf8), to: file, at: 0, path: files.head)
        Foundation.close(file)
    }
}

extension String {
    /// Without the slash at the end that a folder's URL may have.
    fileprivate var trimmed: String { count > 1 && hasSuffix("/") ? String(dropLast()) : self }
}
