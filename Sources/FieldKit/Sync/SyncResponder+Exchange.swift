import Foundation
import SwiftProtobuf

extension SyncResponder {
    // MARK: Push

    func push(_ request: WirePushRequest, _ session: Session) throws -> WirePushReply {
        guard request.writes.count <= Limits.pageRecordsMax + Limits.groupWritesMax else {
            throw Problem(.messageTooLarge, ["limit": "\(Limits.pageRecordsMax)"])
        }
        // Everything that needs no lock is done before it is taken.
        let intake = try Intake(request.writes, from: session.device, into: replica)
        let genuine = intake.genuine(byRuns: replica.kind == .county)
        return try replica.write { writer in
            writer.genuine = genuine.signatures
            if genuine.hasUnproven { try writer.noteUnproven() }
            var reply = WirePushReply()
            var touched: Set<ReplicaID> = []
            var needs: Set<RecordID> = []
            for (wire, signed) in intake.writes {
                guard let signed else {
                    try writer.hold(
                        body: wire.body,
                        signature: wire.signature,
                        code: .writeInvalid,
                        source: session.device
                    )
                    reply.aside.append(Self.aside(wire.body, .writeInvalid))
                    continue
                }
                var line: SignedWrite? = signed
                while let next = line,
                    try take(next, session, request.whole, &reply, &touched, &needs, writer)
                {
                    line = try writer.lineProven(by: next)
                }
            }
            touched.formUnion(try writer.retryHeld().map(\.replica))
            if replica.kind == .county {
                try writer.reissueForks()
                for id in touched.sorted() {
                    let seal = try writer.renewSeal(of: id)
                    if id.device == session.device { reply.seals.append(seal.message) }
                }
            }
            for id in touched.sorted() where try writer.log(id).forkedFrom != nil {
                if id.device == session.device { reply.ended.append(id.bytes) }
            }
            reply.needs = needs.sorted().map(\.bytes)
            try doubtIfOvertaken(session, writer)
            return reply
        }
    }

    /// Notes that a later session of the device, which may be a copy's, need not hold what this one has
    /// brought.
    private func doubtIfOvertaken(_ session: Session, _ writer: ReplicaWriter) throws {
        var asker = try asker(session, writer)
        guard asker.sessions.last != session.id else { return }
        asker.doubtedThrough = try writer.lastNumber()
        try writer.setValue(Keys.asker(session.device), try asker.serializedData())
    }

    /// What is remembered of the device that has begun a session.
    private func asker(_ session: Session, _ reader: ReplicaReader) throws -> WireStoredAsker {
        let stored = try reader.store.value(Keys.asker(session.device))
        return try WireStoredAsker(serializedBytes: stored ?? Data())
    }

    /// - Returns: Whether it has become a line of its author's log.
    private func take(
        _ signed: SignedWrite,
        _ session: Session,
        _ isWhole: Bool,
        _ reply: inout WirePushReply,
        _ touched: inout Set<ReplicaID>,
        _ needs: inout Set<RecordID>,
        _ writer: ReplicaWriter
    ) throws -> Bool {
        let id = signed.write.dot.replica
        if try writer.isHeldAside(signed, broughtBy: session.device) {
            reply.known += 1
            return false
        }
        guard !needs.contains(signed.write.record) else { return false }
        switch try writer.verdict(on: signed, from: session.device, isWhole: isWhole) {
        case .apply:
            switch try writer.admit(signed, source: session.device) {
            case .applied: reply.applied += 1
            case .known: reply.known += 1
            }
        case .hold(let code):
            reply.aside.append(Self.aside(signed, code))
            guard code != .signatureInvalid else {
                // What is not proven to be its author's is no line of the author's log.
                try writer.hold(signed, code: code, source: session.device)
                return false
            }
            try writer.hold(writer.vouched(signed), code: code, source: session.device)
        case .refuse(let code):
            try writer.hold(writer.vouched(signed), code: code, source: session.device)
            try writer.answer(signed, code: code)
            reply.aside.append(Self.aside(signed, code))
        case .need:
            needs.insert(signed.write.record)
            return false
        case .decline:
            reply.aside.append(Self.aside(signed, .notServedHere))
            return false
        }
        try writer.noteLine(signed)
        touched.insert(id)
        return true
    }

    private static func aside(_ signed: SignedWrite, _ code: ProblemCode) -> WireAsideWrite {
        var wire = WireAsideWrite()
        wire.hash = signed.hash.bytes
        wire.type = signed.write.type
        wire.record = signed.write.record.bytes
        wire.code = code.rawValue
        return wire
    }

