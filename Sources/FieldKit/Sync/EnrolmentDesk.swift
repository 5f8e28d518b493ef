import Crypto
package import Foundation
import SwiftProtobuf

/// The county's side of enrolment: gives out one-time codes and issues certificates for them.
package final class EnrolmentDesk: Sendable {
    /// What a code stands for; only a hash of its secret is kept.
    struct Ticket: Codable {
        var name: String
        var role: DeviceRole
        var scopes: [String]
        var expires: Int64
        /// The public key that used it.
        var usedBy: Data?
    }

    private let replica: Replica
    private let authorityDER: Data

    /// The desk of a county whose authority is at hand in DER.
    ///
    /// - Parameters:
    ///   - replica: The county's store.
    ///   - authorityDER: The county's certificate authority, DER.
    package init(replica: Replica, authorityDER: Data) {
        self.replica = replica
        self.authorityDER = authorityDER
    }

    /// The desk of a county whose authority is at hand in PEM.
    ///
    /// - Parameters:
    ///   - replica: The county's store.
    ///   - authorityPEM: The county's certificate authority as files hold it.
    /// - Throws: `certificate_invalid` if there is none in the text.
    package convenience init(replica: Replica, authorityPEM: Data) throws {
        guard let der = Enrolment.der(authorityPEM) else { throw Problem(.certificateInvalid) }
        self.init(replica: replica, authorityDER: der)
    }

    /// Makes the county's own certificate in a new county's store.
    package static func found(_ replica: Replica, name: String) throws {
        let now = replica.clock.milliseconds()
        let county = try DeviceCertificate.issue(
            publicKey: replica.key.publicKey,
            name: name,
            role: .county,
            scopes: [""],
            issued: now,
            expires: now + 100 * 365 * 86_400_000,
            by: replica.key
        )
        try replica.write { writer in
            try writer.setTrust(county: county, own: county)
            try writer.publish(county)
        }
    }

    /// A one-time code for one device.
    ///
    /// - Parameters:
    ///   - name: Whom it is for; from one to ``Limits/authorBytesMax`` bytes.
    ///   - role: What the device may do.
    ///   - scopes: Code prefixes, digits only; one empty prefix is the whole county.
    /// - Returns: The code, of whose secret only a hash is kept, and when it ends, in milliseconds
    ///   since 1970.
    /// - Throws: `not_the_county`, `value_missing` or `value_too_long` about the name,
    ///   `bucket_invalid`.
    package func issueCode(
        name: String,
        role: DeviceRole,
        scopes: [String]
    ) throws -> (code: EnrolmentCode, expires: Int64) {
        guard replica.kind == .county else { throw Problem(.notTheCounty) }
        guard (1...Limits.authorBytesMax).contains(name.utf8.count) else {
            throw Problem(
                name.isEmpty ? .valueMissing : .valueTooLong,
                [
                    "field": "name", "bytes": "\(name.utf8.count)",
                    "limit": "\(Limits.authorBytesMax)",
                ]
            )
        }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        for scope in scopes where !scope.utf8.allSatisfy(digits.contains) {
            throw Problem(.bucketInvalid, ["bucket": scope])
        }
        let secret = replica.randomIdentifier().bytes.prefix(EnrolmentCode.secretBytes)
        guard
            let code = EnrolmentCode(
                secret: Data(secret),
                authority: EnrolmentCode.fingerprint(authorityDER)
            )
        else { throw Problem(.internalError, ["reason": "an enrolment code"]) }
        let expires =
            replica.clock.milliseconds() + Int64(Limits.enrolmentDays) * 86_400_000
        let ticket = Ticket(name: name, role: role, scopes: scopes, expires: expires)
        try replica.write {
            try $0.setValue(
                Self.key(code.secret.hexadecimal),
                try JSONEncoder().encode(ticket)
            )
        }
        return (code, expires)
    }

    /// Enrols a device.
    ///
    /// Asking again with the same code and key gives the same answer, so a lost reply costs nothing.
    ///
    /// - Parameters:
    ///   - body: The encoded request.
    ///   - signTransport: Issues a relay's HTTPS certificate: PKCS#10 in, chain out.
    /// - Returns: The encoded reply.
    /// - Throws: `message_undecodable`, `version_unsupported`, `signature_invalid`, `code_invalid`,
    ///   `code_used`, `code_expired`, and `forbidden` if somebody who is no township asks for an
    ///   HTTPS certificate; the code stays good then.
    package func enrol(
        _ body: Data,
        signTransport: (Data) throws -> [Data]
    ) throws -> Data {
        let request: WireEnrolRequest = try SyncResponder.read(body)
        guard request.version <= Limits.protocolVersion else {
            throw Problem(
                .versionUnsupported,
                ["version": "\(request.version)", "supported": "\(Limits.protocolVersion)"]
            )
        }
        guard
            DeviceKey.verify(
                request.signature,
                over: Enrolment.domain + Data(request.code.utf8) + request.publicKey,
                publicKey: request.publicKey
            )
        else { throw Problem(.signatureInvalid) }
        var reply = WireEnrolReply()
        let certificate = try replica.write { try issue(request, $0) }
        reply.certificate = certificate.message
        reply.authority = authorityDER
        reply.time = replica.clock.milliseconds()
        try replica.read { reader in
            if let county = try reader.countyCertificate() {
                reply.county = county.message
                reply.server = county.message
            }
        }
        if !request.certificateRequest.isEmpty {
            reply.serverChain = try signTransport(request.certificateRequest)
        }
        return try reply.serializedData()
    }

    private func issue(
        _ request: WireEnrolRequest,
        _ writer: ReplicaWriter
    ) throws -> DeviceCertificate {
        let key = Self.key(request.code)
        guard let stored = try writer.store.value(key) else { throw Problem(.codeInvalid) }
        var ticket = try JSONDecoder().decode(Ticket.self, from: stored)
        guard request.certificateRequest.isEmpty || ticket.role == .township else {
            throw Problem(.forbidden)
        }
        let device = DeviceID(publicKey: request.publicKey)
        if let usedBy = ticket.usedBy {
            guard usedBy == request.publicKey, let known = try writer.certificate(of: device)
            else { throw Problem(.codeUsed) }
            return known
        }
        guard ticket.expires > replica.clock.milliseconds() else {
            throw Problem(.codeExpired, ["days": "\(Limits.enrolmentDays)"])
        }
        if let other = try writer.certificate(of: device), other.publicKey != request.publicKey {
            throw Problem(.certificateInvalid)
        }
        let certificate = try writer.grant(
            publicKey: request.publicKey,
            name: ticket.name,
            role: ticket.role,
            scopes: ticket.scopes
        )
        ticket.usedBy = request.publicKey
        try writer.setValue(key, try JSONEncoder().encode(ticket))
        return certificate
    }

    /// Answers a relay's wish for a code for one of its laptops.
    package func code(_ body: Data, for certificate: DeviceCertificate) throws -> Data {
        let request: WireCodeRequest = try SyncResponder.read(body)
        guard certificate.role == .township else { throw Problem(.forbidden) }
        guard let role = DeviceRole(rawValue: request.role), role == .teacher || role == .school
        else {
            throw Problem(.roleInvalid, ["role": request.role, "roles": "teacher, school"])
        }
        let own = Scope(certificate.scopes)
        for scope in request.scopes where !own.contains(scope) { throw Problem(.forbidden) }
        let (code, expires) = try issueCode(
            name: request.name,
            role: role,
            scopes: request.scopes
        )
        var reply = WireCodeReply()
        reply.code = code.text
        reply.expires = expires
        return try reply.serializedData()
    }

    private static func key(_ secret: String) -> String {
        "enrolment/" + Data(SHA256.hash(data: Data(secret.utf8))).hexadecimal
    }
}
