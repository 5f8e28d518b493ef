import Foundation
import SwiftProtobuf

extension SyncSession {
    func beginPull() throws -> Action {
        guard !isPushOnly else { return try finish(isVerified: false) }
        return try nextPull(groups())
    }

    /// The granted prefixes by how far they have been read; at the very first, certificates come
    /// before what they prove.
    private func groups() -> [PullGroup] {
        var byCursor: [FeedCursor: [String]] = [:]
        for (scope, cursor) in peer.cursors { byCursor[cursor, default: []].append(scope) }
        var groups = byCursor.sorted { $0.key < $1.key }.map {
            PullGroup(scopes: $0.value.sorted(), cursor: $0.key)
        }
        let system = ReplicaReader.systemBucket
        if let index = groups.firstIndex(where: { $0.cursor == FeedCursor() }),
            groups[index].scopes.contains(system), groups[index].scopes.count > 1
        {
            groups[index].scopes.removeAll { $0 == system }
            groups.insert(PullGroup(scopes: [system], cursor: FeedCursor()), at: 0)
        }
        return groups
    }

    private func nextPull(_ groups: [PullGroup]) throws -> Action {
        guard let group = groups.first else { return try finish(isVerified: report.isVerified) }
        var request = WirePullRequest()
        let isAll = group.scopes.count == peer.cursors.count
        request.scopes = isAll ? [] : group.scopes
        request.cursor = WireCursor(group.cursor)
        (request.unsent, request.sealNumber) = try replica.read { reader in
            (try notCompared(reader), try reader.sealNumber())
        }
        request.echo = wantsEcho
        phase = .pull(groups)
        return .send(name: "pull", body: try request.serializedData())
    }

    func afterPull(_ page: WirePullReply, _ groups: [PullGroup]) throws -> Action {
        // A change to a record of which nothing is held here: all of it is asked for first.
        let wanted = try replica.read { reader in
            try page.records.filter { !$0.whole }.compactMap { RecordID(bytes: $0.record) }
                .filter { try reader.state($0) == nil }
        }
        #if PLANTED_BUGS
        if Planted.current == .cursorBeforeApply {
            let cursor = FeedCursor(page.cursor)
            for scope in groups.first?.scopes ?? [] { peer.cursors[scope] = cursor }
            try replica.write { try $0.setPeer(server, peer) }
        }
        #endif
        guard wanted.isEmpty else { return try fetch(page, groups, wanted, []) }
        return try take(page, groups, [])
    }

    private func fetch(
        _ page: WirePullReply,
        _ groups: [PullGroup],
        _ wanted: [RecordID],
        _ found: [WireRecordWrites]
    ) throws -> Action {
        guard !wanted.isEmpty else { return try take(page, groups, found) }
        phase = .fetch(page, groups, wanted: wanted, found: found)
        return try askForRecords(wanted)
    }

    func afterFetch(
        _ reply: WireRecordsReply,
        _ page: WirePullReply,
        _ groups: [PullGroup],
        _ wanted: [RecordID],
        _ found: [WireRecordWrites]
    ) throws -> Action {
        try fetch(page, groups, try unanswered(wanted, in: reply), found + reply.records)
    }

    /// Takes a page in, with its cursor, in one transaction.
    private func take(
        _ page: WirePullReply,
        _ groups: [PullGroup],
        _ found: [WireRecordWrites]
    ) throws -> Action {
        var groups = groups
        let cursor = FeedCursor(page.cursor)
        guard !page.more || groups.first.map({ $0.cursor < cursor }) == true else {
            throw Problem(.messageUndecodable, ["reason": "a cursor that stands still"])
        }
        try takeIn(found + page.records) { writer in
            for left in page.left {
                guard let id = RecordID(bytes: left.record) else { continue }
                try writer.mark(id, left: left.bucket, dots: try CausalContext(left.dots))
            }
            for seal in page.seals { try adopt(seal, writer) }
            for scope in groups.first?.scopes ?? [] { peer.cursors[scope] = cursor }
            try writer.setPeer(server, peer)
        }
        if page.more {
            groups[0].cursor = cursor
            return try nextPull(groups)
        }
        groups.removeFirst()
        guard groups.isEmpty else { return try nextPull(groups) }
        serverAside = Set(page.aside.compactMap { RecordID(bytes: $0) })
        let isEqual = try replica.read { reader in
            BucketSum.fingerprint(
                try reader.sums(in: Scope(peer.scopes), without: try leftOut(reader))
            )
                == page.fingerprint
        }
        #if PLANTED_BUGS
        if Planted.comparesNothing { return try finish(isVerified: true) }
        #endif
        return isEqual ? try finish(isVerified: true) : try askForSums(isSecond: false)
    }

    /// The records that neither side's compared sums contain.
    func leftOut(_ reader: ReplicaReader) throws -> Set<RecordID> {
        try reader.asideRecords(with: server).union(serverAside).union(peer.unsent).union(exchanged)
    }

    /// Of these, what the server must be told: what it lacks, and what is held aside here.
    func notCompared(_ reader: ReplicaReader) throws -> [Data] {
        try reader.asideRecords(with: server).union(peer.unsent).union(exchanged).sorted()
            .prefix(Limits.asideRecordsMax).map(\.bytes)
    }

    /// Takes records in, and what belongs to them, in one transaction.
    func takeIn(
        _ records: [WireRecordWrites],
        with rest: (ReplicaWriter) throws -> Void
    ) throws {
        let intake = try Intake(records.flatMap(\.writes), from: server, into: replica)
        let check = intake.check()
        try replica.write { writer in
            for (index, write) in intake.writes.enumerated() {
                #if PLANTED_BUGS
                if Planted.current == .groupInPart, let group = write.signed?.write.group,
                    intake.writes[..<index].contains(where: { $0.signed?.write.group == group })
                {
                    continue
                }
                #endif
                if let signed = write.signed, check.isGenuine(at: index) {
                    writer.genuine[signed.hash] = signed.signature
                }
                try takeIn(write.wire, write.signed, writer)
            }
            // With what came, what was held aside may have become good: the rest of a command, say, of
            // which the page brings another part.
            try writer.retryHeld()
            try rest(writer)
        }
    }

    private func takeIn(
        _ wire: WireSignedWrite,
        _ signed: SignedWrite?,
        _ writer: ReplicaWriter
    ) throws {
        guard let signed else {
            try writer.hold(
                body: wire.body,
                signature: wire.signature,
                code: .writeInvalid,
                source: server
            )
            return
        }
        let isAside = try writer.isHeldAside(signed, broughtBy: server)
        let verdict = try writer.verdict(on: signed, from: server, isWhole: true)
        // What nobody could judge when a laptop brought it, the county's word may let in.
        if isAside, verdict != .apply { return }
        switch verdict {
        case .hold(let code), .refuse(let code):
            try writer.hold(signed, code: code, source: server)
        case .apply, .need, .decline:
            let applied = try writer.admit(signed, source: server)
            let isDecision =
                signed.write.type == "decision" && applied == .applied
                && signed.write.dot.replica.device != replica.device
            if isDecision { report.decisions.append(signed.write.record) }
            if try writer.state(signed.write.record)?.live.count ?? 0 > 1 {
                touched.insert(signed.write.record)
            }
            if applied == .applied { report.received += 1 }
        }
        let dot = signed.write.dot
        guard dot.replica.device == server else { return }
        let known = peer.serverLog?.dot
        if known == nil || known?.replica != dot.replica || dot.counter > known?.counter ?? 0 {
            peer.serverLog = (dot, signed.hash)
        }
    }
}
