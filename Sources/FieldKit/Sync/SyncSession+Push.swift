import Foundation
import SwiftProtobuf

extension SyncSession {
    func nextPush(_ outbox: Outbox, _ next: Int) throws -> Action {
        guard next < outbox.numbers.count else { return try afterOutbox(outbox) }
        let (writes, count) = try replica.read { try $0.batch(outbox, from: next) }
        guard !writes.isEmpty else { return try afterOutbox(outbox) }
        var request = WirePushRequest()
        request.writes = writes.map(WireSignedWrite.init)
        phase = .push(outbox, next: next, under: count)
        return .send(name: "push", body: try request.serializedData())
    }

    func afterPush(_ reply: WirePushReply, _ outbox: Outbox, _ next: Int) throws -> Action {
        try take(reply)
        needs += reply.needs.compactMap { RecordID(bytes: $0) }
        return try nextPush(outbox, next)
    }

    private func afterOutbox(_ outbox: Outbox) throws -> Action {
        peer.pushed = outbox.through
        peer.relearnThrough = 0
        if !needs.isEmpty { offered = Set(outbox.numbers) }
        return try nextWhole(needs)
    }

    func nextWhole(_ ids: [RecordID]) throws -> Action {
        var request = WirePushRequest()
        request.whole = true
        var rest = ids[...]
        try replica.read { reader in
            var bytes = 0
            while let id = rest.first, bytes < Limits.pageBytesTarget {
                let writes = try reader.wholeForPush(id, offered: offered)
                let isFull = request.writes.count + writes.count > Limits.pageRecordsMax
                if isFull, !request.writes.isEmpty { break }
                rest.removeFirst()
                request.writes += writes.map(WireSignedWrite.init)
                bytes += writes.reduce(0) { $0 + $1.body.count + 72 }
            }
        }
        guard !request.writes.isEmpty else {
            return try healing == nil ? beginPull() : askForLeft()
        }
        phase = .pushWhole(Array(rest))
        return .send(name: "push", body: try request.serializedData())
    }

    func afterWhole(_ reply: WirePushReply, _ rest: [RecordID]) throws -> Action {
        try take(reply)
        return try nextWhole(rest)
    }

    /// Takes a seal in, and tells what it lists for the first time.
    ///
    /// - Returns: The writes that were told of.
    @discardableResult
    func adopt(_ seal: WireSignedSeal, _ writer: ReplicaWriter) throws -> [WriteHash] {
        let news = try writer.adopt(Seal(seal))
        report.aside += news.map { ($0.type, $0.record.map { "\($0)" } ?? "", $0.code) }
        return news.map(\.hash)
    }

    /// Takes in what became of pushed writes.
    private func take(_ reply: WirePushReply) throws {
        report.sent += Int(clamping: reply.applied)
        try replica.write { writer in
            var told: Set<WriteHash> = []
            for seal in reply.seals { told.formUnion(try adopt(seal, writer)) }
            for wire in reply.aside {
                guard let hash = WriteHash(bytes: wire.hash) else { continue }
                let id = RecordID(bytes: wire.record)
                if !told.contains(hash) {
                    report.aside.append((wire.type, id.map { "\($0)" } ?? "", wire.code))
                }
                if wire.code == ProblemCode.notServedHere.rawValue {
                    if let id { peer.unsent.insert(id) }
                } else {
                    _ = try writer.noteAside(
                        hash,
                        dot: nil,
                        code: wire.code,
                        place: peer.isCounty ? "county" : "relay"
                    )
                }
            }
            #if PLANTED_BUGS
            if Planted.current == .sealTooEarly { try writer.plantSeal() }
            #endif
            let current = try writer.currentReplica()
            if reply.ended.contains(current.bytes) {
                try writer.beginIncarnation(newEpoch: replica.kind != .laptop)
            }
        }
    }
}
