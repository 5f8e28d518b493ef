package import Foundation
import SwiftProtobuf

/// A line of a log that is held whole but not applied.
package struct AsideLine: Hashable, Sendable {
    package let counter: UInt64
    package let hash: WriteHash
    package let code: String
}

/// The county's signed word which lines of a replica's log it holds durably.
package struct Seal: Hashable, Sendable {
    package let epoch: Identifier16
    /// Rises with every seal that the county gives; a newer statement replaces an older one.
    package let number: UInt64
    package let replica: ReplicaID
    package let runs: [LogRun]
    package let aside: [AsideLine]
    package let message: WireSignedSeal

    private static let domain = Data("FieldKit seal 1\0".utf8)

    /// Signs what the county holds of a replica's log.
    static func sign(
        epoch: Identifier16,
        number: UInt64,
        replica: ReplicaID,
        runs: [LogRun],
        aside: [AsideLine],
        with key: DeviceKey
    ) throws -> Seal {
        var wire = WireSeal()
        wire.epoch = epoch.bytes
        wire.number = number
        wire.replica = replica.bytes
        wire.runs = runs.map(WireRun.init)
        wire.aside = aside.map { line in
            var wire = WireAsideLine()
            wire.counter = line.counter
            wire.hash = line.hash.bytes
            wire.code = line.code
            return wire
        }
        var message = WireSignedSeal()
        message.body = try wire.serializedData()
        message.signature = try key.sign(domain + message.body)
        return Seal(
            epoch: epoch,
            number: number,
            replica: replica,
            runs: runs,
            aside: aside,
            message: message
        )
    }

    private init(
        epoch: Identifier16,
        number: UInt64,
        replica: ReplicaID,
        runs: [LogRun],
        aside: [AsideLine],
        message: WireSignedSeal
    ) {
        self.epoch = epoch
        self.number = number
        self.replica = replica
        self.runs = runs
        self.aside = aside
        self.message = message
    }

    /// Reads a seal; does not check who signed it.
    package init(_ message: WireSignedSeal) throws {
        guard let wire = try? WireSeal(serializedBytes: message.body),
            let epoch = Identifier16(bytes: wire.epoch),
            let replica = ReplicaID(bytes: wire.replica)
        else { throw Problem(.messageUndecodable, ["reason": "a seal"]) }
        self.init(
            epoch: epoch,
            number: wire.number,
            replica: replica,
            runs: try wire.runs.map { try LogRun($0) },
            aside: try wire.aside.map { line in
                guard let hash = WriteHash(bytes: line.hash) else {
                    throw Problem(.messageUndecodable, ["reason": "a seal"])
                }
                return AsideLine(counter: line.counter, hash: hash, code: line.code)
            },
            message: message
        )
    }

    /// Whether the county with this key signed it.
    package func isSigned(by countyKey: Data) -> Bool {
        DeviceKey.verify(
            message.signature,
            over: Self.domain + message.body,
            publicKey: countyKey
        )
    }
}

extension WireRun {
    init(_ run: LogRun) {
        self.init()
        low = run.low
        high = run.high
        hash = run.hash.bytes
    }
}

extension LogRun {
    init(_ wire: WireRun) throws {
        guard let hash = WriteHash(bytes: wire.hash), wire.low > 0, wire.low <= wire.high,
            wire.high < Limits.counterEnd
        else {
            throw Problem(.messageUndecodable, ["reason": "a run"])
        }
        self.init(low: wire.low, high: wire.high, hash: hash)
    }
}
