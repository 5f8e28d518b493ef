import Crypto
import Foundation

/// What ties a database to the folder and the machine in which it was last used.
///
/// A dot must never be given twice. A copied home, an imaged laptop, a database put back from a
/// copy: each would go on counting where the other goes on too. So the database and a file beside
/// it each keep what they know of the other, and any difference means that the replica has moved
/// and takes a new name before its next write. A false alarm costs some bytes, never data.
struct FolderIdentity: Codable, Equatable {
    /// Sixteen random bytes that the database keeps too, in hexadecimal.
    var token: String
    /// A hash of the machine's own name for itself.
    var machine: String
    /// The inode of the database file.
    var databaseInode: UInt64
    /// The inode of the file that holds this.
    var identityInode: UInt64
    /// What the store is.
    var kind: ReplicaKind

    /// Reads the file; nil if it is missing or is none.
    static func read(_ path: String) -> FolderIdentity? {
        guard let data = try? FolderFiles.read(path) else { return nil }
        return try? JSONDecoder().decode(FolderIdentity.self, from: data)
    }

    /// Writes the file anew.
    ///
    /// - Returns: What the database must remember of it.
    static func write(
        _ path: String,
        token: Data,
        databaseInode: UInt64,
        kind: ReplicaKind
    ) throws -> Data {
        try FolderFiles.replace(path) { inode in
            let identity = FolderIdentity(
                token: token.hexadecimal,
                machine: machine(),
                databaseInode: databaseInode,
                identityInode: inode,
                kind: kind
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            return try encoder.encode(identity)
        }
        return mark(of: path)
    }

    /// What the database remembers of the file: its inode and the device that it is on.
    static func mark(of path: String) -> Data {
        guard let status = FolderFiles.status(path) else { return Data() }
        return Data("\(status.inode) \(status.device)".utf8)
    }

    /// A name for this machine that says nothing about it; the same words on a machine without one.
    static func machine() -> String {
        let name = (try? FolderFiles.read("/etc/machine-id")) ?? Data()
        let digest = SHA256.hash(data: Data("FieldKit machine\0".utf8) + name)
        return Data(digest.prefix(16)).hexadecimal
    }
}

extension Keys {
    /// What the store is; its presence says that the folder was made to the end.
    static let kind = "replica/kind"
    /// The token that the identity file repeats.
    static let identityToken = "identity/token"
    /// Inode and device of the identity file.
    static let identityFile = "identity/file"
}
