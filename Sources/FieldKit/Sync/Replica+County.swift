public import Foundation

/// What only a county's store does beside the exchange.
extension Replica {
    /// Gives a new county's store its own certificate; does nothing if it has one.
    ///
    /// - Parameter name: The county's name, which stands in its certificate and in its own writes.
    /// - Throws: `not_the_county`.
    public func foundCounty(name: String) throws {
        guard kind == .county else { throw Problem(.notTheCounty) }
        guard try read({ try $0.ownCertificate() }) == nil else { return }
        try EnrolmentDesk.found(self, name: name)
    }

    /// A one-time code for one device.
    ///
    /// - Parameters:
    ///   - name: Of the person or place; stands in the device's certificate and writes. From one to
    ///     ``Limits/authorBytesMax`` bytes.
    ///   - role: What the device may do.
    ///   - scopes: Code prefixes, digits only; one empty prefix is the whole county.
    ///   - authorityPEM: The certificate of the county's authority in PEM, whose fingerprint goes
    ///     into the code.
    /// - Returns: The code as people are given it, and when it ends, in milliseconds since 1970;
    ///   ``Limits/enrolmentDays`` days from now.
    /// - Throws: `not_the_county`, `value_missing` or `value_too_long` about the name,
    ///   `bucket_invalid`, `certificate_invalid` for a text that is no certificate.
    public func enrolmentCode(
        name: String,
        role: DeviceRole,
        scopes: [String],
        authorityPEM: Data
    ) throws -> (code: String, expires: Int64) {
        let (code, expires) = try EnrolmentDesk(replica: self, authorityPEM: authorityPEM)
            .issueCode(name: name, role: role, scopes: scopes)
        return (code.text, expires)
    }

    /// The public key by which others verify what this store signs, 32 bytes.
    public var publicKey: Data { key.publicKey }

    /// This store's own certificate as it travels, an encoded `SignedCertificate`.
    ///
    /// - Throws: `not_enrolled`.
    public func identity() throws -> Data {
        guard let own = try read({ try $0.ownCertificate() }) else { throw Problem(.notEnrolled) }
        return try own.encoded()
    }

    /// The store's epoch, 16 bytes, after a transaction that shows that it can be written.
    ///
    /// - Returns: The epoch.
    /// - Throws: What hinders it, such as `disk_full`, `home_read_only` or `home_busy`.
    public func checkWritable() throws -> Data {
        // A transaction without a change touches no disk; one change a minute wears none out.
        let minute = Data("\(clock.milliseconds() / 60_000)".utf8)
        return try write { writer in
            if try writer.store.value(Keys.checked) != minute {
                try writer.writing.setValue(Keys.checked, minute)
            }
            return try writer.epoch().bytes
        }
    }
}
