import FieldKit
import Foundation
import TestSupport
import Testing

/// Clocks, certificates and lines that are not as they should be: what people wrote arrives all the
/// same, or waits where it can be seen.
@Suite struct `A bad day` {
    private static let village = "610326101901"
    private static let secondsOfTwoYears: Int64 = 731 * 86_400

    private func household(_ member: SimulatedCounty.Member, _ note: String) throws -> RecordID {
        try member.replica.edit(
            [Edit(type: "household", changes: [.enter(Self.village), .set("note", .text(note))])],
            author: member.name
        )[0].id
    }

    private func set(_ member: SimulatedCounty.Member, _ id: RecordID, _ note: String) throws {
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text(note))])
        _ = try member.replica.edit([edit], author: member.name)
    }

    private func note(_ member: SimulatedCounty.Member, _ id: RecordID) throws -> String? {
        try member.replica.view("household", id).values["note"]?.text
    }

    // MARK: Clocks

    /// In milliseconds: 1 January 1970, 1981, 2009, 2099.
    static let wrongTimes: [Int64] = [0, 350_000_000_000, 1_240_000_000_000, 4_080_000_000_000]

    @Test(arguments: wrongTimes)
    func `a laptop whose clock is decades off syncs, and decides nothing by it`(
        _ time: Int64
    ) throws {
        let town = try SimulatedCounty(seed: 3)
        let an = try town.enrolLaptop(
            "An",
            scopes: [Self.village],
            clock: FixedClock(time)
        )
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        let id = try household(an, "before the first sync")
        let first = try #require(try town.sync(an, with: town.county))
        #expect(first.isVerified && first.unsealed == 0)
        #expect(abs(first.clockOffset) > 86_400_000)
        try town.sync(bo, with: town.county)
        try set(bo, id, "later, by another")
        try town.sync(bo, with: town.county)
        try town.sync(an, with: town.county)
        #expect(try note(an, id) == "later, by another")
        try set(an, id, "corrected by the offset")
        try town.sync(an, with: town.county)
        try town.sync(bo, with: town.county)
        for member in [an, bo, town.county] {
            #expect(try note(member, id) == "corrected by the offset")
            #expect(try member.replica.view("household", id).conflicts.isEmpty)
        }
        let entries = try bo.replica.read { try $0.entries(of: id, type: "household") }
        let last = try #require(entries.first { $0.value == .text("corrected by the offset") })
        #expect(!last.isClockSuspect)
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test(arguments: wrongTimes)
    func `a county whose clock was decades off for a day goes on when it is right again`(
        _ time: Int64
    ) throws {
        let town = try SimulatedCounty(seed: 4)
        let an = try town.enrolLaptop("An", scopes: [Self.village], clock: FixedClock())
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village], clock: FixedClock())
        let id = try household(an, "before")
        try town.sync(an, with: town.county)
        let right = town.clock.milliseconds()
        town.clock.set(time)
        try set(an, id, "on the wrong day")
        let wrong = try #require(try town.sync(an, with: town.county))
        #expect(wrong.isVerified && wrong.unsealed == 0)
        town.clock.set(right)
        try set(an, id, "after it")
        for member in [an, bo, an] {
            let report = try #require(try town.sync(member, with: town.county))
            #expect(report.isVerified && report.unsealed == 0)
            #expect(report.notice == nil)
        }
        for member in [an, bo, town.county] { #expect(try note(member, id) == "after it") }
        #expect(try town.checkInvariants().isEmpty)
    }

    // MARK: Certificates

    /// The county keeps what a returning laptop needs for ever, so that it need not start anew.
    @Test func `a laptop silent for two years brings what it had written, with what it had read`()
        throws
    {
        let town = try SimulatedCounty(seed: 6)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        let id = try household(bo, "在家")
        let gone = try household(bo, "搬走")
        for member in [bo, an] { try town.sync(member, with: town.county) }
        try set(an, id, "外出")
        town.clock.advance(seconds: Self.secondsOfTwoYears)
        for year in 1...3 { try set(bo, id, "第\(year)年") }
        let move = Edit(
            type: "household",
            id: gone,
            changes: [.leave(Self.village), .enter("610326102901")]
        )
        _ = try town.county.replica.edit([move], author: "眉县")
        try town.sync(bo, with: town.county)

        let back = try #require(try town.sync(an, with: town.county))
        #expect(back.isVerified && back.unsealed == 0)
        try town.sync(bo, with: town.county)
        for member in [an, bo, town.county] {
            let open = try member.replica.conflicts(all: true).filter { $0.id == id }
            let values = open.flatMap(\.entries).map(\.value.text)
            #expect(values.sorted() == ["外出", "第3年"].sorted(), "neither had read the other")
        }
        #expect(throws: Problem.self) { try note(an, gone) }
        #expect(try note(town.county, gone) == "搬走")
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `an expired device may send at a relay, and is renewed at the county`() throws {
        let town = try SimulatedCounty(seed: 5)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        try town.sync(an, with: town.county)
        town.clock.advance(seconds: Self.secondsOfTwoYears)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let seen = try household(town.county, "not for the expired")
        try town.sync(relay, with: town.county)
        let id = try household(an, "written after the end")
        let up = try #require(try town.sync(an, with: relay))
        #expect(up.notice == .certificateExpired)
        #expect(up.sent == 1 && up.received == 0 && up.unsealed == 1)
        #expect(throws: Problem.self) { try note(an, seen) }
        try town.sync(relay, with: town.county)
        #expect(try note(town.county, id) == "written after the end")

        let renewed = try #require(try town.sync(an, with: town.county))
        #expect(renewed.notice == nil && renewed.isVerified && renewed.unsealed == 0)
        #expect(try note(an, seen) == "not for the expired")
        let end = try #require(try an.replica.certificate()).expires
        #expect(end > town.clock.milliseconds())
        // Without a relay the county does both at once.
        let other = try household(bo, "also after the end")
        let direct = try #require(try town.sync(bo, with: town.county))
        #expect(direct.notice == nil && direct.sent == 1 && direct.unsealed == 0)
        #expect(try note(town.county, other) == "also after the end")
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `a device that is shut out within a session is served no more of it`() throws {
        let town = try SimulatedCounty(seed: 6)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let seen = try household(town.county, "not for the shut out")
        let id = try household(an, "written before")
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        var calls: [String] = []
        let problem = #expect(throws: Problem.self) {
            while case .send(let name, let body) = action {
                calls.append(name)
                if name == "pull" {
                    try town.county.replica.write { try $0.revoke(an.replica.device) }
                }
                let reply = try town.county.responder.answer(
                    name,
                    token: session.token,
                    body: body
                )
                action = try session.receive(reply)
            }
        }
        #expect(problem?.code == .deviceRevoked)
        #expect(calls == ["hello", "push", "pull"])
        #expect(throws: Problem.self) { try note(an, seen) }
        // What was sent before is the county's, what comes later waits for a person.
        #expect(try note(town.county, id) == "written before")
        let late = try household(an, "written after")
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.notice == .deviceRevoked)
        #expect(report.aside.map(\.code) == ["device_revoked"])
        #expect(try note(an, late) == "written after")
        let held = try town.county.replica.held()
        #expect(held.map(\.code) == ["device_revoked"] && held.map(\.id) == [late])
        #expect(throws: Problem.self) { try note(town.county, late) }
        // A person reads it and takes it in; who sent it hears that nothing waits any more.
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        #expect(try town.county.replica.acceptHeld(of: late) == 1)
        #expect(try town.county.replica.held().isEmpty)
        try town.sync(bo, with: town.county)
        #expect(try note(bo, late) == "written after")
        try town.sync(an, with: town.county)
        #expect(try an.replica.held().isEmpty)
        #expect(try town.checkInvariants().isEmpty)
    }

    // MARK: Contexts

    private func write(
        _ member: SimulatedCounty.Member,
        _ id: RecordID,
        _ note: String,
        read: CausalContext
    ) throws {
        _ = try member.replica.write { writer in
            try writer.author(
                id,
                type: "household",
                registers: [
                    RegisterWrite(key: RegisterKey("note"), value: .text(note), context: read)
                ],
                author: member.name
            )
        }
    }

    @Test func `a write that names what has not come yet waits for it`() throws {
        let town = try SimulatedCounty(seed: 8)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        let id = try household(an, "first")
        for member in [an, bo] { try town.sync(member, with: town.county) }
        try set(bo, id, "read by An on Bo's screen")
        let seen = try bo.replica.view("household", id).version.dots
        try write(an, id, "knows of it", read: seen)
        let ahead = try #require(try town.sync(an, with: town.county))
        #expect(ahead.aside.map(\.code) == ["context_ahead"])
        #expect(try town.county.replica.held().map(\.code) == ["context_ahead"])
        #expect(try note(town.county, id) == "first")
        #expect(try note(an, id) == "knows of it")
        try town.sync(bo, with: town.county)
        #expect(try town.county.replica.held().isEmpty)
        for member in [an, bo] { try town.sync(member, with: town.county) }
        for member in [an, bo, town.county] { #expect(try note(member, id) == "knows of it") }
    }

    @Test func `a write that runs ahead of all that is known stays aside, and holds nothing up`()
        throws
    {
        let town = try SimulatedCounty(seed: 9)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        let id = try household(an, "first")
        try town.sync(an, with: town.county)
        let bos = try bo.replica.replicaID()
        try write(an, id, "claims too much", read: CausalContext([Dot(bos, 1_000_000)]))
        let own = try an.replica.read { try $0.log(try $0.currentReplica()).high?.high ?? 0 }
        let mine = try an.replica.replicaID()
        try write(an, id, "claims its own future", read: CausalContext([Dot(mine, own + 5)]))
        let other = try household(an, "an honest one")
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.map(\.code) == ["context_ahead", "context_ahead"])
        #expect(report.sent == 1 && report.unsealed == 0)
        #expect(try note(town.county, other) == "an honest one")
        #expect(try note(town.county, id) == "first")
        let held = try an.replica.held()
        #expect(held.map(\.code) == ["context_ahead", "context_ahead"])
        #expect(held.allSatisfy { $0.place == "county" && $0.id == id })
        #expect(try town.county.replica.held().count == 2)
    }

    // MARK: Replies

    @Test(arguments: 0..<3)
    func `a reply that cannot be read ends the sync, and the next one loses nothing`(
        _ broken: Int
    ) throws {
        let town = try SimulatedCounty(seed: 10)
        let an = try town.enrolLaptop("An", scopes: [Self.village])
        let theirs = try household(town.county, "from the county")
        let mine = try household(an, "from the laptop")
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        var number = 0
        let problem = #expect(throws: Problem.self) {
            while case .send(let name, let body) = action {
                let reply = try town.county.responder.answer(
                    name,
                    token: session.token,
                    body: body
                )
                action = try session.receive(number == broken ? reply + [0xFF] : reply)
                number += 1
            }
        }
        #expect(problem?.code == .messageUndecodable)
        #expect(try note(an, mine) == "from the laptop")
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.isVerified && report.unsealed == 0)
        #expect(try note(an, theirs) == "from the county")
        #expect(try note(town.county, mine) == "from the laptop")
        #expect(try town.checkInvariants().isEmpty)
    }
}