    private static func aside(_ body: Data, _ code: ProblemCode) -> WireAsideWrite {
        var wire = WireAsideWrite()
        wire.hash = WriteCodec.hash(of: body).bytes
        wire.code = code.rawValue
        return wire
    }

    // MARK: Pull

    func pull(_ request: WirePullRequest, _ session: Session) throws -> WirePullReply {
        guard request.unsent.count <= Limits.asideRecordsMax else {
            throw Problem(.messageTooLarge, ["limit": "\(Limits.asideRecordsMax)"])
        }
        return try proven { reader, given in
            try served(session, reader)
            var scope = session.granted
            if !request.scopes.isEmpty { scope = try narrowed(request.scopes, to: scope) }
            let wish = request.bytesMax == 0 ? Limits.pageBytesTarget : Int(request.bytesMax)
            let page = try reader.page(
                FeedRequest(
                    scope: scope,
                    cursor: FeedCursor(request.cursor),
                    asker: request.echo ? nil : try giver(session, reader),
                    bytesTarget: min(wish, Limits.pageBytesTarget)
                )
            )
            var reply = WirePullReply()
            reply.records = page.records.map(WireRecordWrites.init)
            given = page.records
            reply.left = page.left.compactMap { left in
                guard let dots = try? WireContext(serializedBytes: left.dots) else { return nil }
                var wire = WireLeftNotice()
                wire.record = left.record.bytes
                wire.bucket = left.bucket
                wire.dots = dots
                return wire
            }
            reply.cursor = WireCursor(page.cursor)
            reply.more = page.hasMore
            guard !page.hasMore else { return reply }
            let aside = try reader.asideRecords(for: session.device, in: session.granted)
            let unsent = Set(request.unsent.compactMap { RecordID(bytes: $0) })
            reply.aside = aside.sorted().prefix(Limits.asideRecordsMax).map(\.bytes)
            reply.fingerprint = BucketSum.fingerprint(
                try reader.sums(in: session.granted, without: aside.union(unsent))
            )
            reply.seals = try reader.seals(after: request.sealNumber) { id in
                session.role == .township || id.device == session.device
            }.map(\.message)
            return reply
        }
    }

    /// A reply in which no line bears a wrong signature: where the county has taken one on a later line's
    /// word, it vouches for it, and the reply is made anew.
    private func proven<Reply>(
        _ reply: (_ reader: ReplicaReader, _ given: inout [FeedRecord]) throws -> Reply
    ) throws -> Reply {
        while true {
            var given: [FeedRecord] = []
            let made = try replica.read { try reply($0, &given) }
            guard try replica.proveSignatures(of: given) else { return made }
        }
    }

    /// Who asks, as far as it surely holds what it has brought; nil if a copy of it has begun to sync
    /// since.
    private func giver(_ session: Session, _ reader: ReplicaReader) throws -> FeedRequest.Asker? {
        let asker = try asker(session, reader)
        guard asker.sessions.last == session.id else { return nil }
        return FeedRequest.Asker(session.device, doubtedThrough: asker.doubtedThrough)
    }

    /// The asked prefixes as far as they are granted; `system` alone if only that is asked for.
    private func narrowed(_ asked: [String], to granted: Scope) throws -> Scope {
        let prefixes = asked.filter { $0 != ReplicaReader.systemBucket }
        return Scope(prefixes).intersection(granted)
    }

    // MARK: What is asked for besides

    func records(_ request: WireRecordsRequest, _ session: Session) throws -> WireRecordsReply {
        guard request.records.count <= Limits.recordsPerRequestMax else {
            throw Problem(.messageTooLarge, ["limit": "\(Limits.recordsPerRequestMax)"])
        }
        return try proven { reader, given in
            try served(session, reader)
            var reply = WireRecordsReply()
            let wish = Int(request.bytesMax)
            let target = wish == 0 ? Int.max : min(wish, Limits.pageBytesTarget)
            var size = 0
            for bytes in request.records where size < target {
                guard let id = RecordID(bytes: bytes),
                    try reader.buckets(of: id).contains(where: session.granted.contains),
                    let record = try reader.whole(id)
                else {
                    reply.absent.append(bytes)
                    reply.left += try left(bytes, session.granted, reader)
                    reply.records += try cleared(bytes, reader)
                    continue
                }
                reply.records.append(WireRecordWrites(record))
                given.append(record)
                size += record.bytes
            }
            return reply
        }
    }

