import FieldKit
import Foundation
import Simulator
import TestSupport
import Testing

/// Stories that were first told by a seed.
@Suite struct `Found by simulation` {
    private static let village = "610326101901"
    private static let far = "610326102901"

    private func household(
        _ member: SimulatedCounty.Member,
        in bucket: String = village,
        _ note: String
    ) throws -> RecordID {
        try member.replica.edit(
            [Edit(type: "household", changes: [.enter(bucket), .set("note", .text(note))])],
            author: member.name
        )[0].id
    }

    private func move(
        _ member: SimulatedCounty.Member,
        _ id: RecordID,
        from old: String,
        to new: String
    ) throws {
        let edit = Edit(type: "household", id: id, changes: [.leave(old), .enter(new)])
        _ = try member.replica.edit([edit], author: member.name)
    }

    private func note(_ member: SimulatedCounty.Member, _ id: RecordID) throws -> String? {
        try member.replica.view("household", id).values["note"]?.text
    }

    /// Syncs until a message has been taken in whose reply is lost.
    private func loseReply(
        _ asker: SimulatedCounty.Member,
        to lost: String,
        from server: SimulatedCounty.Member
    ) throws {
        let session = SyncSession(
            replica: asker.replica,
            server: server.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        while case .send(let name, let body) = action {
            let reply = try server.responder.answer(name, token: session.token, body: body)
            if name == lost { return }
            action = try session.receive(reply)
        }
    }

    @Test func `a relay that has forgotten what moved away is not broken`() throws {
        let town = try SimulatedCounty(seed: 85)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let an = try town.enrolLaptop("An", scopes: ["610326"])
        try town.sync(relay, with: town.county)
        try town.sync(an, with: relay)
        let id = try household(an, "near")
        try loseReply(an, to: "push", from: town.county)
        // The relay has it from the county, and hears of the line from An.
        try town.sync(relay, with: town.county)
        try town.sync(an, with: relay)
        try move(an, id, from: Self.village, to: Self.far)
        try town.sync(an, with: town.county)
        try town.sync(relay, with: town.county)
        #expect(try relay.replica.read { try $0.state(id) } == nil)
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `a relay into which a record moves is given all of it`() throws {
        let town = try SimulatedCounty(seed: 769)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let an = try town.enrolLaptop("An", scopes: ["610326"])
        try town.sync(relay, with: town.county)
        let id = try household(an, in: Self.far, "written far away")
        try town.sync(an, with: town.county)
        try move(an, id, from: Self.far, to: Self.village)
        try town.sync(an, with: relay)
        #expect(try note(relay, id) == "written far away")
    }

    @Test func `what an unseen copy wrote proves nothing of what was written here`() throws {
        let town = try SimulatedCounty(seed: 1532)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        _ = try household(an, "before")
        try town.sync(an, with: town.county)
        let copy = try town.copyUnseen(an, as: "Copy")
        _ = try household(copy, "by the copy")
        try town.sync(copy, with: town.county)
        let mine = [try household(an, "one"), try household(an, "two")]
        for _ in 0..<3 {
            try town.sync(an, with: town.county)
            try town.sync(copy, with: town.county)
            for id in mine where try town.county.replica.read({ try $0.state(id) }) == nil {
                #expect(try an.replica.read { try $0.unsealedCount() } > 0)
            }
        }
        #expect(try note(town.county, mine[0]) == "one")
        #expect(try note(town.county, mine[1]) == "two")
        #expect(try an.replica.read { try $0.unsealedCount() } == 0)
    }

    @Test func `a refused line under a number that a copy has used is sealed as refused`() throws {
        let town = try SimulatedCounty(seed: 6_000_653)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        try town.sync(an, with: town.county)
        let copy = try town.copyUnseen(an, as: "Copy")
        _ = try household(an, "by An")
        try town.sync(an, with: town.county)
        let refused = try household(copy, in: Self.far, "where Copy may not write")
        for _ in 0..<3 { try town.sync(copy, with: town.county) }
        #expect(try copy.replica.read { try $0.unsealedCount() } == 0)
        #expect(try copy.replica.held().map(\.code) == ["out_of_scope"], "its author is told")
        #expect(try town.county.replica.held().map(\.id) == [refused])
    }

    @Test func `a copy that never wrote knows itself by the lines of the other`() throws {
        let town = try SimulatedCounty(seed: 999)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        try town.sync(an, with: town.county)
        let copy = try town.copyUnseen(an, as: "Copy")
        let id = try household(copy, "first")
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text("second"))])
        _ = try copy.replica.edit([edit], author: "Copy")
        try town.sync(copy, with: town.county)
        try town.sync(an, with: town.county)
        #expect(try note(an, id) == "second")
        #expect(try an.replica.replicaID() != copy.replica.replicaID())
    }

    @Test func `a copy that never wrote knows itself by what the county wrote over its lines`()
        throws
    {
        let town = try SimulatedCounty(seed: 2_000_175)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        try town.sync(an, with: town.county)
        let copy = try town.copyUnseen(an, as: "Copy")
        let id = try household(copy, "first")
        try town.sync(copy, with: town.county)
        let edit = Edit(
            type: "household",
            id: id,
            changes: [.enter(Self.village), .set("note", .text("by the county"))]
        )
        _ = try town.county.replica.edit([edit], author: "county")
        try town.sync(an, with: town.county)
        #expect(try note(an, id) == "by the county")
    }

    @Test func `a copy that never wrote knows itself by what others wrote over its lines`() throws {
        let town = try SimulatedCounty(seed: 7_340_651)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        try town.sync(an, with: town.county)
        let copy = try town.copyUnseen(an, as: "Copy")
        let id = try household(copy, "first")
        for laptop in [copy, bo] { try town.sync(laptop, with: town.county) }
        let edit = Edit(
            type: "household",
            id: id,
            changes: [.enter(Self.village), .set("note", .text("by Bo"))]
        )
        _ = try bo.replica.edit([edit], author: "Bo")
        for laptop in [bo, an] { try town.sync(laptop, with: town.county) }
        #expect(try note(an, id) == "by Bo")
    }

    @Test func `of a copy that was shut out both branches are taken in`() throws {
        let town = try SimulatedCounty(seed: 8_647_487)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let id = try household(an, "first")
        try town.sync(an, with: town.county)
        let copy = try town.copyUnseen(an, as: "Copy")
        func write(_ member: SimulatedCounty.Member, _ note: String) throws {
            let edit = Edit(type: "household", id: id, changes: [.set("note", .text(note))])
            _ = try member.replica.edit([edit], author: member.name)
        }
        try write(an, "by An")
        for note in ["by the copy", "by the copy, again"] { try write(copy, note) }
        try town.county.replica.write { try $0.revoke(an.replica.device) }
        for laptop in [copy, an] {
            try town.sync(laptop, with: town.county)
            _ = try town.county.replica.acceptHeld(of: id)
        }
        let conflict = try #require(try town.county.replica.conflicts(all: true).first)
        let live = conflict.entries.map(\.value.text).sorted()
        #expect(live == ["by An", "by the copy, again"])
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `a visit that the county refused leaves the relay that had taken it`() throws {
        let town = try SimulatedCounty(seed: 1003)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        try town.sync(an, with: town.county)
        try town.sync(relay, with: town.county)
        let id = try household(an, "near")
        try town.sync(an, with: town.county)
        let visit = Edit(type: "visit", changes: [.set("household", .text("\(id)"))])
        _ = try an.replica.edit([visit], author: "An")
        try town.sync(an, with: relay)
        an.scopes = [Self.far]
        try town.certify(an, .teacher)
        try town.sync(relay, with: town.county)
        let last = try #require(try town.sync(relay, with: town.county))
        #expect(last.isVerified)
    }

    @Test func `a decision that the county refused leaves whoever had it from a relay`() throws {
        let town = try SimulatedCounty(seed: 7_001_514)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        try town.sync(an, with: town.county)
        let id = try household(an, "near")
        try town.sync(an, with: town.county)
        try town.sync(bo, with: town.county)
        try town.sync(relay, with: town.county)
        for person in [an, bo] {
            let edit = Edit(type: "household", id: id, changes: [.set("note", .text(person.name))])
            _ = try person.replica.edit([edit], author: person.name)
        }
        try town.sync(bo, with: town.county)
        try town.sync(relay, with: town.county)
        try town.sync(an, with: relay)
        _ = try an.replica.write { writer in
            try writer.resolve(
                id,
                type: "household",
                field: "note",
                value: .text("Bo"),
                reason: "asked",
                reviewer: "An"
            )
        }
        try town.sync(an, with: relay)
        try town.sync(bo, with: relay)
        an.scopes = [Self.far]
        try town.certify(an, .teacher)
        try town.sync(relay, with: town.county)
        try town.sync(bo, with: town.county)
        let last = try #require(try town.sync(bo, with: town.county))
        #expect(last.isVerified)
    }

    @Test func `a notice from before the county was restored hides nothing of the county's`() throws
    {
        let town = try SimulatedCounty(seed: 7_002_494)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let an = try town.enrolLaptop("An", scopes: ["610326101"])
        let id = try household(an, "near")
        try town.sync(an, with: town.county)
        try town.sync(relay, with: town.county)
        let backup = town.county.store.copy()
        try move(town.county, id, from: Self.village, to: Self.far)
        try town.sync(relay, with: town.county)
        let bo = try town.enrolLaptop("Bo", scopes: ["610326"])
        try town.sync(bo, with: relay)
        try town.restore(town.county, from: backup)
        let last = try #require(try town.sync(bo, with: town.county))
        #expect(last.isVerified)
        #expect(try note(bo, id) == "near")
    }

    /// Seed 7251162: a restored county asked for the record whole, and what the laptop's own line covered
    /// was not in it.
    @Test func `what a restored county has lost comes back though it is covered`() throws {
        let town = try SimulatedCounty(seed: 7)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        for member in [an, bo] { try town.sync(member, with: town.county) }
        let backup = town.county.store.copy()
        let home = try household(bo, "在家")
        try town.sync(bo, with: town.county)
        let lost = Edit(type: "household", id: home, changes: [.set("note", .text("县里"))])
        _ = try town.county.replica.edit([lost], author: "县里")
        try town.sync(an, with: town.county)
        let later = Edit(type: "household", id: home, changes: [.set("note", .text("外出"))])
        _ = try an.replica.edit([later], author: "An")

        try town.restore(town.county, from: backup)
        for member in [an, bo, an, bo] { try town.sync(member, with: town.county) }
        let texts = try town.county.replica.read { reader in
            try reader.store.writes(record: home).map { stored in
                let write = try WriteCodec.decode(body: stored.body, signature: stored.signature)
                return write.write.register(RegisterKey("note"))?.value.text ?? ""
            }
        }
        #expect(texts.sorted() == ["县里", "在家", "外出"].sorted())
        #expect(try town.county.replica.held().isEmpty)
        #expect(try note(town.county, home) == "外出")
    }

    /// Seeds 525, 1066, 1522, 1705, 1949 and 2854 of the first with revocations: the county held all of a
    /// record aside, and did not say so to who had it from a relay.
    @Test func `who has a shut-out device's record from a relay is told that it is held aside`()
        throws
    {
        let town = try SimulatedCounty(seed: 7)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        let far = try town.enrolLaptop("Far", scopes: [Self.far])
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        for member in [relay, an, bo, far] { try town.sync(member, with: town.county) }
        let home = try household(an, "在家")
        let visit = Edit(type: "visit", changes: [.set("household", .text("\(home)"))])
        _ = try an.replica.edit([visit], author: "An")
        try town.sync(an, with: relay)
        try town.sync(bo, with: relay)
        #expect(try note(bo, home) == "在家")

        try town.county.replica.write { try $0.revoke(an.replica.device) }
        try town.sync(relay, with: town.county)
        #expect(try town.county.replica.held().map(\.code) == ["device_revoked", "device_revoked"])
        let report = try #require(try town.sync(bo, with: town.county))
        #expect(report.isVerified, "both know what they differ in")
        let elsewhere = try town.county.replica.read {
            try $0.asideRecords(for: far.replica.device, in: Scope([Self.far]))
        }
        #expect(elsewhere.isEmpty, "and nobody else hears of it")

        let items = try town.county.replica.read { try $0.heldItems() }
        for id in Set(items.compactMap(\.record)) {
            _ = try town.county.replica.refuseHeld(of: id)
        }
        for member in [relay, bo, relay, bo] { try town.sync(member, with: town.county) }
        #expect(try bo.replica.read { try $0.buckets(of: home) }.isEmpty, "it lives nowhere here")
        #expect(try town.sync(bo, with: town.county)?.isVerified == true)
        #expect(try town.county.replica.held().map(\.code) == ["forbidden", "forbidden"])
    }
}

