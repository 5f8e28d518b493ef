package import Foundation
import SwiftProtobuf

/// The side that asks, as a state machine: a reply in, the next request out.
///
/// It reads and changes the replica, and does nothing else: no network, no waiting. What it has
/// taken in is durable before the next request, so it can be cut anywhere and begun again.
package final class SyncSession {
    /// What is to be done next.
    package enum Action: Sendable {
        /// Ask the server.
        case send(name: String, body: Data)
        /// All is exchanged.
        case finish
    }

    enum Phase {
        case hello
        case push(Outbox, next: Int, under: Int)
        case pushWhole([RecordID])
        case pull([PullGroup])
        case fetch(WirePullReply, [PullGroup], wanted: [RecordID], found: [WireRecordWrites])
        case sums(isSecond: Bool)
        case ranges(Healing, RangeSearch)
        case differing(Healing, wanted: [RecordID])
        case heal(Healing)
        case settleLeft([RecordID])
        case done
    }

    /// Granted prefixes that have been read equally far.
    struct PullGroup {
        var scopes: [String]
        var cursor: FeedCursor
    }

    /// Buckets whose records are searched for what differs, one after the other, or exchanged
    /// whole.
    struct Healing {
        var buckets: [String]
        /// Those to be exchanged whole, because one side holds nothing of them.
        var whole: Set<String>
        var after = Data()
        /// What the server gave.
        var seen: Set<RecordID> = []
        /// Of that, what this side has nothing to add to.
        var equal: Set<RecordID> = []
        /// What is held here and differs, or may differ.
        var upload: Set<RecordID> = []
    }

    package let replica: Replica
    package let server: DeviceID
    let application: String
    var phase = Phase.hello
    var peer = PeerState()
    var needs: [RecordID] = []
    /// What was offered of the records that are needed.
    var offered: Set<UInt64> = []
    /// Records taken in that have more than one live write: they alone can be in conflict.
    var touched: Set<RecordID> = []
    var serverAside: Set<RecordID> = []
    /// Records exchanged one by one in this session whose buckets no exchange makes equal.
    var exchanged: Set<RecordID> = []
    var showsCertificate = false
    var wantsEcho = false
    /// Whether the hello said that nothing is unsent, unsealed or held aside here.
    var isSettledHello = false
    /// Whether a session is opened also if there is nothing to exchange.
    package var wantsToken = false
    var isPushOnly = false
    /// What the server lacks or gave otherwise, once that is known of all buckets.
    var healing: Healing?
    private var restarts = 0
    package var report = SyncReport()
    /// Whether what no exchange has mended is tried once more.
    package var triesAgain = false
    /// The session's token, once there is one.
    package var token: Data?

    /// A session with one server; ``start()`` gives its first request.
    ///
    /// - Parameters:
    ///   - replica: The store that is synced.
    ///   - server: The device id of the server that is meant.
    ///   - application: Name and version of this program, which the server is told.
    package init(replica: Replica, server: DeviceID, application: String) {
        self.replica = replica
        self.server = server
        self.application = application
    }

    /// The first request.
    package func start() throws -> Action {
        phase = .hello
        token = nil
        return .send(name: "hello", body: try helloBody())
    }

    /// Takes a reply in and says what is next.
    package func receive(_ body: Data) throws -> Action {
        switch phase {
        case .hello: return try afterHello(try SyncResponder.read(body))
        case .push(let outbox, let next, let under):
            return try afterPush(try SyncResponder.read(body), outbox, next + under)
        case .pushWhole(let rest): return try afterWhole(try SyncResponder.read(body), rest)
        case .pull(let groups): return try afterPull(try SyncResponder.read(body), groups)
        case .fetch(let page, let groups, let wanted, let found):
            return try afterFetch(try SyncResponder.read(body), page, groups, wanted, found)
        case .sums(let isSecond): return try afterSums(try SyncResponder.read(body), isSecond)
        case .ranges(let healing, let search):
            return try afterRanges(try SyncResponder.read(body), healing, search)
        case .differing(let healing, let wanted):
            return try afterDiffering(try SyncResponder.read(body), healing, wanted)
        case .heal(let healing): return try afterHeal(try SyncResponder.read(body), healing)
        case .settleLeft(let wanted):
            return try afterLeft(try SyncResponder.read(body), wanted)
        case .done: throw Problem(.internalError, ["reason": "a reply after the end"])
        }
    }

    /// Takes a refusal in: begins again where that is safe, else throws it.
    package func receive(problem: Problem) throws -> Action {
        if problem.code == .certificateUnknown, case .hello = phase, !showsCertificate {
            showsCertificate = true
            return try start()
        }
        if problem.code == .sessionUnknown, restarts < 2 {
            restarts += 1
            return try start()
        }
        // A server of 0.1 does not know the search.
        if problem.code == .notFound, case .ranges(let healing, _) = phase {
            return try healWhole(healing)
        }
        throw problem
    }

    // MARK: The last step

    /// Stores what the next sync needs, forgets what may be forgotten, and ends.
    func finish(isVerified: Bool) throws -> Action {
        report.isVerified = isVerified
        try replica.write { writer in
            try writer.retryHeld()
            try writer.releaseCovered()
            try adoptOwnCertificate(writer)
            let own = try writer.ownCertificate()
            if let own, replica.kind != .county {
                let granted = Scope(own.scopes)
                report.evicted = try writer.evictStrays(granted: granted, knownTo: server)
                // What is forgotten now, every server has to give again should it be granted again.
                if report.evicted > 0 {
                    peer.forgetCursors(beyond: granted)
                    for (device, var other) in try writer.peers() where device != server {
                        other.forgetCursors(beyond: granted)
                        try writer.setPeer(device, other)
                    }
                }
            }
            peer.lastSync = replica.clock.milliseconds() + report.clockOffset
            peer.isVerified = isVerified
            // Everything since the push came from this server, unless somebody wrote here while the
            // sync waited for the network: that is offered the next time.
            if replica.kind == .laptop, peer.unsent.isEmpty,
                try !isWritten(after: peer.pushed, writer)
            {
                peer.pushed = try writer.store.head()
            }
            try writer.setPeer(server, peer)
            try describe(writer)
        }
        phase = .done
        return .finish
    }

    /// Whether a line of the own log was written here above a number.
    private func isWritten(after number: UInt64, _ reader: ReplicaReader) throws -> Bool {
        let own = try reader.currentReplica()
        guard let last = try reader.log(own).high else { return false }
        return try reader.store.writes(dot: Dot(own, last.high))
            .contains { $0.sequence > number && $0.source == nil }
    }

    private func describe(_ reader: ReplicaReader) throws {
        for id in touched.sorted() {
            guard let state = try reader.state(id) else { continue }
            if try !reader.conflicts(of: state, all: false).isEmpty { report.conflicts += 1 }
        }
        report.unsealed = try reader.unsealedCount()
        report.held = try reader.heldItems().count
        report.unsent = peer.unsent.count
        let current = try reader.currentReplica()
        report.sealedThrough =
            try reader.sealedDots().runs[current]?.first { $0.lowerBound == 1 }?.upperBound ?? 0
    }

    /// A newer certificate of this device may have come down as a record.
    private func adoptOwnCertificate(_ writer: ReplicaWriter) throws {
        guard let own = try writer.ownCertificate(), let county = try writer.countyCertificate(),
            let published = try writer.publishedOwnCertificate(), published.isNewer(than: own)
        else { return }
        try writer.setTrust(county: county, own: published)
    }
}
