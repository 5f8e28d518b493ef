import FieldKit
import Foundation
import TestSupport

/// One store of the county, with the side that answers for it, and what the simulator knows of it.
final class Member {
    let name: String
    let key: DeviceKey
    let clock: FixedClock
    let role: DeviceRole
    private(set) var medium: Medium
    private(set) var store: any Store
    private(set) var replica: Replica
    private(set) var responder: SyncResponder
    /// The scopes that the county last granted.
    var scopes: [String] { granted.last ?? [] }
    /// The scopes that it was granted, one after the other.
    var granted: [[String]]
    /// The writes that this store has taken in and may not lose.
    var reached: Set<Int> = []
    /// The records that it holds.
    var records: Set<RecordID> = []
    /// The number up to which the oracle has looked.
    var seenThrough: UInt64 = 0
    /// What the person had been shown whose last save failed while the program went on: a copy of the
    /// disk may hold it all the same.
    var unsure: Reading?
    /// Copies of the file, with what the oracle knew of each.
    var backups: [Backup] = []
    /// Whether its clock stands still.
    var isClockStill = false
    /// Whether it runs an earlier version of the program.
    let isEarlier: Bool

    struct Backup {
        let medium: Medium
        let reached: Set<Int>
        let records: Set<RecordID>
        let seenThrough: UInt64
    }

    var kind: ReplicaKind { replica.kind }
    var device: DeviceID { key.device }

    init(
        name: String,
        key: DeviceKey,
        kind: ReplicaKind,
        role: DeviceRole,
        scopes: [String],
        clock: FixedClock,
        random: SeededRandom,
        medium: Medium,
        isMoved: Bool = false,
        isEarlier: Bool = false
    ) throws {
        self.isEarlier = isEarlier
        self.name = name
        self.key = key
        self.role = role
        granted = [scopes]
        self.clock = clock
        self.medium = medium
        store = try medium.open()
        replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random,
            policies: isEarlier ? .earlier : .county,
            isMoved: isMoved
        )
        responder = SyncResponder(replica: replica)
    }

    /// Stops the server and starts it again.
    func restart() { responder = SyncResponder(replica: replica) }

    func backUp() {
        backups.append(
            Backup(
                medium: medium.copy(),
                reached: reached,
                records: records,
                seenThrough: seenThrough
            )
        )
        backups = backups.suffix(2)
    }

    /// Puts a copy of the file in the place of the store.
    func restore(_ backup: Backup, isDetected: Bool, random: SeededRandom) throws {
        try close()
        medium = backup.medium.copy()
        try open(isMoved: isDetected, random: random)
        reached = backup.reached
        records = backup.records
        seenThrough = backup.seenThrough
    }

    // MARK: A disk that fails

    /// Whether a fault of its disk has come up.
    var hasFailed: Bool { medium.disk?.hasFailed == true }

    /// The program ends in the midst of things, perhaps for want of power, and is started anew.
    func crash(losesPower: Bool, random: SeededRandom) throws {
        guard let disk = medium.disk else { return }
        disk.fail(atCall: 0)
        if losesPower { disk.stop(atChange: 1) }
        try close()
        disk.stop(atChange: 0)
        if disk.isDead { disk.restart(seed: random.next()) }
        try open(isMoved: false, random: random)
    }

    private func close() throws { try (store as? SQLiteStore)?.close() }

    private func open(isMoved: Bool, random: SeededRandom) throws {
        store = try medium.open()
        replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random,
            policies: isEarlier ? .earlier : .county,
            isMoved: isMoved
        )
        restart()
    }
}
