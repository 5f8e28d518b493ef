import FieldKit
import Foundation
import Testing

/// The steps of which these stories are made.
extension `Refusals and their authors` {
    func household(
        _ member: SimulatedCounty.Member,
        _ note: String,
        in bucket: String = Self.village
    ) throws -> RecordID {
        let changes: [Edit.Change] = [.enter(bucket), .set("note", .text(note))]
        let edit = Edit(type: "household", changes: changes)
        return try #require(
            try member.replica.edit([edit], author: member.name, placing: false).first
        ).id
    }

    func set(_ member: SimulatedCounty.Member, _ id: RecordID, _ note: String) throws {
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text(note))])
        _ = try member.replica.edit([edit], author: member.name)
    }

    /// Lets a laptop push and loses the reply.
    func pushLosingReply(_ member: SimulatedCounty.Member) throws {
        let session = SyncSession(
            replica: member.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        var action = try session.start()
        while case .send(let name, let body) = action {
            let reply = try town.county.responder.answer(name, token: session.token, body: body)
            if name == "push" { return }
            action = try session.receive(reply)
        }
    }

    /// A session's token, and the way to ask anything in it.
    func asking(
        _ member: SimulatedCounty.Member
    ) throws -> (_ name: String, _ body: Data) throws -> Data {
        let session = SyncSession(
            replica: member.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        session.wantsToken = true
        guard case .send(_, let body) = try session.start() else { throw Problem(.internalError) }
        let county = town.county
        _ = try session.receive(try county.responder.answer("hello", token: nil, body: body))
        let token = session.token
        return { try county.responder.answer($0, token: token, body: $1) }
    }
}