@Suite struct `The simulator` {
    @Test func `meets every state of a very small world`() {
        for (writes, restores) in [(3, false), (3, true)] {
            var exhaustion = Exhaustion(writesMax: writes, restores: restores)
            exhaustion.run()
            #expect(exhaustion.violations.isEmpty, "\(exhaustion.violations)")
            #expect(exhaustion.states > 1_000)
        }
    }

    // In each a visit followed its household, whose move was refused and which was held aside: no
    // comparison found the household, and the visit could not leave. In the last a decision about the
    // visit lay elsewhere on each side, and no sum became equal.
    @Test(arguments: [6_000_243, 6_003_642, 6_004_694, 6_005_194, 8_449_669] as [UInt64])
    func `a visit leaves with a household that no comparison finds`(seed: UInt64) {
        #expect(Simulation.run(seed: seed).violations.isEmpty, "seed \(seed)")
    }

    /// What a laptop had brought and a relay could not judge, the county then served (7072865); what came
    /// before its author's certificate (7057783); a copy's decision, told back without its other half
    /// (7072226, 7104242, 7316546); the county's own write, over what a restore had lost (7126002); what a
    /// shut-out device had moved (7315870); two branches of a fork, of which who covers one does not know
    /// what the other covered (7331395), and an edit under the deletion's own dot (7333818);
    /// what was forgotten though the same scope was granted again (7325929); a visit of a household that
    /// was refused where a relay had it (7546866); what a copy had brought, to another copy of one whose
    /// session had been cut (7851209); a draft that had read a number which a restore has given again
    /// (7919186); a newer certificate beside one that a clock ahead had stamped (8290775); two
    /// certificates of one moment (8602497); the other branch of a fork, taken in by a person (8647487);
    /// half of a command, of which a line not checked yet covered the other half (8697782).
    @Test(
        arguments: [
            7_072_865, 7_057_783, 7_072_226, 7_104_242, 7_316_546, 7_126_002, 7_315_870,
            7_331_395, 7_333_818, 7_325_929, 7_546_866, 7_851_209,
            7_919_186, 8_290_775, 8_602_497, 8_647_487, 8_697_782,
        ] as [UInt64]
    )
    func `what one session could not take in whole, it takes in`(seed: UInt64) {
        #expect(Simulation.run(seed: seed).violations.isEmpty, "seed \(seed)")
    }

    @Test func `finds nothing under some seeds, and tells the same story twice`() throws {
        for seed in Seeds.first(60) {
            let outcome = Simulation.run(seed: seed)
            #expect(outcome.violations.isEmpty, "seed \(seed): \(outcome.violations)")
            if seed % 20 == 0 { #expect(Simulation.run(seed: seed).hash == outcome.hash) }
        }
    }
}
