import Foundation

/// A device that exists only beside a county's store, to write what two people wrote who did not
/// know of each other: for demonstrations and tests.
///
/// Its writes are as true as any: its own key, the county's certificate, its own log.
package final class InventedDevice {
    private let replica: Replica
    private let county: Replica
    private let name: String

    /// Has the county issue a certificate to the device, and gives it an empty replica in memory.
    package init(
        of county: Replica, name: String, scopes: [String], key: DeviceKey, clock: any Clock,
        random: any RandomSource
    ) throws {
        self.county = county
        self.name = name
        replica = try Replica(
            store: MemoryStore(), key: key, kind: .laptop, clock: clock, random: random)
        let now = county.clock.milliseconds()
        let certificate = try DeviceCertificate.issue(
            publicKey: key.publicKey, name: name, role: .teacher, scopes: scopes, issued: now,
            expires: now + Int64(Limits.certificateDays) * 86_400_000, by: county.key)
        try county.write { try $0.publish(certificate) }
        guard let own = try county.read({ try $0.countyCertificate() }) else {
            throw Problem(.notEnrolled)
        }
        try replica.write { try $0.setTrust(county: own, own: certificate) }
    }

    /// Gives the device what is live of a record at the county now.
    package func receive(_ id: RecordID) throws {
        let live = try county.read { try $0.heldState(id).live.map(\.signed) }
        try replica.write { writer in
            for signed in live { try writer.apply(signed, source: county.device) }
        }
    }

    /// Writes on the device.
    package func edit(_ edits: [Edit]) throws {
        _ = try replica.write { try $0.edit(edits, author: name) }
    }

    /// Hands all that was written on the device to the county, as a sync does.
    package func handIn() throws {
        var lines: [SignedWrite] = []
        try replica.read { reader in
            try reader.ownLines(notIn: CausalContext()) { _, signed in
                lines.append(signed)
                return true
            }
        }
        try county.write { writer in
            for signed in lines {
                guard
                    try writer.verdict(on: signed, from: replica.device, isWhole: true) == .apply
                else { throw Problem(.outOfScope, ["id": "\(signed.write.record)"]) }
                try writer.apply(signed, source: replica.device)
                try writer.noteLine(signed)
            }
            for id in Set(lines.map(\.write.dot.replica)).sorted() { try writer.renewSeal(of: id) }
        }
    }
}
