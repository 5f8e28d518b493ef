package import FieldKit
import Foundation

/// A small county under one seed and one clock: makes replicas, and knows whose they are.
package final class Town {
    package let clock: FixedClock
    package let random: SeededRandom
    /// The key of the county's own store.
    package let countyKey: DeviceKey
    /// The county's certificate, which every replica of the town trusts.
    package let countyCertificate: DeviceCertificate
    /// The replicas in the order in which they were made.
    package private(set) var residents: [Resident] = []
    private var names: [DeviceID: String] = [:]

    package init(seed: UInt64 = 1, clock: FixedClock = FixedClock()) throws {
        self.clock = clock
        random = SeededRandom(seed: seed)
        countyKey = try Self.key(random)
        countyCertificate = try DeviceCertificate.issue(
            publicKey: countyKey.publicKey,
            name: "county",
            role: .county,
            scopes: [""],
            issued: 0,
            expires: 4_000_000_000_000,
            by: countyKey
        )
    }

    /// Where a replica keeps what it holds.
    package enum Keeping: CaseIterable, Sendable {
        case memory
        case file
    }

    /// A teacher's laptop.
    package func laptop(_ name: String, in keeping: Keeping = .memory) throws -> Resident {
        try resident(name, .laptop, key: try Self.key(random), in: keeping)
    }

    /// A township's relay.
    package func relay(_ name: String, in keeping: Keeping = .memory) throws -> Resident {
        try resident(name, .relay, key: try Self.key(random), in: keeping)
    }

    /// The county's own store.
    package func county(in keeping: Keeping = .memory) throws -> Resident {
        try resident("county", .county, key: countyKey, in: keeping)
    }

    /// The same device over a copy of its store: what copying the home, or restoring it, gives.
    package func copy(_ original: Resident, isMoved: Bool) throws -> Resident {
        guard let store = original.store as? MemoryStore else { throw TownError.notInMemory }
        return try resident(
            original.name,
            original.replica.kind,
            key: original.key,
            store: store.copy(),
            folder: nil,
            isMoved: isMoved
        )
    }

    /// A certificate that the county gives to a device.
    package func certificate(for resident: Resident, role: DeviceRole) throws -> DeviceCertificate {
        try DeviceCertificate.issue(
            publicKey: resident.key.publicKey,
            name: resident.name,
            role: role,
            scopes: [""],
            issued: clock.milliseconds(),
            expires: 4_000_000_000_000,
            by: countyKey
        )
    }

    /// Makes a laptop's folder a teacher's of this county, or a school's.
    package func enrol(
        _ folder: ReplicaFolder,
        as name: String,
        scopes: [String],
        role: DeviceRole = .teacher
    ) throws {
        let own = try DeviceCertificate.issue(
            publicKey: folder.replica.key.publicKey,
            name: name,
            role: role,
            scopes: scopes,
            issued: 0,
            expires: 4_000_000_000_000,
            by: countyKey
        )
        try folder.replica.write { try $0.setTrust(county: countyCertificate, own: own) }
    }

    /// Everybody gives what is live there to everybody, until nothing changes.
    package func mix(_ some: [Resident]? = nil) throws {
        let residents = some ?? residents
        var isChanged = true
        while isChanged {
            isChanged = false
            for giver in residents {
                let live = try giver.liveWrites()
                for taker in residents where taker.device != giver.device || some != nil {
                    isChanged = try taker.take(live) || isChanged
                }
            }
        }
    }

    /// Whose replica it is, for texts.
    package func name(of replica: ReplicaID) -> String {
        names[replica.device] ?? "\(replica.device)"
    }

    package static func key(_ random: SeededRandom) throws -> DeviceKey {
        guard let key = DeviceKey(secret: random.bytes(32)) else { throw TownError.noKey }
        return key
    }

    private func resident(
        _ name: String,
        _ kind: ReplicaKind,
        key: DeviceKey,
        in keeping: Keeping
    ) throws -> Resident {
        guard keeping == .file else {
            return try resident(
                name,
                kind,
                key: key,
                store: MemoryStore(),
                folder: nil,
                isMoved: false
            )
        }
        let folder = try TemporaryFolder()
        return try resident(
            name,
            kind,
            key: key,
            store: try SQLiteStore(path: folder.path("store.sqlite")),
            folder: folder,
            isMoved: false
        )
    }

    private func resident(
        _ name: String,
        _ kind: ReplicaKind,
        key: DeviceKey,
        store: any Store,
        folder: TemporaryFolder?,
        isMoved: Bool
    ) throws -> Resident {
        let certificate = try countyCertificate.encoded()
        try store.write { try $0.setValue(Keys.county, certificate) }
        let replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random,
            isMoved: isMoved
        )
        names[key.device] = name
        let resident = Resident(
            name: name,
            key: key,
            replica: replica,
            store: store,
            folder: folder,
            town: self
        )
        residents.append(resident)
        return resident
    }
}

/// What can go wrong in a test's own town.
package enum TownError: Error {
    case notInMemory
    case noKey
    case nothingWritten
}
