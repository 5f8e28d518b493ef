import SwiftProtobuf

/// A device of the county as a server knows it.
public struct KnownDevice: Sendable {
    /// What the county issued to it last.
    public let certificate: DeviceCertificate
    /// Whether the county has shut it out.
    public let isRevoked: Bool
    /// When it last said hello to this store and there was something to exchange, in milliseconds
    /// since 1970 by the clock here; nil if never.
    public let lastSync: Int64?
}

extension Replica {
    /// All devices of the county that are known here.
    ///
    /// - Returns: The devices whose certificate the county really gave, by when it was issued.
    /// - Throws: What the store meets.
    public func devices() throws -> [KnownDevice] {
        try read { reader in
            var devices: [KnownDevice] = []
            try reader.list("device") { view in
                guard case .data(let data)? = view.values["certificate"],
                    let shown = try? DeviceCertificate(encoded: data),
                    let certificate = try reader.certificate(of: shown.device)
                else { return }
                let asker = try reader.store.value(Keys.asker(certificate.device))
                    .map { try WireStoredAsker(serializedBytes: $0) }
                devices.append(
                    KnownDevice(
                        certificate: certificate,
                        isRevoked: try reader.isRevoked(certificate.device),
                        lastSync: asker?.lastSync
                    )
                )
            }
            return devices.sorted {
                ($0.certificate.issued, $0.certificate.device)
                    < ($1.certificate.issued, $1.certificate.device)
            }
        }
    }

    /// Shuts a device out: what it still sends waits for a person, and it receives nothing.
    ///
    /// - Parameter device: The device; shutting it out twice is shutting it out once.
    /// - Throws: `device_unknown`, `not_the_county`, and `forbidden` for the county's own store.
    public func revoke(_ device: DeviceID) throws {
        guard kind == .county else { throw Problem(.notTheCounty) }
        guard device != self.device else { throw Problem(.forbidden) }
        try write { try $0.revoke(device) }
    }
}
