import Crypto
import FieldKit
import Foundation
import SwiftASN1
import X509

/// What a server shows in TLS: its certificate's chain and the key for it, in the data folder.
struct TransportIdentity: Sendable {
    /// The chain in PEM, leaf first.
    let chainPEM: String
    /// The leaf's key in PEM.
    let keyPEM: String

    /// Makes the county's CA and a certificate for its own hosts, in a new data folder.
    static func create(in folder: ServerFolder, name: String, hosts: [HostName]) throws {
        let authority = try CertificateAuthority(name: name)
        try folder.write(Data(authority.keyPEM.utf8), to: .authorityKey)
        try folder.write(Data(try authority.certificate.pem.utf8), to: .authority)
        try issue(in: folder, authority: authority, hosts: hosts)
    }

    /// Reads the identity; at the county it is made anew, under the same CA, when the hosts have
    /// changed or its files are gone, so that laptops need nobody.
    ///
    /// - Throws: `file_unreadable` at a relay whose certificate does not fit: only the county can
    ///   give it another.
    static func open(in folder: ServerFolder, hosts: [HostName]) throws -> TransportIdentity {
        if let identity = try? read(folder), identity.fits(hosts, authority: folder) {
            return identity
        }
        guard let authority = try folder.certificateAuthority() else {
            throw Problem(
                .fileUnreadable,
                [
                    "path": folder.path(of: .serverCertificate),
                    "reason": "no certificate of the county's for these hosts",
                ]
            )
        }
        try issue(in: folder, authority: authority, hosts: hosts)
        return try read(folder)
    }

    /// Makes a relay's key and the request that `join` sends to the county.
    static func request(in folder: ServerFolder, hosts: [HostName]) throws -> CertificateRequest {
        let keyPEM: String
        if let known = try? folder.read(.serverKey) {
            keyPEM = String(decoding: known, as: UTF8.self)
        } else {
            keyPEM = P256.Signing.PrivateKey().pemRepresentation
            try folder.write(Data(keyPEM.utf8), to: .serverKey)
        }
        return try CertificateRequest(hosts: hosts, keyPEM: keyPEM)
    }

    /// Stores the chain that the county gave to a relay.
    ///
    /// - Parameters:
    ///   - chain: The certificates in DER, leaf first.
    ///   - authority: The county's CA in DER, as it was pinned.
    ///   - folder: The relay's data folder, which holds the key that the chain must be for.
    /// - Throws: `certificate_invalid` if the chain is not of this key and this CA;
    ///   `file_unreadable`, `file_unwritable` or `disk_full` about the folder.
    static func install(chain: [Data], authority: Data, in folder: ServerFolder) throws {
        let keyPEM = String(decoding: try folder.read(.serverKey), as: UTF8.self)
        let root = try Certificate(derEncoded: Array(authority))
        let certificates = try chain.map { try Certificate(derEncoded: Array($0)) }
        let key = Certificate.PublicKey(
            try P256.Signing.PrivateKey(pemRepresentation: keyPEM).publicKey
        )
        guard let leaf = certificates.first, leaf.publicKey == key,
            root.publicKey.isValidSignature(leaf.signature, for: leaf)
        else { throw Problem(.certificateInvalid) }
        try folder.write(Data(try root.pem.utf8), to: .authority)
        try folder.write(
            Data(try certificates.map { try $0.pem }.joined().utf8),
            to: .serverCertificate
        )
    }

    /// The same with the CA as files hold it.
    static func install(chain: [Data], authorityPEM: Data, in folder: ServerFolder) throws {
        let text = String(decoding: authorityPEM, as: UTF8.self)
        guard let root = try? Certificate(pemEncoded: text) else {
            throw Problem(.certificateInvalid)
        }
        try install(chain: chain, authority: try root.derBytes, in: folder)
    }

    private static func issue(
        in folder: ServerFolder,
        authority: CertificateAuthority,
        hosts: [HostName]
    ) throws {
        let key = P256.Signing.PrivateKey()
        let leaf = try authority.issue(
            hosts: hosts,
            publicKey: Certificate.PublicKey(key.publicKey)
        )
        try folder.write(Data(key.pemRepresentation.utf8), to: .serverKey)
        let chain = try leaf.pem + authority.certificate.pem
        try folder.write(Data(chain.utf8), to: .serverCertificate)
    }

    private static func read(_ folder: ServerFolder) throws -> TransportIdentity {
        TransportIdentity(
            chainPEM: String(decoding: try folder.read(.serverCertificate), as: UTF8.self),
            keyPEM: String(decoding: try folder.read(.serverKey), as: UTF8.self)
        )
    }

    /// True if the certificate is of this key, under this folder's CA, and names all hosts.
    private func fits(_ hosts: [HostName], authority folder: ServerFolder) -> Bool {
        guard let authorityPEM = try? folder.read(.authority),
            let root = try? Certificate(pemEncoded: String(decoding: authorityPEM, as: UTF8.self)),
            let first = try? PEMDocument.parseMultiple(pemString: chainPEM).first,
            let leaf = try? Certificate(pemDocument: first),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: keyPEM)
        else { return false }
        return leaf.publicKey == Certificate.PublicKey(key.publicKey)
            && root.publicKey.isValidSignature(leaf.signature, for: leaf)
            && Set(hosts).isSubset(of: leaf.hosts)
    }
}
