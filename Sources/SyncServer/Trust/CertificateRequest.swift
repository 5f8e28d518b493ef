import Crypto
import Foundation
import SwiftASN1
import X509

/// What a relay sends to the county to obtain its HTTPS certificate: its public key and its hosts,
/// signed by that key (PKCS#10, RFC 2986).
struct CertificateRequest: Sendable {
    /// The request in DER.
    let bytes: Data

    /// Makes a request for the names and addresses under which laptops reach the relay, signed
    /// by its key for HTTPS, which never leaves it.
    init(hosts: [HostName], keyPEM: String) throws {
        let key = try P256.Signing.PrivateKey(pemRepresentation: keyPEM)
        let request = try CertificateSigningRequest(
            version: .v1,
            subject: try DistinguishedName { CommonName(hosts.first?.text ?? "") },
            privateKey: Certificate.PrivateKey(key),
            attributes: CertificateSigningRequest.Attributes([
                CertificateSigningRequest.Attribute(
                    ExtensionRequest(
                        extensions: try Certificate.Extensions {
                            SubjectAlternativeNames(hosts.map(\.generalName))
                        }
                    )
                )
            ]),
            signatureAlgorithm: .ecdsaWithSHA256
        )
        var serializer = DER.Serializer()
        try serializer.serialize(request)
        bytes = Data(serializer.serializedBytes)
    }

    /// The hosts that a request asks for.
    ///
    /// - Throws: `message_undecodable` if it asks for anything that is no host.
    static func hosts(of request: CertificateSigningRequest) throws -> [HostName] {
        guard let attribute = request.attributes[oid: .CSRAttributes.extensionRequest],
            let asked = try? ExtensionRequest(attribute),
            let names = try? asked.extensions.subjectAlternativeNames
        else { throw CertificateAuthority.refused("it names no hosts") }
        return try names.map { name in
            guard let host = HostName(name) else {
                throw CertificateAuthority.refused("a name in it is no DNS name and no IP address")
            }
            return host
        }
    }
}
