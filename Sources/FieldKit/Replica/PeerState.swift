package import Foundation
import SwiftProtobuf

/// What this store remembers of a server that it syncs with; written with the data it covers.
package struct PeerState: Sendable {
    /// A point to which both sides can go back.
    package struct Checkpoint: Sendable {
        package var session: Data
        package var cursors: [String: FeedCursor]
        package var pushed: UInt64
    }

    package var checkpoints: [Checkpoint] = []
    /// How far the server's feed has been read, by granted code prefix.
    package var cursors: [String: FeedCursor] = [:]
    /// Everything up to this number was offered to the server.
    package var pushed: UInt64 = 0
    /// What was learnt from the server up to this number is offered again: it was restored.
    package var relearnThrough: UInt64 = 0
    package var epoch: Data = Data()
    package var lastSync: Int64 = 0
    /// The records that the server does not serve.
    package var unsent: Set<RecordID> = []
    package var isVerified = false
    package var scopes: [String] = []
    package var serverLog: (dot: Dot, hash: WriteHash)?
    package var isCounty = false

    package init() {}

    init(stored data: Data?) throws {
        guard let data else { return }
        let wire = try WireStoredPeer(serializedBytes: data)
        checkpoints = wire.checkpoints.map {
            Checkpoint(
                session: $0.session,
                cursors: Self.cursors($0.cursors),
                pushed: $0.pushed
            )
        }
        cursors = Self.cursors(wire.cursors)
        pushed = wire.pushed
        relearnThrough = wire.relearnThrough
        epoch = wire.epoch
        lastSync = wire.lastSync
        unsent = Set(wire.unsent.compactMap { RecordID(bytes: $0) })
        isVerified = wire.verified
        scopes = wire.scopes
        isCounty = wire.county
        if let replica = ReplicaID(bytes: wire.serverLog.replica),
            let hash = WriteHash(bytes: wire.serverLog.hash)
        {
            serverLog = (Dot(replica, wire.serverLog.counter), hash)
        }
    }

    /// Forgets how far the feed has been read of what is granted no longer.
    mutating func forgetCursors(beyond granted: Scope) {
        cursors = cursors.filter { granted.contains($0.key) }
        for index in checkpoints.indices {
            checkpoints[index].cursors = checkpoints[index].cursors.filter {
                granted.contains($0.key)
            }
        }
    }

    func stored() throws -> Data {
        var wire = WireStoredPeer()
        wire.checkpoints = checkpoints.map {
            var checkpoint = WireStoredCheckpoint()
            checkpoint.session = $0.session
            checkpoint.cursors = Self.wire($0.cursors)
            checkpoint.pushed = $0.pushed
            return checkpoint
        }
        wire.cursors = Self.wire(cursors)
        wire.pushed = pushed
        wire.relearnThrough = relearnThrough
        wire.epoch = epoch
        wire.lastSync = lastSync
        wire.unsent = unsent.sorted().map(\.bytes)
        wire.verified = isVerified
        wire.scopes = scopes
        wire.county = isCounty
        if let serverLog { wire.serverLog = WireLogHead(serverLog.dot, serverLog.hash) }
        return try wire.serializedData()
    }

    private static func cursors(_ wire: [WireScopeCursor]) -> [String: FeedCursor] {
        Dictionary(wire.map { ($0.scope, FeedCursor($0.cursor)) }) { $1 }
    }

    private static func wire(_ cursors: [String: FeedCursor]) -> [WireScopeCursor] {
        cursors.sorted { $0.key < $1.key }.map { scope, cursor in
            var wire = WireScopeCursor()
            wire.scope = scope
            wire.cursor = WireCursor(cursor)
            return wire
        }
    }
}

extension FeedCursor {
    init(_ wire: WireCursor) { self.init(complete: wire.complete, position: wire.position) }
}

extension WireCursor {
    init(_ cursor: FeedCursor) {
        self.init()
        complete = cursor.complete
        position = cursor.position
    }
}

extension WireLogHead {
    init(_ dot: Dot, _ hash: WriteHash) {
        self.init()
        replica = dot.replica.bytes
        counter = dot.counter
        self.hash = hash.bytes
    }
}

extension ReplicaReader {
    /// What is remembered of a server.
    package func peer(_ device: DeviceID) throws -> PeerState {
        try PeerState(stored: try store.value(Keys.peer(device)))
    }

    /// What is remembered of all servers.
    package func peers() throws -> [(device: DeviceID, state: PeerState)] {
        try store.values(prefix: Keys.peerPrefix).compactMap { entry in
            guard let device = DeviceID(String(entry.key.dropFirst(Keys.peerPrefix.count))) else {
                return nil
            }
            return (device, try PeerState(stored: entry.value))
        }
    }
}

extension ReplicaWriter {
    package func setPeer(_ device: DeviceID, _ state: PeerState) throws {
        try setValue(Keys.peer(device), try state.stored())
    }

    package func setClockOffset(_ milliseconds: Int64) throws {
        try setValue(Keys.clockOffset, Data("\(milliseconds)".utf8))
    }
}
