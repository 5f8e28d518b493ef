import Foundation
import SwiftProtobuf

/// What is known of devices here: their certificates live as records in the bucket `system`.
extension ReplicaReader {
    /// The county's certificate, once this store belongs to a county.
    package func countyCertificate() throws -> DeviceCertificate? {
        try store.value(Keys.county).flatMap { try DeviceCertificate(encoded: $0) }
    }

    /// This device's own certificate.
    package func ownCertificate() throws -> DeviceCertificate? {
        try store.value(Keys.ownCertificate).flatMap { try DeviceCertificate(encoded: $0) }
    }

    /// Whether a device is the county's.
    package func isCounty(_ device: DeviceID) throws -> Bool {
        try countyCertificate()?.device == device
    }

    /// The certificate of a device, if the county gave it one and it is known here.
    package func certificate(of device: DeviceID) throws -> DeviceCertificate? {
        if let county = try countyCertificate(), county.device == device { return county }
        if let own = try ownCertificate(), own.device == device { return own }
        guard let state = try state(DeviceCertificate.record(of: device)) else { return nil }
        return try state.entries(RegisterKey("certificate"))
            .compactMap { try believed($0.value, of: device) }
            .max { $0.issued < $1.issued }
    }

    /// A certificate that somebody wrote into a record, if the county really gave it to the device.
    private func believed(_ value: Value, of device: DeviceID) throws -> DeviceCertificate? {
        guard case .data(let data) = value else { return nil }
        if let known = certificates[data] { return known.device == device ? known : nil }
        guard let county = try countyCertificate(),
            let certificate = try? DeviceCertificate(encoded: data),
            certificate.isSigned(by: county.publicKey)
        else { return nil }
        certificates[data] = certificate
        return certificate.device == device ? certificate : nil
    }

    /// Whether the county has shut a device out.
    package func isRevoked(_ device: DeviceID) throws -> Bool {
        let state = try state(DeviceCertificate.record(of: device))
        return state?.entries(RegisterKey("revoked")).contains { $0.value == .boolean(true) } ?? false
    }
}
