import Foundation

/// What a store is in the county: only who starts a conversation, and what it may decide, differ.
public enum ReplicaKind: String, Codable, Sendable {
    /// A teacher's laptop.
    case laptop
    /// A township's relay: serves laptops, syncs with the county.
    case relay
    /// The county's server.
    case county
}

/// The engine: a store and the merge rule.
///
/// A laptop, a relay and the county each hold one.
///
/// Every change is one transaction: read from the store, ask merge, write the answer. Nothing here
/// waits, and clock and randomness are given, so that a whole county can run under one seed.
public final class Replica: Sendable {
    package let store: any Store
    package let clock: any Clock
    package let random: any RandomSource
    /// The table of types and fields by which this replica judges and shows.
    public let policies: PolicyTable
    package let key: DeviceKey
    let checkedCertificates = CheckedCertificates()
    /// What this store is in the county, settled when it was made.
    public let kind: ReplicaKind

    /// The device that signs what is written here.
    public var device: DeviceID { key.device }

    /// Opens a replica over a store.
    ///
    /// - Parameters:
    ///   - store: Where everything is kept; an empty one begins its first incarnation.
    ///   - key: The device's key; its id is the first half of every replica id used here.
    ///   - kind: What the store is in the county.
    ///   - clock: Stamps writes, and tells when certificates and sessions end.
    ///   - random: Where ids and incarnations come from.
    ///   - policies: How each field is treated.
    ///   - isMoved: True if the store is not where it was closed (copied, restored, imaged): a new
    ///     incarnation and a new epoch begin at once.
    /// - Throws: What the store meets.
    package init(
        store: any Store,
        key: DeviceKey,
        kind: ReplicaKind,
        clock: any Clock,
        random: any RandomSource,
        policies: PolicyTable = .county,
        isMoved: Bool = false
    ) throws {
        self.store = store
        self.key = key
        self.kind = kind
        self.clock = clock
        self.random = random
        self.policies = policies
        let begun = try store.read { try $0.value(Keys.replica) } != nil
        #if PLANTED_BUGS
        if begun, Planted.current == .identityReused { return }
        #endif
        if !begun || isMoved {
            try write { try $0.beginIncarnation(newEpoch: true) }
        }
    }

    /// Reads, in one transaction.
    package func read<Result>(_ body: (ReplicaReader) throws -> Result) throws -> Result {
        try store.read { try body(ReplicaReader(replica: self, store: $0)) }
    }

    /// Changes, in one transaction that is durable when this returns; nothing is left on an error.
    package func write<Result>(_ body: (ReplicaWriter) throws -> Result) throws -> Result {
        try store.write { store in
            let writer = ReplicaWriter(replica: self, writing: store)
            let result = try body(writer)
            try writer.flush()
            return result
        }
    }

    /// A new random id of sixteen bytes.
    package func randomIdentifier() -> Identifier16 {
        Identifier16(high: random.next(), low: random.next())
    }
}

/// The keys under which the store keeps what is neither write nor record.
package enum Keys {
    /// The replica id in use.
    static let replica = "replica/current"
    /// All replica ids that this store has had, and whose logs are therefore its own.
    static let replicas = "replica/own"
    /// The id of this store since it was last made, restored or moved.
    static let epoch = "replica/epoch"
    /// The offset of this machine's clock, in milliseconds, learnt at the last sync.
    static let clockOffset = "clock/offset"
    /// The log of a replica, as runs.
    static func log(_ replica: ReplicaID) -> String { "log/\(replica)" }
    static let logPrefix = "log/"
    /// Where owners of a log that was given up have ended, as a context.
    static func ends(_ replica: ReplicaID) -> String { "ends/\(replica)" }
    static func held(_ hash: WriteHash) -> String { "held/\(hash)" }
    static let heldPrefix = "held/"
    static func seal(_ replica: ReplicaID) -> String { "seal/\(replica)" }
    static let sealPrefix = "seal/"
    static let sealNumber = "seals/number"
    /// The highest number of a seal that is known by others' words only.
    static let passedSealNumber = "seals/passed"
    static func stray(_ record: RecordID) -> String { "stray/\(record)" }
    static let strayPrefix = "stray/"
    static func mark(_ record: RecordID, _ bucket: String) -> String { markPrefix(record) + bucket }
    static func markPrefix(_ record: RecordID) -> String { "mark/\(record)/" }
    static let marksPrefix = "mark/"
    /// What is covered in a register by writes that are live no more, and not by what covers them.
    static func covered(_ record: RecordID, _ key: RegisterKey) -> String {
        // With its length in front, a name cannot run into an element.
        "\(coveredPrefix(record))\(key.name.utf8.count) \(key.name)\(key.element ?? "")"
    }
    static func coveredPrefix(_ record: RecordID) -> String { "covered/\(record)/" }
    static let coveredPrefix = "covered/"
    static func peer(_ device: DeviceID) -> String { "\(peerPrefix)\(device)" }
    static let peerPrefix = "peer/"
    /// The number above which signatures were taken on the word of the next line; none if all were
    /// checked.
    static let unprovenAfter = "signatures/unproven"
    /// How far a replica's log is believed to have reached, beyond what is held of it.
    static func believed(_ replica: ReplicaID) -> String { "\(believedPrefix)\(replica)" }
    static let believedPrefix = "believed/"
    /// The difference to a server that an exchange of everything has not mended.
    static func unhealed(_ device: DeviceID) -> String { "unhealed/\(device)" }
    static func asker(_ device: DeviceID) -> String { "asker/\(device)" }
    static func shownCertificate(_ device: DeviceID) -> String { "trust/shown/\(device)" }
    static func reissued(_ hash: WriteHash) -> String { "reissued/\(hash)" }
    package static let county = "trust/county"
    static let ownCertificate = "trust/own"
    /// The county's certificate authority, PEM.
    static let authority = "trust/authority"
    /// The server at which this store was enrolled.
    static let serverURL = "server/url"
    /// The minute in which the store was last shown to be writable.
    static let checked = "health/minute"
    /// The device id of the server at an address.
    static func server(_ url: String) -> String { "server/at/\(url)" }
}
