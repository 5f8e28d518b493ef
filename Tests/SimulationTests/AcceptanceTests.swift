import FieldKit
import Foundation
import TestSupport
import Testing

/// What is taken from whom, and what a wrong or a late word must not be able to do.
@Suite struct `What is taken from whom` {
    private static let village = "610326101901"
    private static let other = "610326101902"

    private let town: SimulatedCounty
    private let an: SimulatedCounty.Member
    private let bo: SimulatedCounty.Member

    init() throws {
        town = try SimulatedCounty(seed: 7)
        an = try town.enrolLaptop("An", scopes: [Self.village])
        bo = try town.enrolLaptop("Bo", scopes: [Self.other])
    }

    private func household(_ member: SimulatedCounty.Member, in bucket: String) throws -> RecordID {
        try member.replica.write { writer in
            try writer.edit(
                [Edit(type: "household", changes: [.enter(bucket), .set("note", .text("a"))])],
                author: member.name
            )
        }[0].id
    }

    private func write(
        _ member: SimulatedCounty.Member,
        _ id: RecordID,
        _ key: RegisterKey,
        _ value: Value
    ) throws -> SignedWrite {
        try member.replica.write { writer in
            try writer.author(
                id,
                type: "household",
                registers: [RegisterWrite(key: key, value: value, context: CausalContext())],
                author: member.name
            )
        }
    }

    private func codesHeld(_ member: SimulatedCounty.Member) throws -> [String] {
        try member.replica.read { try $0.heldItems().map(\.code).sorted() }
    }

    @Test func `who knows an id cannot call the record into their own scope`() throws {
        let id = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        _ = try write(bo, id, .bucket(Self.other), .boolean(true))
        let report = try #require(try town.sync(bo, with: town.county))
        #expect(report.aside.map(\.code) == ["out_of_scope"])
        #expect(try town.county.replica.read { try $0.buckets(of: id) } == [Self.village])
        try town.sync(bo, with: town.county)
        let texts = try bo.replica.read { try $0.view(id).values }
        #expect(texts.isEmpty, "nothing of the note came down")
    }

