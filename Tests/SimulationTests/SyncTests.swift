import FieldKit
import Foundation
import TestSupport
import Testing

@Suite struct `A sync in memory` {
    @Test func `two laptops, a conflict, a decision, equal states`() throws {
        let town = try SimulatedCounty(seed: 1)
        let an = try town.enrolLaptop("An", scopes: ["610326101"])
        let bo = try town.enrolLaptop("Bo", scopes: ["610326101"])
        let student = try an.replica.write { writer in
            try writer.edit(
                [
                    Edit(
                        type: "student",
                        changes: [
                            .enter("610326101901"), .set("note", .text("a")),
                            .set("name", .text("n")),
                        ]
                    )
                ],
                author: "An"
            )
        }[0].id
        let first = try #require(try town.sync(an, with: town.county))
        #expect(first.isVerified && first.sent == 1 && first.unsealed == 0)
        let second = try #require(try town.sync(bo, with: town.county))
        #expect(second.isVerified)
        #expect(try bo.replica.read { try $0.view(student) }.values["note"] == .text("a"))
        for (member, value) in [(an, "from An"), (bo, "from Bo")] {
            _ = try member.replica.write {
                try $0.edit(
                    [Edit(type: "student", id: student, changes: [.set("note", .text(value))])],
                    author: member.name
                )
            }
        }
        try town.sync(an, with: town.county)
        let third = try #require(try town.sync(bo, with: town.county))
        #expect(third.conflicts == 1)
        try town.sync(an, with: town.county)
        #expect(try town.county.replica.read { try $0.conflicts(all: false) }.count == 1)
        _ = try town.county.replica.write {
            try $0.resolve(
                student,
                type: "student",
                field: "note",
                value: .text("from Bo"),
                reason: "asked by phone",
                reviewer: "county"
            )
        }
        for member in [an, bo] {
            let report = try #require(try town.sync(member, with: town.county))
            #expect(report.isVerified && report.decisions.count == 1)
            #expect(try member.replica.read { try $0.conflicts(all: true) }.isEmpty)
        }
        let digest = try town.county.replica.read { try $0.digest() }
        #expect(try an.replica.read { try $0.digest() } == digest)
        #expect(try bo.replica.read { try $0.digest() } == digest)
        let last = try #require(try town.sync(an, with: town.county))
        #expect(last.isSame && last.requests == 1)
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `through a relay that the county does not reach meanwhile`() throws {
        let town = try SimulatedCounty(seed: 2)
        let relay = try town.enrolRelay("R", scopes: ["610326101"])
        let an = try town.enrolLaptop("An", scopes: ["610326101901"])
        let id = try an.replica.write { writer in
            try writer.edit(
                [
                    Edit(
                        type: "household",
                        changes: [.enter("610326101901"), .set("note", .text("x"))]
                    )
                ],
                author: "An"
            )
        }[0].id
        let first = try #require(try town.sync(an, with: relay))
        #expect(first.isVerified && first.unsealed == 1 && first.sent == 1)
        #expect(try relay.replica.status().unsent == 1)
        let up = try #require(try town.sync(relay, with: town.county))
        #expect(up.isVerified)
        #expect(try relay.replica.status().unsent == 0)
        #expect(try town.county.replica.read { try $0.view(id) }.values["note"] == .text("x"))
        let again = try #require(try town.sync(relay, with: town.county))
        #expect(again.isVerified)
        let down = try #require(try town.sync(an, with: relay))
        #expect(down.unsealed == 0 && down.isVerified)
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `what is written while a sync waits is unsent until the next`() throws {
        let town = try SimulatedCounty(seed: 3)
        let an = try town.enrolLaptop("An", scopes: ["610326101"])
        let visit = Edit(type: "household", changes: [.enter("610326101901")])
        _ = try an.replica.edit([visit], author: "An")
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        while case .send(let name, let body) = action {
            // The first makes the sums differ; the last comes when all has been offered.
            if ["pull", "sums"].contains(name) {
                _ = try an.replica.edit([visit], author: "An")
            }
            let reply = try town.county.responder.answer(name, token: session.token, body: body)
            action = try session.receive(reply)
        }
        let status = try an.replica.status()
        #expect(status.unsent == 1)
        #expect(status.unsealed == 1)
        let next = try #require(try town.sync(an, with: town.county))
        #expect(next.isVerified && next.sent == 1)
        #expect(try an.replica.status().unsent == 0)
        #expect(try #require(try town.sync(an, with: town.county)).isSame)
    }
}

@Suite struct `A whole county under a seed` {
    @Test(arguments: [[String](), ["cut"], ["relay"], ["relay", "cut"], ["scope", "cut"]])
    func `converges and loses nothing`(_ features: [String]) throws {
        let count = ProcessInfo.processInfo.environment["SEEDS"].flatMap { UInt64($0) } ?? 8
        for seed in Seeds.first(count) {
            let story = try CountyStory(seed: seed, features: Set(features))
            let broken = try story.run()
            #expect(broken.isEmpty, "seed \(seed) \(features): \(broken.prefix(3))")
            if !broken.isEmpty { return }
        }
    }
}
