import Crypto
import FieldKit
import Foundation
import SwiftASN1
import X509

/// The county's own certificate authority: what laptops pin, and what signs the HTTPS
/// certificates of the county and its relays.
///
/// Certificates run from 1980 to 2099, because a laptop whose clock says 2009 must be able to
/// sync. Trust is the pin; a server is shut out by the county's Ed25519 certificates, not by dates.
struct CertificateAuthority: Sendable {
    /// The authority's own certificate.
    let certificate: Certificate
    private let key: Key

    /// The kind of its key.
    typealias Key = P256.Signing.PrivateKey

    /// Makes a new authority with a key of its own; its name is for people who look at the
    /// certificate.
    init(name: String) throws {
        key = Key()
        let subject = try DistinguishedName { CommonName(name) }
        let publicKey = Certificate.PublicKey(key.publicKey)
        certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: Self.validFrom,
            notValidAfter: Self.validThrough,
            issuer: subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }

    /// Opens an authority whose key has been read, from its certificate's file.
    init(key: Key, certificatePEM: String) throws {
        self.key = key
        certificate = try Certificate(pemEncoded: certificatePEM)
    }

    /// The key from the file that only the server may read; nil if there is none in it.
    static func key(pem: String) -> Key? { try? Key(pemRepresentation: pem) }

    /// The key, for the file that only the server may read.
    var keyPEM: String { key.pemRepresentation }

    /// A certificate for a server under this authority.
    ///
    /// It names the hosts under which the server is reached, at least one, and the server's own
    /// key for HTTPS, never the authority's.
    func issue(hosts: [HostName], publicKey: Certificate.PublicKey) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: Self.validFrom,
            notValidAfter: Self.validThrough,
            issuer: certificate.subject,
            subject: try DistinguishedName { CommonName(hosts.first?.text ?? "") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(\.generalName))
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier
                )
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }

    /// A certificate for a relay that asked by a PKCS#10 request.
    ///
    /// - Parameters:
    ///   - request: The request in DER; its own signature shows that the relay has the key.
    ///   - reserved: Hosts of other servers, which a relay may not pass for; this machine's own
    ///     names are free to all.
    /// - Returns: The chain in DER, leaf first.
    /// - Throws: `message_undecodable` for a request that will not do.
    func issue(request: Data, reserved: Set<HostName> = []) throws -> [Data] {
        let parsed = try Self.read(request)
        guard parsed.publicKey.isValidSignature(parsed.signature, for: parsed) else {
            throw Self.refused("its signature is wrong")
        }
        let hosts = try CertificateRequest.hosts(of: parsed)
        guard (1...Self.hostsMax).contains(hosts.count) else {
            throw Self.refused("it names \(hosts.count) hosts, from 1 to \(Self.hostsMax) will do")
        }
        if let taken = hosts.first(where: { reserved.contains($0) && !$0.isLoopback }) {
            throw Self.refused("\(taken.text) is another server's")
        }
        let leaf = try issue(hosts: hosts, publicKey: parsed.publicKey)
        return [try leaf.derBytes, try certificate.derBytes]
    }

    /// Hosts that one certificate may name.
    static let hostsMax = 16

    // 1980-01-01T00:00:00Z and 2099-12-31T23:59:59Z.
    static let validFrom = Date(timeIntervalSince1970: 315_532_800)
    static let validThrough = Date(timeIntervalSince1970: 4_102_444_799)

    static func refused(_ reason: String) -> Problem {
        Problem(.messageUndecodable, ["reason": "certificate request: \(reason)"])
    }

    private static func read(_ request: Data) throws -> CertificateSigningRequest {
        do {
            return try CertificateSigningRequest(derEncoded: Array(request))
        } catch {
            throw refused("not PKCS#10 in DER")
        }
    }
}

extension Certificate {
    /// The certificate as it travels.
    var derBytes: Data {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return Data(serializer.serializedBytes)
        }
    }

    /// The certificate as files hold it.
    var pem: String {
        get throws { try serializeAsPEM().pemString + "\n" }
    }

    /// The hosts that it names; other forms of name are left out.
    var hosts: [HostName] {
        guard let names = try? extensions.subjectAlternativeNames else { return [] }
        return names.compactMap { HostName($0) }
    }
}
