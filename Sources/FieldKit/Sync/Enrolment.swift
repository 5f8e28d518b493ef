public import Foundation
import SwiftProtobuf

/// Enrols a new store with a one-time code.
public enum Enrolment {
    static let domain = Data("FieldKit enrol 1\0".utf8)

    /// What came of an enrolment; nothing of it is kept before ``Replica/adopt(_:)``.
    public struct Result: Sendable {
        /// What this device may do, and where.
        public let certificate: DeviceCertificate
        /// For a relay: its HTTPS certificate, DER, leaf first; empty for all others.
        public let serverChain: [Data]
        /// The county's certificate authority, PEM.
        public let authorityPEM: Data
        let county: DeviceCertificate
        let server: DeviceCertificate
        let url: String
    }

    /// Fetches and compares the county's authority, then has a certificate issued.
    ///
    /// Nothing secret is sent before the authority has been compared with the code.
    ///
    /// - Parameters:
    ///   - url: The server, such as `https://county.example:8443`.
    ///   - code: The one-time code as it was typed.
    ///   - key: The key that the certificate is for.
    ///   - authority: The county's certificate in PEM, if it travelled; must fit the code. Nil has
    ///     it fetched from the server.
    ///   - certificateRequest: A relay's PKCS#10 in DER.
    /// - Returns: What ``Replica/adopt(_:)`` keeps.
    /// - Throws: `wrong_usage` for an address that is none, `code_invalid`, `code_used`,
    ///   `code_expired`, `authority_mismatch`, `certificate_invalid` for a reply that is not the
    ///   county's, `forbidden` for a certificate request with the code of no township,
    ///   `relay_offline`, and what the transport meets.
    public static func request(
        url: String,
        code: String,
        key: DeviceKey,
        authority: Data? = nil,
        certificateRequest: Data? = nil
    ) throws -> Result {
        let code = try EnrolmentCode(code)
        let address = try ServerAddress(url)
        let pem = try authority ?? fetchAuthority(address)
        guard let der = der(pem), code.names(authority: der) else {
            throw Problem(.authorityMismatch, ["host": address.host])
        }
        var message = WireEnrolRequest()
        message.code = code.secret.hexadecimal
        message.publicKey = key.publicKey
        message.signature = try key.sign(
            domain + Data(message.code.utf8) + message.publicKey
        )
        message.version = Limits.protocolVersion
        if let certificateRequest { message.certificateRequest = certificateRequest }
        let transport = try CurlTransport(address, trust: .pinned(pem))
        let reply = try transport.send(
            TransportRequest(
                .post,
                "/v1/enrol",
                body: try message.serializedData(),
                retrySafe: true
            )
        )
        if let problem = reply.problem { throw problem }
        return try result(
            try SyncResponder.read(reply.body),
            key: key,
            pem: pem,
            url: address.text
        )
    }

    private static func result(
        _ wire: WireEnrolReply,
        key: DeviceKey,
        pem: Data,
        url: String
    ) throws -> Result {
        let county = try DeviceCertificate(wire.county)
        let own = try DeviceCertificate(wire.certificate)
        let server = try DeviceCertificate(wire.server)
        guard county.role == .county, county.isSigned(by: county.publicKey),
            own.isSigned(by: county.publicKey), own.publicKey == key.publicKey,
            server.isSigned(by: county.publicKey)
        else { throw Problem(.certificateInvalid) }
        return Result(
            certificate: own,
            serverChain: wire.serverChain,
            authorityPEM: pem,
            county: county,
            server: server,
            url: url
        )
    }

    private static func fetchAuthority(_ address: ServerAddress) throws -> Data {
        let transport = try CurlTransport(address, trust: .unverified)
        let reply = try transport.send(
            TransportRequest(
                .get,
                CurlTransport.authorityPath,
                headers: ["accept": "application/x-pem-file"],
                retrySafe: true
            )
        )
        guard reply.status == 200 else {
            throw Problem(.notAServer, ["host": address.host, "reason": "HTTP \(reply.status)"])
        }
        return reply.body
    }

    /// The bytes of the first certificate in a PEM text.
    static func der(_ pem: Data) -> Data? {
        let lines = String(decoding: pem, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(of: "-----BEGIN CERTIFICATE-----"),
            let end = lines[begin...].firstIndex(of: "-----END CERTIFICATE-----")
        else { return nil }
        return Data(base64Encoded: lines[(begin + 1)..<end].joined())
    }
}

extension Replica {
    /// Has a certificate issued for this store's own device; nothing is kept yet.
    ///
    /// - Parameters:
    ///   - url: The server, such as `https://county.example:8443`.
    ///   - code: The one-time code as it was typed.
    ///   - authority: The county's certificate in PEM, if it travelled; must fit the code.
    ///   - certificateRequest: A relay's PKCS#10 in DER.
    /// - Returns: What ``adopt(_:)`` keeps.
    /// - Throws: As ``Enrolment/request(url:code:key:authority:certificateRequest:)``.
    public func enrol(
        url: String,
        code: String,
        authority: Data? = nil,
        certificateRequest: Data? = nil
    ) throws -> Enrolment.Result {
        try Enrolment.request(
            url: url,
            code: code,
            key: key,
            authority: authority,
            certificateRequest: certificateRequest
        )
    }

    /// Keeps what an enrolment gave; from here on this store can sync.
    ///
    /// - Parameter enrolment: What was given to this very device.
    /// - Throws: `certificate_invalid` if it is another device's or not the county's.
    public func adopt(_ enrolment: Enrolment.Result) throws {
        try write { writer in
            try writer.setTrust(county: enrolment.county, own: enrolment.certificate)
            try writer.writing.setValue(Keys.authority, enrolment.authorityPEM)
            try writer.writing.setValue(Keys.serverURL, Data(enrolment.url.utf8))
            try writer.writing.setValue(
                Keys.server(enrolment.url),
                Data("\(enrolment.server.device)".utf8)
            )
        }
    }
}
