/// How a replica stands towards its county: what `field status` says.
public struct ReplicaStatus: Sendable {
    /// Own lines that no server has been offered yet, or none that was met serves; at a relay also
    /// what laptops have brought and the county has not been offered; always 0 at the county.
    public let unsent: Int
    /// Own lines that no seal of the county covers; always 0 at the county.
    public let unsealed: Int
    /// Writes held aside or refused, here or elsewhere, as far as this store knows.
    public let held: Int
    /// Conflicts that wait for a person; those kept as history only are not counted.
    public let conflicts: Int
    /// When the last sync ended in which there was something to exchange, in milliseconds since
    /// 1970 by the server's clock; nil before the first.
    public let lastSync: Int64?
    /// What this machine's clock lacks to the server's, in seconds, as last learnt: below zero if
    /// it is ahead; nil before the first sync.
    public let clockOffsetSeconds: Double?
    /// Whether the store is encrypted at rest; never, in this version.
    public let isEncrypted: Bool
    /// The device that signs what is written here.
    public let device: DeviceID
    /// The replica id that the next write will bear.
    public let replica: ReplicaID
    /// The replicas of which two histories are held, because a laptop was copied or restored.
    public let forks: [ReplicaID]
    /// The certificate that the county gave last; nil before enrolment.
    public let certificate: DeviceCertificate?
}

extension Replica {
    /// How this replica stands now, from one snapshot.
    public func status() throws -> ReplicaStatus {
        try read { reader in
            let standing = try reader.standing()
            return ReplicaStatus(
                unsent: standing.unsent,
                unsealed: standing.unsealed,
                held: try reader.heldCount(),
                conflicts: try reader.conflicts(all: false).count,
                lastSync: standing.lastSync,
                clockOffsetSeconds: try reader.clockOffset().map { Double($0) / 1_000 },
                isEncrypted: false,
                device: device,
                replica: try reader.currentReplica(),
                forks: try reader.loggedReplicas().filter {
                    try reader.log($0).forkedFrom != nil
                },
                certificate: try reader.ownCertificate()
            )
        }
    }
}

extension ReplicaReader {
    /// What the state of the exchange says of the own lines.
    func standing() throws -> (unsent: Int, unsealed: Int, lastSync: Int64?) {
        let peers = try peers().map(\.state)
        let offered = peers.map(\.pushed).max() ?? 0
        let lines = try OwnLineStandings(self)
        var unsent = 0
        try ownLines(notIn: lines.sealed) { stored, signed in
            if lines.standing(of: signed.write, sequence: stored.sequence) == .waiting {
                unsent += 1
            }
            return true
        }
        if replica.kind == .relay { unsent += try waiting(after: offered) }
        return (
            unsent: replica.kind == .county ? 0 : unsent, unsealed: try unsealedCount(),
            lastSync: peers.map(\.lastSync).filter { $0 > 0 }.max()
        )
    }

    /// How many writes are held aside or were refused.
    func heldCount() throws -> Int { try store.values(prefix: Keys.heldPrefix).count }

    /// At a relay: what laptops have brought since the county was last offered everything.
    private func waiting(after offered: UInt64) throws -> Int {
        let county = try countyCertificate()?.device
        var count = 0
        var last = offered
        while true {
            let part = try store.writes(after: last, limit: 1_000)
            guard let end = part.last?.sequence else { return count }
            count += part.count { $0.source != nil && $0.source != county }
            last = end
        }
    }
}
