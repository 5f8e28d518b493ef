import FieldKit
import Foundation
import TestSupport
import Testing

/// What is done when the sums of two replicas differ though all seems exchanged.
@Suite struct `Buckets whose sums differ` {
    private static let village = "610326101901"

    private let town: SimulatedCounty
    private let an: SimulatedCounty.Member
    private let bo: SimulatedCounty.Member

    init() throws {
        town = try SimulatedCounty(seed: 11)
        an = try town.enrolLaptop("An", scopes: [Self.village])
        bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        for number in 0..<30 { _ = try household(an, "\(number)") }
        for member in [an, bo] { try town.sync(member, with: town.county) }
    }

    private func household(_ member: SimulatedCounty.Member, _ note: String) throws -> RecordID {
        let changes: [Edit.Change] = [.enter(Self.village), .set("note", .text(note))]
        let edit = Edit(type: "household", changes: changes)
        return try #require(try member.replica.edit([edit], author: member.name).first).id
    }

    /// One sync with the county, message by message.
    private func sync(
        _ member: SimulatedCounty.Member
    ) throws -> (report: SyncReport, calls: [String], pushed: [Int]) {
        town.clock.advance(seconds: 1)
        let session = SyncSession(
            replica: member.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var calls: [String] = []
        var pushed: [Int] = []
        var action = try session.start()
        while case .send(let name, let body) = action {
            calls.append(name)
            if name == "push" { pushed.append(body.count) }
            action = try session.receive(
                try town.county.responder.answer(name, token: session.token, body: body)
            )
        }
        return (session.report, calls, pushed)
    }

    @Test func `what the server lacks goes up, and nothing else does`() throws {
        let id = try household(bo, "only here")
        let line = try bo.store.read { try #require(try $0.writes(record: id).first) }
        // An counts it as learnt from the county, which does not have it.
        let signed = try WriteCodec.decode(body: line.body, signature: line.signature)
        _ = try an.replica.write { try $0.apply(signed, source: town.county.replica.device) }
        let (report, calls, pushed) = try sync(an)
        #expect(report.isVerified && report.healed == [Self.village])
        #expect(calls == ["hello", "pull", "sums", "ranges", "push", "records", "sums"])
        #expect(pushed.count == 1 && pushed[0] < line.body.count + 200, "one write, not thirty")
        #expect(try town.county.replica.view("household", id).values["note"] == .text("only here"))
        #expect(try sync(an).report.isSame)
    }

    @Test func `a difference that an exchange of everything does not mend is not exchanged again`()
        throws
    {
        // A server whose running sum is wrong, as a defect or a damaged page would make it.
        let wrong = BucketTotal(sum: Data(repeating: 7, count: 32), count: 30)
        try town.county.store.write { try $0.setSum(wrong, bucket: Self.village) }
        let first = try sync(an)
        #expect(!first.report.isVerified && first.report.healed == [Self.village])
        let second = try sync(an)
        #expect(!second.report.isVerified && second.report.healed.isEmpty)
        #expect(second.calls == ["hello", "pull", "sums"])
        // Something has changed: it is worth another try.
        _ = try household(an, "new")
        #expect(try sync(an).report.healed == [Self.village])
    }
}