    @Test func `only the county puts records into everybody's bucket`() throws {
        let id = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        _ = try write(an, id, .bucket("system"), .boolean(true))
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.map(\.code) == ["out_of_scope"])
        #expect(try town.county.replica.read { try $0.buckets(of: id) } == [Self.village])
    }

    @Test func `an auditor's device is given no record, and what it writes is kept aside`() throws {
        let id = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        let auditor = try town.enrolLaptop("Audit", scopes: [Self.village], role: .auditor)
        let own = try household(auditor, in: Self.village)
        let report = try #require(try town.sync(auditor, with: town.county))
        #expect(report.aside.map(\.code) == ["forbidden"])
        #expect(try auditor.replica.read { try $0.state(id) } == nil)
        #expect(try codesHeld(town.county) == ["forbidden"])
        #expect(try town.county.replica.read { try $0.view(own).values["note"] } == nil)
    }

    @Test func `a wrong signature that came first does not keep the right one out`() throws {
        let id = try household(an, in: Self.village)
        let genuine = try an.store.read { try #require(try $0.writes(record: id).first) }
        let forged = try WriteCodec.decode(body: genuine.body, signature: Data(count: 64))
        try town.county.replica.write { writer in
            try writer.hold(forged, code: .signatureInvalid, source: bo.replica.device)
        }
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.isEmpty && report.unsealed == 0)
        #expect(try codesHeld(town.county).isEmpty)
        #expect(try town.county.replica.read { try $0.view(id).values["note"] } == .text("a"))
    }

    @Test func `who forges others' lines keeps none of their records from being compared`() throws {
        let id = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        let real = try write(an, id, RegisterKey("note"), .text("real"))
        let forged = try WriteCodec.decode(body: real.body, signature: Data(count: 64))
        let replica = real.write.dot.replica
        try town.county.replica.write { writer in
            try writer.hold(forged, code: .signatureInvalid, source: bo.replica.device)
            #expect(try writer.renewSeal(of: replica).aside.isEmpty)
            let village = Scope([Self.village])
            #expect(try writer.asideRecords(for: an.replica.device, in: village).isEmpty)
            #expect(try writer.asideRecords(for: bo.replica.device, in: village) == [id])
            // Who has it too, and brings it, is not called different for ever.
            #expect(try writer.isHeldAside(forged, broughtBy: an.replica.device))
            #expect(try writer.asideRecords(for: an.replica.device, in: village) == [id])
            try writer.noteFork(Dot(replica, 1))
            #expect(try !writer.statement(of: replica).map(\.hash).contains(real.hash))
        }
    }

    @Test func `what is held aside here is left out of the sums on both sides`() throws {
        let cy = try town.enrolLaptop("Cy", scopes: [Self.village])
        _ = try household(an, in: Self.village)
        let stored = try an.store.read { try $0.writes(after: 0, limit: 9) }[0]
        // The county takes its author's own word for it; a laptop checks.
        let unsigned = try WriteCodec.decode(body: stored.body, signature: Data(count: 64))
        _ = try town.county.replica.write { try $0.apply(unsigned, source: an.replica.device) }
        let report = try #require(try town.sync(cy, with: town.county))
        #expect(try codesHeld(cy) == ["signature_invalid"])
        #expect(report.isVerified && report.healed.isEmpty)
    }

    @Test func `a relay takes from the county what a device wrote before it was shut out`() throws {
        let id = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        try town.county.replica.write { try $0.revoke(an.replica.device) }
        let relay = try town.enrolRelay("R", scopes: ["610326"])
        let report = try #require(try town.sync(relay, with: town.county))
        #expect(report.isVerified)
        #expect(try codesHeld(relay).isEmpty)
        #expect(try relay.replica.read { try $0.view(id).values["note"] } == .text("a"))
    }

    @Test func `what was taken once stays taken when it comes again`() throws {
        let id = try household(an, in: Self.village)
        let write = try an.store.read { try #require(try $0.writes(record: id).first) }
        try town.sync(an, with: town.county)
        try town.county.replica.write { try $0.revoke(an.replica.device) }
        let signed = try WriteCodec.decode(body: write.body, signature: write.signature)
        let verdict = try town.county.replica.write {
            try $0.verdict(on: signed, from: an.replica.device, isWhole: false)
        }
        #expect(verdict == .apply)
    }

    @Test func `a laptop put back from a backup is told what of its log is sealed`() throws {
        let id = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        let backup = an.store.copy()
        try note(an, id, "lost with the disk")
        try town.sync(an, with: town.county)
        // Covered, so that this line never comes down again.
        try note(town.county, id, "from the county")
        an.store = backup
        an.replica = try Replica(
            store: backup,
            key: an.key,
            kind: .laptop,
            clock: town.clock,
            random: town.random,
            isMoved: false
        )
        for _ in 0..<2 { try town.sync(an, with: town.county) }
        _ = try household(an, in: Self.village)
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.isVerified && report.unsealed == 0 && report.sent == 1)
        #expect(try an.replica.read { try $0.ownReplicas() }.count == 2)
        #expect(try an.replica.read { try $0.view(id).values["note"] } == .text("from the county"))
        #expect(try town.checkInvariants().isEmpty)
    }

    private func note(_ member: SimulatedCounty.Member, _ id: RecordID, _ text: String) throws {
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text(text))])
        _ = try member.replica.write { try $0.edit([edit], author: member.name) }
    }

    @Test func `a command with the largest values goes up in messages that fit`() throws {
        let note = String(repeating: "x", count: Limits.valueBytesMax)
        let edits = (0..<130).map { _ in
            Edit(type: "household", changes: [.enter(Self.village), .set("note", .text(note))])
        }
        _ = try an.replica.write { try $0.edit(edits, author: an.name) }
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        while case .send(let name, let body) = action {
            #expect(body.count < Limits.messageBytesMax)
            action = try session.receive(
                try town.county.responder.answer(name, token: session.token, body: body)
            )
        }
        #expect(session.report.unsealed == 0 && session.report.sent == 130)
    }

    @Test func `a checkpoint outlives many lost replies`() throws {
        _ = try household(an, in: Self.village)
        try town.sync(an, with: town.county)
        for _ in 0..<20 {
            let session = SyncSession(
                replica: an.replica,
                server: town.county.replica.device,
                application: "simulation"
            )
            guard case .send(_, let body) = try session.start() else { return }
            _ = try? town.county.responder.answer("hello", token: nil, body: body)
            _ = try household(an, in: Self.village)
        }
        try town.sync(an, with: town.county)
        let peer = try an.replica.read { try $0.peer(town.county.replica.device) }
        #expect(peer.checkpoints.count == 2, "the first one was still known to both")
    }
}
