import FieldKit
import Foundation
import TestSupport
import Testing

/// A county and a laptop in memory, the same in every run.
struct CountyInMemory {
    let clock = FixedClock()
    let random = SeededRandom(seed: 14)
    let county: Replica
    let laptop: Replica
    let responder: SyncResponder

    /// The laptop is enrolled for the given code prefixes.
    init(scopes: [String]) throws {
        let countyKey = try VectorAuthor(9).key
        let deviceKey = try VectorAuthor(1).key
        county = try Replica(
            store: MemoryStore(),
            key: countyKey,
            kind: .county,
            clock: clock,
            random: random
        )
        laptop = try Replica(
            store: MemoryStore(),
            key: deviceKey,
            kind: .laptop,
            clock: clock,
            random: random
        )
        responder = SyncResponder(replica: county)
        try EnrolmentDesk.found(county, name: "county")
        clock.advance(seconds: 1)
        let certificate = try DeviceCertificate.issue(
            publicKey: deviceKey.publicKey,
            name: "An",
            role: .teacher,
            scopes: scopes,
            issued: clock.milliseconds(),
            expires: clock.milliseconds() + 1_000_000_000,
            by: countyKey
        )
        try county.write { try $0.publish(certificate) }
        let root = try #require(try county.read { try $0.countyCertificate() })
        try laptop.write { try $0.setTrust(county: root, own: certificate) }
    }

    /// Makes a record.
    @discardableResult
    func make(_ replica: Replica, _ type: String, _ changes: Edit.Change...) throws -> RecordID {
        try replica.write {
            try $0.edit([Edit(type: type, changes: changes)], author: "An")
        }[0].id
    }

    /// One sync.
    ///
    /// - Returns: Each call with its request and its reply.
    @discardableResult
    func sync() throws -> [JSON] {
        clock.advance(seconds: 60)
        let session = SyncSession(replica: laptop, server: county.device, application: "vectors 1")
        var calls: [JSON] = []
        var action = try session.start()
        while case .send(let name, let body) = action {
            let token = name == "hello" ? nil : session.token
            let reply = try responder.answer(name, token: token, body: body)
            calls.append([
                "call": .text(name), "request": .bytes(body), "reply": .bytes(reply),
                "token": .bytes(token ?? Data()),
            ])
            action = try session.receive(reply)
        }
        #expect(session.report.isVerified)
        return calls
    }
}
