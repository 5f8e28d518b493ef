import Crypto
public import Foundation
import SwiftProtobuf

/// What a device, or a person at the review pages, may do in a county.
public enum DeviceRole: String, CaseIterable, Codable, Sendable {
    /// A teacher's laptop.
    case teacher
    /// A school's laptop.
    case school
    /// A township's relay or clerk.
    case township
    /// A county reviewer.
    case reviewer
    /// A county administrator.
    case administrator
    /// Reads, masked.
    case auditor
    /// Reads the audit log only.
    case security
    /// The county's own server.
    case county

    /// Whether a device of this role holds records and writes them.
    ///
    /// An auditor reads masked, and security reads the audit log: both on the county's pages, for a
    /// replica holds writes as they were signed and can mask none.
    package var holdsRecords: Bool {
        switch self {
        case .teacher, .school, .township, .reviewer, .administrator, .county: true
        case .auditor, .security: false
        }
    }

    /// Whether who works with such a device decides conflicts for the county.
    package var decidesForCounty: Bool {
        switch self {
        case .county, .reviewer, .administrator: true
        case .teacher, .school, .township, .auditor, .security: false
        }
    }
}

/// The county's word that a device with a certain key has a role and a scope.
public struct DeviceCertificate: Hashable, Sendable {
    /// The device, whose id follows from the public key.
    public let device: DeviceID
    /// Its Ed25519 public key, 32 bytes.
    public let publicKey: Data
    /// The person or place that it was issued to.
    public let name: String
    /// What it may do.
    public let role: DeviceRole
    /// The code prefixes of the buckets it may hold; one empty prefix means all.
    public let scopes: [String]
    /// When it was issued, in milliseconds since 1970.
    public let issued: Int64
    /// When it ends, in milliseconds since 1970; after that the device may push but receives
    /// nothing, until the county renews it.
    public let expires: Int64
    /// The device id of the county's server that issued it.
    public let county: DeviceID
    let body: Data
    let signature: Data

    private static let domain = Data("FieldKit certificate 1\0".utf8)

    /// Whether this one counts before another of the same device: the one issued later; of two that a county
    /// issued at one moment, because it was restored or its clock stood still, the one with the greater bytes.
    package func isNewer(than other: DeviceCertificate) -> Bool {
        guard issued == other.issued else { return issued > other.issued }
        return other.body.lexicographicallyPrecedes(body)
    }

    /// Issues a certificate with the county's key.
    package static func issue(
        publicKey: Data,
        name: String,
        role: DeviceRole,
        scopes: [String],
        issued: Int64,
        expires: Int64,
        by county: DeviceKey
    ) throws -> DeviceCertificate {
        var wire = WireCertificate()
        wire.device = DeviceID(publicKey: publicKey).bytes
        wire.publicKey = publicKey
        wire.name = name
        wire.role = role.rawValue
        wire.scopes = scopes.sorted()
        wire.issued = issued
        wire.expires = expires
        wire.county = county.device.bytes
        let body = try wire.serializedData()
        return try DeviceCertificate(body: body, signature: try county.sign(domain + body))
    }

    private init(body: Data, signature: Data) throws {
        let wire = try WireCertificate(serializedBytes: body)
        guard let device = DeviceID(bytes: wire.device), wire.publicKey.count == 32,
            DeviceID(publicKey: wire.publicKey) == device,
            let county = DeviceID(bytes: wire.county),
            let role = DeviceRole(rawValue: wire.role), signature.count == 64
        else { throw Problem(.certificateInvalid) }
        self.device = device
        self.publicKey = wire.publicKey
        self.name = wire.name
        self.role = role
        self.scopes = wire.scopes
        self.issued = wire.issued
        self.expires = wire.expires
        self.county = county
        self.body = body
        self.signature = signature
    }

    /// Reads an encoded signed certificate; does not check who signed it.
    ///
    /// - Throws: `certificate_invalid`.
    package init(encoded: Data) throws {
        guard let wire = try? WireSignedCertificate(serializedBytes: encoded) else {
            throw Problem(.certificateInvalid)
        }
        try self.init(wire)
    }

    package init(_ wire: WireSignedCertificate) throws {
        do {
            try self.init(body: wire.body, signature: wire.signature)
        } catch {
            throw Problem(.certificateInvalid)
        }
    }

    /// The message that carries it.
    package var message: WireSignedCertificate {
        var wire = WireSignedCertificate()
        wire.body = body
        wire.signature = signature
        return wire
    }

    /// Its encoded form.
    package func encoded() throws -> Data { try message.serializedData() }

    /// Whether the county with this key signed it.
    package func isSigned(by countyKey: Data) -> Bool {
        county == DeviceID(publicKey: countyKey)
            && DeviceKey.verify(signature, over: Self.domain + body, publicKey: countyKey)
    }

    /// The record that carries a device's certificate to every store.
    package static func record(of device: DeviceID) -> RecordID {
        let digest = SHA256.hash(data: Data("FieldKit device\0".utf8) + device.bytes)
        var bytes = Data(digest.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return RecordID(bytes: bytes) ?? RecordID(Identifier16(high: 0, low: device.raw))
    }

    /// Whether a record's id can be one of those that ``record(of:)`` gives: a UUID version 8, as no
    /// other record has.
    static func isRecord(_ id: RecordID) -> Bool { id.raw.high >> 12 & 0xF == 8 }

    /// Whether a bucket lies in this scope; the bucket `system` lies in everybody's.
    public func grants(_ bucket: String) -> Bool {
        bucket == "system" || scopes.contains { bucket.hasPrefix($0) }
    }
}
