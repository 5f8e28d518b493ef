package import Foundation
import SwiftProtobuf

/// What is known of devices here: their certificates live as records in the bucket `system`.
extension ReplicaReader {
    /// The county's certificate, once this store belongs to a county.
    package func countyCertificate() throws -> DeviceCertificate? {
        if county == nil { county = try trusted(Keys.county) }
        return county
    }

    /// This device's own certificate.
    package func ownCertificate() throws -> DeviceCertificate? {
        if own == nil { own = try trusted(Keys.ownCertificate) }
        return own
    }

    private func trusted(_ key: String) throws -> DeviceCertificate? {
        try store.value(key).map { try DeviceCertificate(encoded: $0) }
    }

    /// Whether a device is the county's.
    package func isCounty(_ device: DeviceID) throws -> Bool {
        // Asked several times for every write, so the certificate is not copied.
        if let known = county?.device { return known == device }
        return try countyCertificate()?.device == device
    }

    /// The certificate of a device, if the county gave it one and it is known here.
    package func certificate(of device: DeviceID) throws -> DeviceCertificate? {
        try standing(of: device).certificate
    }

    /// Whether the county has shut a device out.
    package func isRevoked(_ device: DeviceID) throws -> Bool {
        try standing(of: device).isRevoked
    }

    private func standing(of device: DeviceID) throws -> DeviceStanding {
        if let known = devices[device] { return known }
        let state = try state(DeviceCertificate.record(of: device))
        let standing = DeviceStanding(
            certificate: try certificate(of: device, in: state),
            isRevoked: try state?.entries(RegisterKey("revoked")).contains {
                try $0.value == .boolean(true) && isCounty($0.dot.replica.device)
            } ?? false
        )
        devices[device] = standing
        return standing
    }

    private func certificate(
        of device: DeviceID,
        in state: RecordState?
    ) throws -> DeviceCertificate? {
        if let county = try countyCertificate(), county.device == device { return county }
        if let own = try ownCertificate(), own.device == device { return own }
        if let published = try published(for: device, in: state) { return published }
        return try store.value(Keys.shownCertificate(device))
            .flatMap { try DeviceCertificate(encoded: $0) }
    }

    /// The certificate of this device that the county issued last, as far as its record tells.
    ///
    /// Not the one that is shown: a county that was restored, or whose clock was ahead, has left others
    /// beside it.
    package func publishedOwnCertificate() throws -> DeviceCertificate? {
        let device = replica.device
        return try published(
            for: device,
            in: state(DeviceCertificate.record(of: device))
        )
    }

    private func published(
        for device: DeviceID,
        in state: RecordState?
    ) throws -> DeviceCertificate? {
        try state?.entries(RegisterKey("certificate"))
            .compactMap { try believed($0.value, of: device) }
            .max { $1.isNewer(than: $0) }
    }

    /// A certificate that somebody wrote into a record, if the county really gave it to the device.
    private func believed(_ value: Value, of device: DeviceID) throws -> DeviceCertificate? {
        guard case .data(let data) = value, let county = try countyCertificate(),
            let certificate = try? DeviceCertificate(encoded: data),
            certificate.device == device,
            replica.checkedCertificates.isSigned(certificate, by: county.publicKey)
        else { return nil }
        return certificate
    }
}

/// How a device stands in the county.
struct DeviceStanding {
    let certificate: DeviceCertificate?
    let isRevoked: Bool
}

extension ReplicaWriter {
    /// Keeps what this store needs to know of its county and of itself, after enrolment or renewal.
    package func setTrust(county: DeviceCertificate, own: DeviceCertificate) throws {
        guard county.isSigned(by: county.publicKey), county.role == .county,
            own.isSigned(by: county.publicKey), own.device == replica.device
        else { throw Problem(.certificateInvalid) }
        try setValue(Keys.county, try county.encoded())
        try setValue(Keys.ownCertificate, try own.encoded())
        self.county = county
        self.own = own
        devices = [:]
    }

    /// Keeps a certificate that its owner showed, until the record with it arrives.
    package func keepShown(_ certificate: DeviceCertificate) throws {
        guard let county = try countyCertificate(),
            certificate.isSigned(by: county.publicKey)
        else { throw Problem(.certificateInvalid) }
        devices[certificate.device] = nil
        try setValue(
            Keys.shownCertificate(certificate.device),
            try certificate.encoded()
        )
    }

    /// At the county: gives a device a certificate, and publishes it to every store.
    ///
    /// - Parameters:
    ///   - publicKey: The device's public key, 32 bytes.
    ///   - name: The person or place that it is given to.
    ///   - role: What the device may do.
    ///   - scopes: Prefixes of the buckets that it may hold.
    /// - Returns: The certificate, from now on the one that counts, also where an earlier one was given
    ///   by a clock that was ahead.
    /// - Throws: `not_the_county`, and what the store meets.
    @discardableResult
    package func grant(
        publicKey: Data,
        name: String,
        role: DeviceRole,
        scopes: [String]
    ) throws -> DeviceCertificate {
        guard replica.kind == .county else { throw Problem(.notTheCounty) }
        let device = DeviceID(publicKey: publicKey)
        let last = try certificate(of: device)?.issued ?? .min
        let issued = max(replica.clock.milliseconds(), last + 1)
        let certificate = try DeviceCertificate.issue(
            publicKey: publicKey,
            name: name,
            role: role,
            scopes: scopes,
            issued: issued,
            expires: issued + Int64(Limits.certificateDays) * 86_400_000,
            by: replica.key
        )
        try publish(certificate)
        return certificate
    }

    /// At the county: publishes a device's certificate to every store.
    package func publish(_ certificate: DeviceCertificate) throws {
        try writeDevice(certificate.device, "certificate", .data(try certificate.encoded()))
    }

    /// At the county: shuts a device out.
    ///
    /// What it still sends is held aside for a person.
    package func revoke(_ device: DeviceID) throws {
        guard try certificate(of: device) != nil else {
            throw Problem(.deviceUnknown, ["device": "\(device)"])
        }
        try writeDevice(device, "revoked", .boolean(true))
    }

    private func writeDevice(_ device: DeviceID, _ field: String, _ value: Value) throws {
        guard replica.kind == .county else { throw Problem(.notTheCounty) }
        let id = DeviceCertificate.record(of: device)
        var changes: [Edit.Change] = [.set(field, value)]
        if try state(id) == nil { changes.append(.enter(Self.systemBucket)) }
        _ = try edit(
            [Edit(type: "device", id: id, changes: changes, isNew: true)],
            author: try ownCertificate()?.name ?? "county",
            authority: .county
        )
    }
}
