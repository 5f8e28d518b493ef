import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// A large bucket in which a few records differ on both sides: only these travel.
@Suite struct `A few records that differ among many` {
    private static let village = "610326101901"
    private static let many = 700

    private let town: SimulatedCounty
    private let an: SimulatedCounty.Member
    private let ids: [RecordID]

    /// An and the county hold the same; then each gets a few writes that the other takes for held.
    init() throws {
        town = try SimulatedCounty(seed: 12)
        an = try town.enrolLaptop("An", scopes: [Self.village])
        let changes: [Edit.Change] = [.enter(Self.village), .set("note", .text("same"))]
        let edits = (0..<Self.many).map { _ in Edit(type: "household", changes: changes) }
        ids = try an.replica.edit(edits, author: "An").map(\.id)
        try town.sync(an, with: town.county)
        try hideFromCounty([ids[7], ids[200]])
        try hideFromAn([ids[7], ids[31]])
    }

    /// Writes of another laptop that An counts as learnt from the county.
    private func hideFromCounty(_ records: [RecordID]) throws {
        let bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        try town.sync(bo, with: town.county)
        try town.sync(an, with: town.county)
        let before = try bo.store.read { try $0.head() }
        for id in records { try note(bo, id, "only with An") }
        let lines = try bo.store.read { try $0.writes(after: before, limit: 99) }
        for line in lines {
            let signed = try WriteCodec.decode(body: line.body, signature: line.signature)
            _ = try an.replica.write {
                try $0.apply(signed, source: town.county.replica.device)
            }
        }
    }

    /// Writes of the county that lie behind An's cursor.
    private func hideFromAn(
        _ records: [RecordID],
        _ text: String = "only at the county"
    ) throws {
        for id in records { try note(town.county, id, text) }
        let changes: [Edit.Change] = [.enter(Self.village), .set("note", .text("new"))]
        let edit = Edit(type: "household", changes: changes)
        _ = try town.county.replica.edit([edit], author: "county")
        let head = try town.county.store.read { try $0.head() }
        try an.replica.write { writer in
            var peer = try writer.peer(town.county.replica.device)
            for scope in peer.cursors.keys { peer.cursors[scope] = FeedCursor(at: head) }
            try writer.setPeer(town.county.replica.device, peer)
        }
    }

    private func note(_ member: SimulatedCounty.Member, _ id: RecordID, _ text: String) throws {
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text(text))])
        _ = try member.replica.edit([edit], author: member.name)
    }

    /// What a sync did, and what it sent and got of each call.
    private struct Outcome {
        var report = SyncReport()
        var calls: [String] = []
        var bytes: [String: Int] = [:]
        var largestReply = 0
    }

    /// One sync, with a server that may answer otherwise.
    private func sync(
        _ answer: (String, () throws -> Data) throws -> Data = { try $1() }
    ) throws -> Outcome {
        town.clock.advance(seconds: 1)
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var outcome = Outcome()
        var action = try session.start()
        while case .send(let name, let body) = action {
            outcome.calls.append(name)
            do {
                let reply = try answer(name) {
                    try town.county.responder.answer(name, token: session.token, body: body)
                }
                outcome.bytes[name, default: 0] += body.count + reply.count
                outcome.largestReply = max(outcome.largestReply, reply.count)
                action = try session.receive(reply)
            } catch let problem as Problem {
                action = try session.receive(problem: problem)
            }
        }
        outcome.report = session.report
        return outcome
    }

    private func expectEqual() throws {
        #expect(try town.sums(an, [Self.village]) == town.sums(town.county, [Self.village]))
        let down = try an.replica.view("household", ids[31]).values["note"]
        #expect(down == .text("only at the county"))
        let up = try town.county.replica.view("household", ids[200]).values["note"]
        #expect(up == .text("only with An"))
        #expect(try town.checkInvariants() == [])
    }

    @Test func `travel alone, in both directions`() throws {
        let outcome = try sync()
        #expect(outcome.report.isVerified && outcome.report.healed == [Self.village])
        #expect(outcome.report.differing == 4)
        #expect(!outcome.calls.contains("bucket"))
        #expect(outcome.calls.filter { $0 == "ranges" }.count == 2)
        let healing = ["ranges", "records", "push"].reduce(0) { $0 + outcome.bytes[$1, default: 0] }
        #expect(healing < 20_000, "\(outcome.bytes)")
        try expectEqual()
        #expect(try sync().report.isSame)
    }

    @Test func `travel in replies that fit into messages, however large they are`() throws {
        let text = String(repeating: "x", count: Limits.valueBytesMax)
        try hideFromAn(Array(ids[300..<350]), text)
        let outcome = try sync()
        #expect(outcome.report.isVerified && outcome.report.differing == 55)
        #expect(outcome.calls.filter { $0 == "records" }.count >= 3, "\(outcome.calls)")
        #expect(outcome.largestReply < Limits.pageBytesTarget + 2 * Limits.valueBytesMax)
        try expectEqual()
        #expect(try an.replica.view("household", ids[349]).values["note"]?.text == text)
    }

    @Test func `are found again when there are others, by the same server`() throws {
        #expect(try sync().report.isVerified)
        try hideFromAn([ids[99]])
        let outcome = try sync()
        #expect(outcome.report.isVerified && outcome.report.differing == 2)
        #expect(try !sync().calls.contains("ranges"))
        try expectEqual()
    }

    @Test func `travel also with a server that does not know the search`() throws {
        let outcome = try sync { name, answer in
            if name == "ranges" { throw Problem(.notFound, ["path": name]) }
            return try answer()
        }
        #expect(outcome.report.isVerified)
        #expect(outcome.calls.filter { $0 == "ranges" || $0 == "bucket" } == ["ranges", "bucket"])
        try expectEqual()
    }

    @Test func `travel also with a server that speaks another version of it`() throws {
        let outcome = try sync { name, answer in
            guard name == "ranges" else { return try answer() }
            var reply = WireRangesReply()
            reply.version = RangeSearch.version + 1
            return try reply.serializedData()
        }
        #expect(outcome.report.isVerified)
        #expect(outcome.calls.filter { $0 == "ranges" || $0 == "bucket" } == ["ranges", "bucket"])
        try expectEqual()
    }

    @Test func `travel after all, however often the server starts anew`() throws {
        var calls = 0
        let outcome = try sync { name, answer in
            if name == "ranges" { calls += 1 }
            if name == "ranges", calls == 2 || calls == 4 {
                town.county.responder = SyncResponder(replica: town.county.replica)
            }
            return try answer()
        }
        #expect(outcome.calls.filter { $0 == "hello" }.count == 3, "\(outcome.calls)")
        #expect(outcome.report.isVerified)
        try expectEqual()
    }

    @Test(arguments: 1...10)
    func `travel in the end, wherever the line drops and whatever comes twice`(limit: Int) throws {
        struct Cut: Error {}
        var calls = 0
        do {
            _ = try sync { name, answer in
                calls += 1
                let reply = try answer()
                if calls == limit { throw Cut() }
                if name == "ranges" || name == "records" { #expect(try answer() == reply) }
                return reply
            }
            #expect(calls < limit)
        } catch is Cut {
            #expect(try sync().report.isVerified)
        }
        try expectEqual()
    }
}
