package import Foundation
import SwiftProtobuf

extension SyncResponder {
    /// What a hello's signature begins with.
    package static let helloDomain = Data("FieldKit hello 1\0".utf8)

    func hello(_ signed: WireSignedHello) throws -> WireHelloReply {
        let hello: WireHello = try Self.read(signed.body)
        guard hello.version <= Limits.protocolVersion else {
            throw Problem(
                .versionUnsupported,
                ["version": "\(hello.version)", "supported": "\(Limits.protocolVersion)"]
            )
        }
        try hello.checkLengths()
        guard hello.server == replica.device.bytes else { throw Problem(.helloMisdirected) }
        guard hello.sessions.count <= Limits.checkpointsMax,
            hello.logs.count <= Limits.logsPerHelloMax
        else { throw Problem(.messageTooLarge, ["limit": "\(Limits.logsPerHelloMax)"]) }
        guard let device = DeviceID(bytes: hello.device),
            (hello.logs + [hello.serverLog]).allSatisfy({ $0.counter < Limits.counterEnd })
        else { throw Problem(.messageUndecodable, ["reason": "hello"]) }
        let certificate = try newest(hello, of: device)
        guard let certificate, certificate.device == device,
            DeviceKey.verify(
                signed.signature,
                over: Self.helloDomain + replica.device.bytes + signed.body,
                publicKey: certificate.publicKey
            )
        else {
            throw Problem(certificate == nil ? .certificateUnknown : .signatureInvalid)
        }
        if let reply = try replica.read({ try sameReply(hello, certificate, $0) }) { return reply }
        var reply = try replica.write { try openReply(hello, certificate, $0) }
        reply.token = begin(
            Session(
                device: device,
                id: reply.session,
                role: certificate.role,
                granted: Scope(reply.scopes),
                isPushOnly: reply.pushOnly,
                endsAt: replica.clock.milliseconds() + Int64(Limits.sessionMinutes) * 60_000
            )
        )
        return reply
    }

    /// What is known of a device, or what it shows of itself if that is newer: a relay may not have heard
    /// yet that its scopes have changed.
    private func newest(_ hello: WireHello, of device: DeviceID) throws -> DeviceCertificate? {
        guard let known = try replica.read({ try $0.certificate(of: device) }) else {
            return try shown(hello)
        }
        guard let shown = try? shown(hello), shown.device == device, shown.isNewer(than: known)
        else { return known }
        return shown
    }

    /// The certificate that a device shows of itself, if the county signed it.
    private func shown(_ hello: WireHello) throws -> DeviceCertificate? {
        guard hello.hasCertificate else { return nil }
        let certificate = try DeviceCertificate(hello.certificate)
        guard let county = try replica.read({ try $0.countyCertificate() }),
            certificate.isSigned(by: county.publicKey)
        else { throw Problem(.certificateInvalid) }
        return certificate
    }

    private func granted(_ certificate: DeviceCertificate, _ reader: ReplicaReader) throws -> Scope
    {
        #if PLANTED_BUGS
        if Planted.current == .scopeOnPushOnly { return .all }
        #endif
        guard certificate.role.holdsRecords else { return Scope([]) }
        let own = try reader.ownCertificate()?.scopes ?? []
        return Scope(certificate.scopes).intersection(
            replica.kind == .county ? .all : Scope(own)
        )
    }

    /// The whole answer if there is nothing to exchange; nothing is written then.
    private func sameReply(
        _ hello: WireHello,
        _ certificate: DeviceCertificate,
        _ reader: ReplicaReader
    ) throws -> WireHelloReply? {
        guard hello.settled, !hello.hasCertificate,
            replica.kind == .county || certificate.role != .township,
            try hello.epoch == reader.epoch().bytes, let newest = hello.sessions.last,
            let asker = try reader.store.value(Keys.asker(certificate.device)),
            try WireStoredAsker(serializedBytes: asker).sessions.contains(newest),
            try notice(certificate, reader) == nil,
            !needsRenewal(certificate)
        else { return nil }
        let granted = try granted(certificate, reader)
        let sums = try reader.bucketSums().filter { granted.contains($0.key) }
        guard BucketSum.fingerprint(sums) == hello.fingerprint, try noNewSeals(hello, reader),
            try hello.logs.allSatisfy({ head in
                guard let id = ReplicaID(bytes: head.replica) else { return false }
                let high = try reader.log(id).high
                return (high?.high ?? 0) == head.counter
                    && (high?.hash.bytes ?? Data()) == head.hash
            })
        else { return nil }
        var reply = WireHelloReply()
        reply.version = Limits.protocolVersion
        reply.time = replica.clock.milliseconds()
        reply.same = true
        return reply
    }

    private func noNewSeals(_ hello: WireHello, _ reader: ReplicaReader) throws -> Bool {
        let own = Set(hello.logs.map(\.replica))
        return try reader.seals(after: hello.sealNumber) { own.contains($0.bytes) }.isEmpty
    }

    private func needsRenewal(_ certificate: DeviceCertificate) -> Bool {
        let margin = Int64(Limits.renewalDays) * 86_400_000
        return replica.kind == .county
            && certificate.expires - margin < replica.clock.milliseconds()
    }

