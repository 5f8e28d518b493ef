import Foundation
import SwiftProtobuf

extension SyncSession {
    func helloBody() throws -> Data {
        let hello = try replica.read { reader in
            peer = try reader.peer(server)
            var hello = WireHello()
            hello.version = Limits.protocolVersion
            hello.device = replica.device.bytes
            hello.server = server.bytes
            hello.epoch = peer.epoch
            hello.sessions = peer.checkpoints.map(\.session)
            hello.time = replica.clock.milliseconds()
            hello.nonce = replica.randomIdentifier().bytes.prefix(8)
            hello.application = application
            hello.sealNumber = try reader.sealNumber()
            for id in try reader.ownReplicas().suffix(Limits.logsPerHelloMax) {
                guard let high = try reader.log(id).high else { continue }
                hello.logs.append(WireLogHead(Dot(id, high.high), high.hash))
            }
            if let log = peer.serverLog { hello.serverLog = WireLogHead(log.dot, log.hash) }
            if !peer.scopes.isEmpty {
                let sums = try reader.bucketSums()
                let granted = Scope(peer.scopes)
                hello.fingerprint = BucketSum.fingerprint(
                    sums.filter { granted.contains($0.key) }
                )
                hello.settled = try !wantsToken && isSettled(reader)
            }
            #if PLANTED_BUGS
            if Planted.current == .sameThoughUnsealed {
                hello.settled = !peer.scopes.isEmpty && !wantsToken
            }
            #endif
            isSettledHello = hello.settled
            if showsCertificate, let own = try reader.ownCertificate() {
                hello.certificate = own.message
            }
            return hello
        }
        var signed = WireSignedHello()
        signed.body = try hello.serializedData()
        signed.signature = try replica.key.sign(
            SyncResponder.helloDomain + server.bytes + signed.body
        )
        return try signed.serializedData()
    }

    /// Nothing of the asker's is unsent, unsealed or held aside.
    private func isSettled(_ reader: ReplicaReader) throws -> Bool {
        guard try reader.unsealedCount() == 0, peer.unsent.isEmpty, peer.relearnThrough == 0,
            try reader.asideRecords(with: server).isEmpty
        else { return false }
        // Nothing was learnt elsewhere since the last session with this server.
        return try reader.store.head() <= peer.pushed
    }

    func afterHello(_ reply: WireHelloReply) throws -> Action {
        guard reply.version <= Limits.protocolVersion else {
            throw Problem(
                .versionUnsupported,
                ["version": "\(reply.version)", "supported": "\(Limits.protocolVersion)"]
            )
        }
        // Whatever the server says, sums with it stay far from where numbers end.
        let time = max(-Limits.millisecondsEnd, min(Limits.millisecondsEnd, reply.time))
        report.clockOffset = time - replica.clock.milliseconds()
        report.notice = ProblemCode(rawValue: reply.notice)
        if reply.same {
            // Whoever answers so to one who has something to give is no server of the county.
            guard isSettledHello else { throw Problem(.messageUndecodable, ["reason": "same"]) }
            report.isSame = true
            report.isVerified = true
            phase = .done
            try replica.read { reader in
                let current = try reader.currentReplica()
                report.sealedThrough = try reader.log(current).high?.high ?? 0
                report.held = try reader.heldItems().count
            }
            return .finish
        }
        guard reply.session.count == 8, reply.token.count == 16, reply.epoch.count == 16 else {
            throw Problem(.messageUndecodable, ["reason": "hello"])
        }
        token = reply.token
        let proof = try replica.write { writer in try open(reply, writer) }
        let served = Scope(reply.served)
        let outbox = try replica.read {
            try $0.outbox(for: server, peer, proof: proof, served: served)
        }
        peer.unsent = outbox.unsent
        isPushOnly = reply.pushOnly
        return try nextPush(outbox, 0)
    }

    /// Takes in what the server says of both sides, and stores the new checkpoint before the first
    /// page.
    ///
    /// - Returns: The own dots that the server holds.
    private func open(_ reply: WireHelloReply, _ writer: ReplicaWriter) throws -> CausalContext {
        if reply.hasCertificate, let county = try writer.countyCertificate() {
            try writer.setTrust(county: county, own: DeviceCertificate(reply.certificate))
        }
        try writer.setClockOffset(report.clockOffset)
        for seal in reply.seals { try adopt(seal, writer) }
        let own = Set(try writer.ownReplicas())
        let current = try writer.currentReplica()
        let ended = Set(reply.ended.compactMap { ReplicaID(bytes: $0) })
        if ended.contains(current) {
            try writer.beginIncarnation(newEpoch: replica.kind != .laptop)
            wantsEcho = true
        }
        try resume(reply, writer)
        peer.epoch = reply.epoch
        peer.isCounty = reply.county
        peer.scopes = reply.scopes
        peer.checkpoints.append(
            PeerState.Checkpoint(
                session: reply.session,
                cursors: peer.cursors,
                pushed: peer.pushed
            )
        )
        peer.checkpoints = peer.checkpoints.suffix(Limits.checkpointsMax)
        try writer.setPeer(server, peer)
        var proof = CausalContext()
        for held in reply.held {
            guard let id = ReplicaID(bytes: held.replica), own.contains(id) else { continue }
            proof.formUnion(try writer.proven(id, by: held.runs.map { try LogRun($0) }))
        }
        return proof
    }

    /// Goes back to the newest point that both sides hold.
    private func resume(_ reply: WireHelloReply, _ writer: ReplicaWriter) throws {
        #if PLANTED_BUGS
        if Planted.current == .resumeAtNewest { if !peer.checkpoints.isEmpty { return } }
        #endif
        let isNewest = reply.common == peer.checkpoints.last?.session
        if !isNewest || wantsEcho {
            if !peer.checkpoints.isEmpty, !wantsEcho {
                // The server was restored: above the common point nothing counts as known to it or
                // learnt from it, and its notices of leaving may be lost with it.
                peer.relearnThrough = try writer.store.head()
                peer.pushed =
                    peer.checkpoints.first { $0.session == reply.common }?.pushed ?? 0
                try writer.dropMarks()
            }
            peer.cursors = [:]
            peer.checkpoints = peer.checkpoints.filter { $0.session == reply.common }
        }
        var cursors: [String: FeedCursor] = [:]
        for scope in reply.scopes + [ReplicaReader.systemBucket] {
            cursors[scope] = peer.cursors[scope] ?? FeedCursor()
            if reply.equalAt > 0, !wantsEcho { cursors[scope] = FeedCursor(at: reply.equalAt) }
        }
        peer.cursors = cursors
    }
}
