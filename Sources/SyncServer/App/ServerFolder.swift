import FieldKit
import Foundation
import X509

/// A server's data folder (`--data DIR`): its keys, its certificates, its settings, and its store
/// with what `ReplicaFolder` keeps beside it.
///
/// The folder is the server's alone (0700); so is each file (0600). A file is replaced whole or
/// not at all. The settings are written last: with them the folder is a server's.
struct ServerFolder: Sendable {
    /// The files in it, by their names.
    enum File: String, CaseIterable, Sendable {
        /// The settings; see ``ServerSettings``.
        case settings = "settings.json"
        /// The address on which the server last listened.
        case address = "address"
        /// The key of the county's CA; not at a relay.
        case authorityKey = "authority.key.pem"
        /// The certificate of the county's CA.
        case authority = "authority.pem"
        /// The key for HTTPS.
        case serverKey = "server.key.pem"
        /// The certificate for HTTPS, with its chain.
        case serverCertificate = "server.pem"
    }

    /// The folder.
    let root: URL

    /// Names a folder; nothing is read yet.
    init(_ path: String) {
        root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
    }

    /// Makes the folder with an empty store and a key of its own, and opens it.
    ///
    /// What a crash left half-made, without settings, is used again.
    ///
    /// - Throws: `home_exists` if there is a server in it already, `home_read_only` if it cannot
    ///   be made.
    func create(_ role: ServerSettings.Role) throws -> ReplicaFolder {
        guard !exists else { throw Problem(.homeExists, ["path": root.path]) }
        do {
            return try ReplicaFolder.create(
                at: root,
                kind: role == .county ? .county : .relay,
                isShared: true
            )
        } catch let problem as Problem where problem.code == .homeExists {
            let left = try ReplicaFolder.open(at: root, isShared: true)
            guard left.replica.kind == (role == .county ? .county : .relay) else { throw problem }
            return left
        }
    }

    /// Opens the store, also while another process serves it.
    ///
    /// - Throws: `home_missing` if there is no server here, `home_busy` while a backup is being
    ///   restored, `store_damaged`, `store_newer`.
    func open(clock: any FieldKit.Clock = SystemClock()) throws -> ReplicaFolder {
        guard exists else { throw Problem(.homeMissing, ["path": root.path]) }
        return try ReplicaFolder.open(at: root, clock: clock, isShared: true)
    }

    /// True if there is a server in it.
    var exists: Bool { FileManager.default.fileExists(atPath: path(of: .settings)) }

    /// The settings that `init` wrote.
    ///
    /// - Throws: `home_missing` if there is no server here, `store_damaged` if they are not as they
    ///   were written.
    func settings() throws -> ServerSettings {
        guard exists else { throw Problem(.homeMissing, ["path": root.path]) }
        do {
            return try JSONDecoder().decode(ServerSettings.self, from: try read(.settings))
        } catch let problem as Problem {
            throw problem
        } catch {
            throw damaged(.settings)
        }
    }

    /// Replaces the settings.
    func save(_ settings: ServerSettings) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try write(try encoder.encode(settings) + Data("\n".utf8), to: .settings)
    }

    /// The county's CA with its key; nil at a relay, which holds the certificate only.
    ///
    /// - Throws: `store_damaged` if one of the two files is not what it was, `file_unreadable`.
    func certificateAuthority() throws -> CertificateAuthority? {
        guard FileManager.default.fileExists(atPath: path(of: .authorityKey)) else { return nil }
        guard let key = CertificateAuthority.key(pem: try text(.authorityKey)) else {
            throw damaged(.authorityKey)
        }
        let certificate = try text(.authority)
        guard let authority = try? CertificateAuthority(key: key, certificatePEM: certificate)
        else { throw damaged(.authority) }
        return authority
    }

    private func text(_ file: File) throws -> String {
        String(decoding: try read(file), as: UTF8.self)
    }

    private func damaged(_ file: File) -> Problem {
        Problem(.storeDamaged, ["path": path(of: file), "reason": "not as it was written"])
    }

    /// Where a file lies.
    func path(of file: File) -> String { root.appending(path: file.rawValue).path }

    /// Reads a file whole.
    ///
    /// - Throws: `file_unreadable`.
    func read(_ file: File) throws -> Data { try InputFile.data(path(of: file)) }

    /// Replaces a file: after a power cut it is the old one or the new one.
    ///
    /// - Throws: `file_unwritable`, or `disk_full`.
    func write(_ data: Data, to file: File) throws {
        try DurableFile.replace(path(of: file), with: data)
    }
}