    /// What the device must be told of its standing.
    private func notice(
        _ certificate: DeviceCertificate,
        _ reader: ReplicaReader
    ) throws -> ProblemCode? {
        if try reader.isRevoked(certificate.device) { return .deviceRevoked }
        guard certificate.expires < replica.clock.milliseconds(), replica.kind != .county else {
            return nil
        }
        return .certificateExpired
    }

    private func openReply(
        _ hello: WireHello,
        _ shown: DeviceCertificate,
        _ writer: ReplicaWriter
    ) throws -> WireHelloReply {
        var certificate = shown
        var reply = WireHelloReply()
        if hello.hasCertificate { try writer.keepShown(certificate) }
        try noticeOwnRollback(hello, writer)
        try writer.passSealNumber(hello.sealNumber)
        if needsRenewal(certificate), try !writer.isRevoked(certificate.device) {
            certificate = try writer.grant(
                publicKey: certificate.publicKey,
                name: certificate.name,
                role: certificate.role,
                scopes: certificate.scopes
            )
            reply.certificate = certificate.message
        }
        reply.version = Limits.protocolVersion
        reply.time = replica.clock.milliseconds()
        reply.epoch = try writer.epoch().bytes
        reply.county = replica.kind == .county
        if let own = try writer.ownCertificate() {
            reply.served = replica.kind == .county ? [""] : own.scopes
            if hello.hasCertificate { reply.server = own.message }
        }
        let granted = try granted(certificate, writer)
        reply.scopes = granted.prefixes
        if let notice = try notice(certificate, writer) {
            reply.notice = notice.rawValue
            reply.pushOnly = true
        }
        try rememberSession(hello, certificate.device, &reply, writer)
        try describeLogs(hello, certificate.device, &reply, writer)
        let sums = try writer.bucketSums().filter { granted.contains($0.key) }
        if BucketSum.fingerprint(sums) == hello.fingerprint {
            reply.equalAt = try writer.store.head()
        }
        return reply
    }

    /// A peer that knows more of this store's own log than this store does: it was restored.
    private func noticeOwnRollback(_ hello: WireHello, _ writer: ReplicaWriter) throws {
        guard hello.hasServerLog, let id = ReplicaID(bytes: hello.serverLog.replica),
            try writer.ownReplicas().contains(id)
        else { return }
        let log = try writer.log(id)
        let held = try writer.store.writes(dot: Dot(id, hello.serverLog.counter))
        let isKnown =
            log.contains(hello.serverLog.counter)
            && held.contains { WriteCodec.hash(of: $0.body).bytes == hello.serverLog.hash }
        if !isKnown { try writer.beginIncarnation(newEpoch: true) }
    }

    private func rememberSession(
        _ hello: WireHello,
        _ device: DeviceID,
        _ reply: inout WireHelloReply,
        _ writer: ReplicaWriter
    ) throws {
        var asker = WireStoredAsker()
        if let stored = try writer.store.value(Keys.asker(device)) {
            asker = try WireStoredAsker(serializedBytes: stored)
        }
        if let newest = asker.sessions.last, !hello.sessions.contains(newest) {
            // A reply was lost, or a copy of the device has synced: what the device is thought to
            // have brought, it may not have. It stays so whatever becomes of this session.
            asker.doubtedThrough = try writer.lastNumber()
        }
        if hello.epoch == reply.epoch {
            reply.common = hello.sessions.last { asker.sessions.contains($0) } ?? Data()
        }
        #if PLANTED_BUGS
        if Planted.current == .checkpointOnOneSide { reply.common = hello.sessions.last ?? Data() }
        #endif
        reply.session = replica.randomIdentifier().bytes.prefix(8)
        // On a bad line many replies are lost, and with each a session that the asker never learns
        // of: what both hold must outlive them.
        let common = asker.sessions.filter { $0 == reply.common }
        let others = asker.sessions.filter { $0 != reply.common }
        asker.sessions = common + others.suffix(Limits.checkpointsMax - 2) + [reply.session]
        asker.lastSync = replica.clock.milliseconds()
        try writer.setValue(Keys.asker(device), try asker.serializedData())
    }

    /// What is held of each of the asker's logs, the seals of them, and which it must give up.
    private func describeLogs(
        _ hello: WireHello,
        _ device: DeviceID,
        _ reply: inout WireHelloReply,
        _ writer: ReplicaWriter
    ) throws {
        for head in hello.logs {
            // Nobody is told of others' logs, nor can end them.
            guard let id = ReplicaID(bytes: head.replica), id.device == device else { continue }
            let log = try writer.log(id)
            if let high = log.high {
                let isBehind = high.high > head.counter
                let dot = Dot(id, head.counter)
                if isBehind, try writer.lineHash(dot)?.bytes == head.hash {
                    try writer.noteEnd(dot)
                }
                let isBeside = high.high == head.counter && high.hash.bytes != head.hash
                if isBehind || isBeside || log.forkedFrom != nil { reply.ended.append(id.bytes) }
            }
            var held = WireHeldLog()
            held.replica = id.bytes
            held.runs = try writer.statement(of: id).map(WireRun.init)
            if !held.runs.isEmpty { reply.held.append(held) }
            if replica.kind == .county, !held.runs.isEmpty { try writer.renewSeal(of: id) }
            if let seal = try writer.seal(of: id), seal.number > hello.sealNumber {
                reply.seals.append(seal.message)
            }
        }
    }
}