    /// The granted buckets that a record held here says to have been in, without its content.
    private func left(
        _ bytes: Data,
        _ granted: Scope,
        _ reader: ReplicaReader
    ) throws -> [WireLeftNotice] {
        guard let id = RecordID(bytes: bytes), let state = try reader.state(id) else { return [] }
        let keys = Set(state.entriesByRegister.keys.filter { $0.name == RegisterKey.bucketName })
        return keys.sorted().compactMap { key in
            guard let bucket = key.element, granted.contains(bucket) else { return nil }
            var wire = WireLeftNotice()
            wire.record = bytes
            wire.bucket = bucket
            wire.dots = WireContext(
                state.known(key).union(state.marks[bucket] ?? CausalContext())
            )
            return wire
        }
    }

    /// The county's writes that took a record away from its subject: it has no bucket of its own that
    /// a notice could name.
    ///
    /// Only those that clear all that they set, and no elements of a set, whose keys are values:
    /// nothing of the record is shown.
    private func cleared(_ bytes: Data, _ reader: ReplicaReader) throws -> [WireRecordWrites] {
        guard let id = RecordID(bytes: bytes), let state = try reader.state(id),
            let field = reader.policies.subjectField(of: state.type)
        else { return [] }
        let writes = try state.entries(RegisterKey(field)).map(\.signed).filter { signed in
            try reader.isCounty(signed.write.dot.replica.device)
                && signed.write.registers.allSatisfy {
                    $0.value == .cleared && $0.key.element == nil
                }
        }
        guard !writes.isEmpty else { return [] }
        var wire = WireRecordWrites()
        wire.record = bytes
        wire.writes = writes.map(WireSignedWrite.init)
        return [wire]
    }

    func sums(_ request: WireSumsRequest, _ session: Session) throws -> WireSumsReply {
        guard request.unsent.count <= Limits.asideRecordsMax else {
            throw Problem(.messageTooLarge, ["limit": "\(Limits.asideRecordsMax)"])
        }
        return try replica.read { reader in
            try served(session, reader)
            let aside = try reader.asideRecords(for: session.device, in: session.granted)
            let unsent = Set(request.unsent.compactMap { RecordID(bytes: $0) })
            var reply = WireSumsReply()
            reply.aside = aside.sorted().prefix(Limits.asideRecordsMax).map(\.bytes)
            reply.sums = try reader.sums(in: session.granted, without: aside.union(unsent))
                .filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
                .map { bucket, sum in
                    var wire = WireBucketSum()
                    wire.bucket = bucket
                    wire.sum = sum.bytes
                    wire.count = UInt64(max(0, sum.count))
                    return wire
                }
            return reply
        }
    }

    func bucket(_ request: WireBucketRequest, _ session: Session) throws -> WireBucketReply {
        guard session.granted.contains(request.bucket) else { throw Problem(.forbidden) }
        return try proven { reader, given in
            try served(session, reader)
            var reply = WireBucketReply()
            var bytes = 0
            var last = RecordID(bytes: request.after)
            while true {
                let ids = try reader.store.members(of: request.bucket, after: last, limit: 256)
                for id in ids {
                    guard let record = try reader.whole(id) else { continue }
                    reply.records.append(WireRecordWrites(record))
                    given.append(record)
                    bytes += record.bytes
                    last = id
                    if bytes >= Limits.pageBytesTarget {
                        reply.more = true
                        return reply
                    }
                }
                guard !ids.isEmpty else { return reply }
            }
        }
    }
}

extension WireRecordWrites {
    init(_ record: FeedRecord) {
        self.init()
        self.record = record.id.bytes
        whole = record.isWhole
        writes = record.writes.map(WireSignedWrite.init)
    }
}

extension WireSignedWrite {
    init(_ signed: SignedWrite) {
        self.init()
        body = signed.body
        signature = signed.signature
        #if PLANTED_BUGS
        body = Planted.passedOn(body)
        #endif
    }
}

extension ReplicaReader {
    /// The sums of the granted buckets, without the given records.
    package func sums(
        in scope: Scope,
        without records: Set<RecordID>
    ) throws -> [String: BucketSum] {
        var sums = try bucketSums().filter { scope.contains($0.key) }
        for id in records {
            guard let state = try state(id) else { continue }
            let sum = BucketSum(state)
            for bucket in try buckets(of: id) where scope.contains(bucket) {
                sums[bucket, default: BucketSum()] -= sum
            }
        }
        return sums
    }
}
