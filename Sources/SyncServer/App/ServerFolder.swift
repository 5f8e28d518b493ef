import FieldKit
import Foundation
import X509

/// A server's data folder (`--data DIR`): its keys, its certificates, its settings and its store.
///
/// The folder is the server's alone (0700); so is each file (0600). A file is replaced whole or
/// not at all.
struct ServerFolder: Sendable {
    /// The files in it, by their names.
    enum File: String, CaseIterable, Sendable {
        /// The settings; see ``ServerSettings``.
        case settings = "settings.json"
        /// The Ed25519 key of this store, 32 bytes.
        case deviceKey = "device.key"
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

    /// Makes the folder with a key of its own.
    ///
    /// - Throws: `home_exists` if there is a server in it already, `home_read_only` if it cannot
    ///   be made.
    func create(settings: ServerSettings) throws {
        guard !exists else { throw Problem(.homeExists, ["path": root.path]) }
        do {
            try FileManager.default.createDirectory(
                at: root,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Problem(
                .homeReadOnly,
                ["path": root.path, "reason": error.localizedDescription]
            )
        }
        try write(DeviceKey().secret, to: .deviceKey)
        try save(settings)
    }

    /// True if there is a server in it.
    var exists: Bool { FileManager.default.fileExists(atPath: path(of: .settings)) }

    /// The settings that `init` wrote.
    ///
    /// - Throws: `home_missing` if there is no server here.
    func settings() throws -> ServerSettings {
        guard exists else { throw Problem(.homeMissing, ["path": root.path]) }
        do {
            return try JSONDecoder().decode(ServerSettings.self, from: try read(.settings))
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(
                .fileUnreadable,
                ["path": path(of: .settings), "reason": "not as `init` wrote it"]
            )
        }
    }

    /// Replaces the settings.
    func save(_ settings: ServerSettings) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try write(try encoder.encode(settings) + Data("\n".utf8), to: .settings)
    }

    /// The key by which this store signs.
    func deviceKey() throws -> DeviceKey {
        guard let key = DeviceKey(secret: try read(.deviceKey)) else {
            throw Problem(
                .fileUnreadable,
                ["path": path(of: .deviceKey), "reason": "no 32 bytes of a key"]
            )
        }
        return key
    }

    /// The county's CA with its key; nil at a relay, which holds the certificate only.
    func certificateAuthority() throws -> CertificateAuthority? {
        guard FileManager.default.fileExists(atPath: path(of: .authorityKey)) else { return nil }
        return try CertificateAuthority(
            keyPEM: String(decoding: try read(.authorityKey), as: UTF8.self),
            certificatePEM: String(decoding: try read(.authority), as: UTF8.self)
        )
    }

    /// Where a file lies.
    func path(of file: File) -> String { root.appending(path: file.rawValue).path }

    /// Reads a file whole.
    ///
    /// - Throws: `file_unreadable`.
    func read(_ file: File) throws -> Data {
        do {
            return try Data(contentsOf: root.appending(path: file.rawValue))
        } catch {
            throw Problem(
                .fileUnreadable,
                ["path": path(of: file), "reason": error.localizedDescription]
            )
        }
    }

    /// Replaces a file: after a power cut it is the old one or the new one.
    ///
    /// - Throws: `file_unwritable`.
    func write(_ data: Data, to file: File) throws {
        try DurableFile.replace(path(of: file), with: data)
    }
}
