import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// What was not taken is told to its author by every way, and strangers bend none of it.
@Suite struct `Refusals and their authors` {
    static let village = "610326101901"
    static let other = "610326101902"

    let town: SimulatedCounty
    let an: SimulatedCounty.Member
    let bo: SimulatedCounty.Member

    init() throws {
        town = try SimulatedCounty(seed: 13)
        an = try town.enrolLaptop("An", scopes: [Self.village])
        bo = try town.enrolLaptop("Bo", scopes: [Self.village])
    }

    @Test func `an author hears of a refusal also when the reply to the push was lost`() throws {
        let id = try household(an, "not mine to write", in: Self.other)
        try pushLosingReply(an)
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.map(\.code) == ["out_of_scope"])
        #expect(report.aside.map(\.record) == ["\(id)"] && report.held == 1)
        let held = try #require(try an.replica.held().first)
        #expect(held.place == "county" && held.id == id)
        #expect(held.registers.contains { $0.value == .text("not mine to write") })
        // It is told once; that it is held stays to be seen.
        let next = try #require(try town.sync(an, with: town.county))
        #expect(next.aside.isEmpty && next.held == 1)
    }

    @Test func `an author hears through a relay what the county holds aside`() throws {
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        try town.sync(relay, with: town.county)
        try town.sync(an, with: relay)
        let id = try household(an, "by way of the school")
        try town.sync(an, with: relay)
        // The relay does not know yet that the laptop has been shut out.
        try town.county.replica.write { try $0.revoke(an.replica.device) }
        try town.sync(relay, with: town.county)
        #expect(try town.county.replica.held().map(\.code) == ["device_revoked"])
        let report = try #require(try town.sync(an, with: relay))
        #expect(report.aside.map(\.code) == ["device_revoked"])
        #expect(try an.replica.held().map(\.id) == [id])
    }

    @Test func `a relay shows nobody what its author may not write`() throws {
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let cy = try town.enrolLaptop("Cy", scopes: [Self.other])
        try town.sync(relay, with: town.county)
        let id = try household(an, "not mine to write", in: Self.other)
        let up = try #require(try town.sync(an, with: relay))
        #expect(up.aside.map(\.code) == ["not_served_here"] && up.unsent == 1)
        try town.sync(cy, with: relay)
        #expect(try cy.replica.read { try $0.state(id) } == nil)
        #expect(try an.replica.view("household", id).values["note"] == .text("not mine to write"))
        // The county answers it, and nowhere is it seen as if it had been taken.
        let direct = try #require(try town.sync(an, with: town.county))
        #expect(direct.aside.map(\.code) == ["out_of_scope"] && direct.unsealed == 0)
    }

    @Test func `what one push releases is sealed anew for whoever wrote it`() throws {
        let id = try household(an, "first")
        for member in [an, bo] { try town.sync(member, with: town.county) }
        try set(bo, id, "read by An on Bo's screen")
        let seen = try bo.replica.view("household", id).version.dots
        _ = try an.replica.write { writer in
            try writer.author(
                id,
                type: "household",
                registers: [
                    RegisterWrite(
                        key: RegisterKey("note"),
                        value: .text("knows of it"),
                        context: seen
                    )
                ],
                author: "An"
            )
        }
        try town.sync(an, with: town.county)
        #expect(try an.replica.held().map(\.code) == ["context_ahead"])
        try town.sync(bo, with: town.county)
        #expect(try town.county.replica.held().isEmpty)
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.held == 0 && report.unsealed == 0)
        #expect(try an.replica.held().isEmpty)
    }

    @Test func `a person takes in what names a line that is lost for ever`() throws {
        let id = try household(an, "first")
        for member in [an, bo] { try town.sync(member, with: town.county) }
        let lost = Dot(try bo.replica.replicaID(), 40)
        let writeReading = { (text: String) in
            _ = try an.replica.write { writer in
                try writer.author(
                    id,
                    type: "household",
                    registers: [
                        RegisterWrite(
                            key: RegisterKey("note"),
                            value: .text(text),
                            context: CausalContext([lost])
                        )
                    ],
                    author: "An"
                )
            }
        }
        try writeReading("what I read is lost")
        try town.sync(an, with: town.county)
        #expect(try town.county.replica.held().map(\.code) == ["context_ahead"])
        // An answer would cover the line too, and nobody here has read it.
        #expect(try town.county.replica.refuseHeld(of: id) == 0)
        #expect(try town.county.replica.held().map(\.code) == ["context_ahead"])
        #expect(try town.county.replica.acceptHeld(of: id) == 1)
        try writeReading("and once more")
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.isEmpty && report.held == 0)
        #expect(try town.county.replica.held().isEmpty)
    }

    /// If the county serves such a claim, a copy of the laptop has written the line.
    @Test func `a laptop takes in nothing that covers what it has yet to write`() throws {
        let id = try household(an, "An's")
        for member in [an, bo] { try town.sync(member, with: town.county) }
        let future = CausalContext([Dot(try an.replica.replicaID(), 50)])
        let register = RegisterWrite(
            key: RegisterKey("note"),
            value: .text("mine"),
            context: future
        )
        let signed = try bo.replica.write {
            try $0.author(id, type: "household", registers: [register], author: "Bo")
        }
        func verdict(from peer: DeviceID) throws -> Verdict {
            try an.replica.write { try $0.verdict(on: signed, from: peer, isWhole: true) }
        }
        #expect(try verdict(from: bo.replica.device) == .hold(.contextAhead))
        #expect(try verdict(from: town.county.replica.device) == .apply)
        #expect(try !future.contains(Dot(an.replica.replicaID(), 50)))
    }

    @Test func `only the county may claim what nobody has, by issuing again`() throws {
        let id = try household(bo, "Bo's")
        for member in [bo, an] { try town.sync(member, with: town.county) }
        let bos = try bo.replica.replicaID()
        let all = RegisterWrite(
            key: RegisterKey("note"),
            value: .text("covers what Bo will write"),
            context: CausalContext([Dot(bos, 1)]).union(CausalContext([Dot(bos, 900)]))
        )
        let own = try an.replica.read { try $0.log(try $0.currentReplica()).high }
        let write = Write(
            dot: Dot(try an.replica.replicaID(), (own?.high ?? 0) + 1),
            previous: own?.hash,
            type: "household",
            record: id,
            stamp: town.clock.milliseconds(),
            generation: 2,
            author: "An",
            registers: [all],
            reissueOf: WriteHash(bytes: Data(repeating: 9, count: 32))
        )
        let signed = try WriteCodec.sign(write, with: an.key)
        let verdict = try town.county.replica.write {
            try $0.verdict(on: signed, from: an.replica.device, isWhole: false)
        }
        #expect(verdict == .hold(.contextAhead))
    }

    @Test func `a copy with a wrong signature does not replace the genuine one`() throws {
        try town.county.replica.write { try $0.revoke(an.replica.device) }
        let id = try household(an, "written after the end")
        try town.sync(an, with: town.county)
        let line = try an.store.read { try #require(try $0.writes(record: id).first) }
        var push = WirePushRequest()
        var forged = WireSignedWrite()
        forged.body = line.body
        forged.signature = Data(count: 64)
        push.writes = [forged]
        _ = try asking(bo)("push", try push.serializedData())
        #expect(try town.county.replica.held().map(\.code) == ["device_revoked"])
        #expect(try town.county.replica.acceptHeld(of: id) == 1)
        try town.sync(bo, with: town.county)
        let note = try bo.replica.view("household", id).values["note"]
        #expect(note == .text("written after the end"))
    }

    @Test func `a record sent whole begins with what says where it is`() throws {
        let id = try household(bo, "Bo's")
        for member in [bo, an] { try town.sync(member, with: town.county) }
        try set(an, id, "An's")
        let whole = try an.replica.read { try $0.wholeForPush(id, offered: []) }
        #expect(whole.map { $0.write.register(.bucket(Self.village)) != nil } == [true, false])
        // A server that has lost the record refuses nothing of it before it knows where it is.
        let late = try #require(whole.last)
        let empty = try SimulatedCounty(seed: 14)
        let cy = try empty.enrolLaptop("Cy", scopes: [Self.village])
        let edit = try cy.replica.write { writer in
            try writer.author(
                id,
                type: "household",
                registers: late.write.registers.map {
                    RegisterWrite(key: $0.key, value: $0.value, context: CausalContext())
                },
                author: "Cy"
            )
        }
        let verdict = try empty.county.replica.write {
            try $0.verdict(on: edit, from: cy.replica.device, isWhole: true)
        }
        #expect(verdict == .hold(.contextAhead))
    }

    @Test func `nobody is told "nothing is new" who has something to give`() throws {
        _ = try household(an, "unsent")
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        _ = try session.start()
        var reply = WireHelloReply()
        reply.version = 1
        reply.same = true
        let body = try reply.serializedData()
        #expect { try session.receive(body) } throws: {
            ($0 as? Problem)?.code == .messageUndecodable
        }
    }

    @Test func `another type's name opens no field, and no teacher writes of devices`() throws {
        let id = try town.county.replica.edit(
            [
                Edit(
                    type: "household",
                    changes: [.enter(Self.village), .set("household_number", .text("1"))]
                )
            ],
            author: "county",
            authority: .roster
        )[0].id
        try town.sync(an, with: town.county)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        try town.sync(relay, with: town.county)
        let forged = try an.replica.write { writer in
            try [
                writer.author(
                    id,
                    type: "x",
                    registers: [
                        RegisterWrite(
                            key: RegisterKey("household_number"),
                            value: .text("666"),
                            context: CausalContext()
                        )
                    ],
                    author: "county"
                ),
                writer.author(
                    DeviceCertificate.record(of: bo.replica.device),
                    type: "device",
                    registers: [
                        RegisterWrite(
                            key: RegisterKey("revoked"),
                            value: .boolean(true),
                            context: CausalContext()
                        )
                    ],
                    author: "county"
                ),
            ]
        }
        let atCounty = try town.county.replica.write { writer in
            try forged.map { try writer.verdict(on: $0, from: an.replica.device, isWhole: true) }
        }
        #expect(atCounty == [.hold(.writeInvalid), .refuse(.outOfScope)])
        let atRelay = try relay.replica.write { writer in
            try forged.map { try writer.verdict(on: $0, from: an.replica.device, isWhole: true) }
        }
        #expect(atRelay == [.hold(.writeInvalid), .decline])
    }

    @Test func `an unsigned write of one's own is taken by no server`() throws {
        let id = try household(an, "unsigned")
        let line = try an.store.read { try #require(try $0.writes(record: id).first) }
        let unsigned = try WriteCodec.decode(body: line.body, signature: Data(count: 64))
        let verdict = try town.county.replica.write {
            try $0.verdict(on: unsigned, from: an.replica.device, isWhole: true)
        }
        #expect(verdict == .hold(.signatureInvalid))
    }

    @Test func `a refusal costs one write, however many fields it is about`() throws {
        let id = try household(an, "a")
        try town.sync(an, with: town.county)
        let before = try town.county.store.read { try $0.writes(record: id).count }
        let moved = try town.enrolLaptop("Di", scopes: [Self.other])
        let registers = (0..<200).map {
            RegisterWrite(
                key: RegisterKey("field\($0)"),
                value: .text("x"),
                context: CausalContext()
            )
        }
        _ = try moved.replica.write {
            try $0.author(id, type: "household", registers: registers, author: "Di")
        }
        let report = try #require(try town.sync(moved, with: town.county))
        #expect(report.aside.map(\.code) == ["out_of_scope"])
        #expect(try town.county.store.read { try $0.writes(record: id).count } == before + 1)
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `what is held aside in other villages is not named to anybody`() throws {
        let stranger = try town.enrolLaptop("Di", scopes: [Self.other])
        try town.county.replica.write { try $0.revoke(stranger.replica.device) }
        let secret = try household(stranger, "of another village", in: Self.other)
        try town.sync(stranger, with: town.county)
        #expect(try town.county.replica.held().map(\.id) == [secret])
        let ask = try asking(an)
        let page = try WirePullReply(
            serializedBytes: ask("pull", WirePullRequest().serializedData())
        )
        let sums = try WireSumsReply(
            serializedBytes: ask("sums", WireSumsRequest().serializedData())
        )
        #expect(page.aside.isEmpty && sums.aside.isEmpty)
        #expect(try #require(try town.sync(an, with: town.county)).isVerified)
    }

    // MARK: Numbers and sizes

    @Test func `the largest numbers that a message can hold stop nobody`() throws {
        _ = try household(an, "a")
        try town.sync(an, with: town.county)
        let ask = try asking(an)
        var pull = WirePullRequest()
        pull.cursor.complete = .max
        pull.cursor.position = .max
        pull.sealNumber = .max
        pull.bytesMax = .max
        let page = try WirePullReply(serializedBytes: ask("pull", pull.serializedData()))
        #expect(page.records.isEmpty && !page.more)
        var hello = WireHello()
        hello.version = 1
        hello.device = an.replica.device.bytes
        hello.server = town.county.replica.device.bytes
        hello.time = .min
        hello.serverLog.replica = try town.county.replica.replicaID().bytes
        hello.serverLog.counter = .max
        hello.serverLog.hash = Data(count: 32)
        var signed = WireSignedHello()
        signed.body = try hello.serializedData()
        signed.signature = try an.key.sign(
            SyncResponder.helloDomain + hello.server + signed.body
        )
        let body = try signed.serializedData()
        #expect {
            try town.county.responder.answer("hello", token: nil, body: body)
        } throws: {
            ($0 as? Problem)?.code == .messageUndecodable
        }
    }

    @Test func `pages stay small when what was written together was changed apart`() throws {
        let note = String(repeating: "x", count: 16_384)
        let edits = (0..<512).map { _ in
            Edit(type: "household", changes: [.enter(Self.village), .set("note", .text(note))])
        }
        let ids = try an.replica.edit(edits, author: "An").map(\.id)
        // Every second page of the feed now begins many groups.
        let later = (0..<512).map { number in
            let id = ids[number % 2 * 256 + number / 2]
            return Edit(type: "household", id: id, changes: [.set("address", .text("\(number)"))])
        }
        _ = try an.replica.edit(later, author: "An")
        try town.sync(an, with: town.county)
        let ask = try asking(bo)
        var pull = WirePullRequest()
        var records = 0
        var isMore = true
        while isMore {
            let reply = try ask("pull", try pull.serializedData())
            #expect(reply.count < Limits.messageBytesMax)
            let page = try WirePullReply(serializedBytes: reply)
            records += page.records.filter { $0.whole }.count
            pull.cursor = page.cursor
            isMore = page.more
        }
        #expect(records >= 512)
        try town.sync(bo, with: town.county)
        #expect(try bo.replica.digest() == an.replica.digest())
    }
}
