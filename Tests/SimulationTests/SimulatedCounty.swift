import FieldKit
import Foundation
import TestSupport

/// Laptops, relays and a county in memory, under one seed; messages may be cut anywhere.
final class SimulatedCounty {
    /// One store with the side that answers for it.
    final class Member {
        let name: String
        var replica: Replica
        var store: MemoryStore
        let key: DeviceKey
        var responder: SyncResponder
        var scopes: [String]

        init(name: String, replica: Replica, store: MemoryStore, key: DeviceKey, scopes: [String]) {
            self.name = name
            self.replica = replica
            self.store = store
            self.key = key
            self.scopes = scopes
            responder = SyncResponder(replica: replica)
        }
    }

    /// What is going wrong.
    struct Faults {
        /// In a hundred messages, how many are cut before or after they were taken in.
        var cutPercent: UInt64 = 0
    }

    let random: SeededRandom
    let clock = FixedClock()
    let county: Member
    private(set) var relays: [Member] = []
    private(set) var laptops: [Member] = []
    var faults = Faults()

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        county = try Self.member(
            "county",
            .county,
            scopes: [""],
            random: random,
            clock: clock
        )
        try EnrolmentDesk.found(county.replica, name: "眉县")
    }

    private static func member(
        _ name: String,
        _ kind: ReplicaKind,
        scopes: [String],
        random: SeededRandom,
        clock: FixedClock
    ) throws -> Member {
        var secret = Data()
        for _ in 0..<4 { withUnsafeBytes(of: random.next()) { secret.append(contentsOf: $0) } }
        guard let key = DeviceKey(secret: secret) else { throw Problem(.internalError) }
        let store = MemoryStore()
        let replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: clock,
            random: random
        )
        return Member(name: name, replica: replica, store: store, key: key, scopes: scopes)
    }

    /// Makes a laptop and enrols it; its clock is the county's unless it has one of its own.
    @discardableResult
    func enrolLaptop(
        _ name: String,
        scopes: [String],
        role: DeviceRole = .teacher,
        clock: FixedClock? = nil
    ) throws -> Member {
        let member = try enrol(name, .laptop, role, scopes, clock ?? self.clock)
        laptops.append(member)
        return member
    }

    /// Copies a laptop's disk behind its back; both go on.
    func copyUnseen(_ original: Member, as name: String) throws -> Member {
        let store = original.store.copy()
        let replica = try Replica(
            store: store,
            key: original.key,
            kind: .laptop,
            clock: clock,
            random: random
        )
        let copy = Member(
            name: name,
            replica: replica,
            store: store,
            key: original.key,
            scopes: original.scopes
        )
        laptops.append(copy)
        return copy
    }

    /// Puts a copy of a store in its place, as `restore` does: the next write has a new incarnation.
    func restore(_ member: Member, from backup: MemoryStore) throws {
        member.store = backup
        member.replica = try Replica(
            store: backup,
            key: member.key,
            kind: member.replica.kind,
            clock: clock,
            random: random,
            isMoved: true
        )
        member.responder = SyncResponder(replica: member.replica)
    }

    @discardableResult
    func enrolRelay(_ name: String, scopes: [String]) throws -> Member {
        let member = try enrol(name, .relay, .township, scopes, clock)
        relays.append(member)
        return member
    }

    private func enrol(
        _ name: String,
        _ kind: ReplicaKind,
        _ role: DeviceRole,
        _ scopes: [String],
        _ clock: FixedClock
    ) throws -> Member {
        let member = try Self.member(name, kind, scopes: scopes, random: random, clock: clock)
        try certify(member, role)
        return member
    }

    func certify(_ member: Member, _ role: DeviceRole) throws {
        clock.advance(seconds: 1)
        let certificate = try DeviceCertificate.issue(
            publicKey: member.key.publicKey,
            name: member.name,
            role: role,
            scopes: member.scopes,
            issued: clock.milliseconds(),
            expires: clock.milliseconds() + 700 * 86_400_000,
            by: county.key
        )
        try county.replica.write { try $0.publish(certificate) }
        guard let root = try county.replica.read({ try $0.countyCertificate() }) else {
            throw Problem(.internalError)
        }
        try member.replica.write { try $0.setTrust(county: root, own: certificate) }
    }

    /// One session.
    ///
    /// Cut where the dice say so.
    ///
    /// - Returns: The report, or nil if it was cut.
    @discardableResult
    func sync(_ asker: Member, with server: Member) throws -> SyncReport? {
        clock.advance(seconds: 1)
        let session = SyncSession(
            replica: asker.replica,
            server: server.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        while case .send(let name, let body) = action {
            if isCut() { return nil }
            let reply = Result {
                try server.responder.answer(name, token: session.token, body: body)
            }
            if isCut() { return nil }
            session.report.requests += 1
            switch reply {
            case .success(let data): action = try session.receive(data)
            case .failure(let problem as Problem): action = try session.receive(problem: problem)
            case .failure(let error): throw error
            }
        }
        return session.report
    }

    private func isCut() -> Bool { random.next() % 100 < faults.cutPercent }

    /// What is broken anywhere.
    func checkInvariants() throws -> [String] {
        try ([county] + relays + laptops).flatMap { member in
            try member.replica.read { try $0.checkInvariants() }.map { "\(member.name): \($0)" }
        }
    }

    /// The sums of a member's buckets within a scope.
    func sums(_ member: Member, _ scopes: [String]) throws -> [String: String] {
        try member.replica.read { try $0.digest() }.byBucket.filter { bucket, _ in
            bucket == "system" || scopes.contains { bucket.hasPrefix($0) }
        }
    }
}
