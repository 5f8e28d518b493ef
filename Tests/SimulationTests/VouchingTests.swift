import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

@Suite("The county takes a run of lines on the signature of its last, and mends wrong ones")
struct VouchingTests {
    private static let village = "610326101901"
    private let town: SimulatedCounty
    private let an: SimulatedCounty.Member
    private let bo: SimulatedCounty.Member
    private let relay: SimulatedCounty.Member

    init() throws {
        town = try SimulatedCounty(seed: 21)
        an = try town.enrolLaptop("An", scopes: [Self.village])
        bo = try town.enrolLaptop("Bo", scopes: [Self.village])
        relay = try town.enrolRelay("R", scopes: ["610326"])
    }

    @Test func `a wrong signature within a run ends as a write that everybody has`() throws {
        let ids = try households(3)
        try spoilSignature(of: ids[1])
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.isEmpty && report.unsealed == 0)
        // Who asks before the county has checked it gets it vouched for.
        for member in [bo, relay] {
            let report = try #require(try town.sync(member, with: town.county))
            #expect(report.isVerified && report.healed.isEmpty)
            #expect(try codesHeld(member).isEmpty)
            #expect(try member.replica.view("household", ids[1]).values["note"] == .text("n1"))
        }
        while try town.county.replica.proveSignatures(limit: 1) {}
        let cy = try town.enrolLaptop("Cy", scopes: [Self.village])
        try town.sync(relay, with: town.county)
        try town.sync(cy, with: relay)
        #expect(try codesHeld(cy).isEmpty, "also by way of the relay")
        for member in [an, bo, cy] { try town.sync(member, with: town.county) }
        let sums = try [an, bo, cy, relay, town.county].map { try town.sums($0, [Self.village]) }
        #expect(Set(sums).count == 1)
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `right signatures stay, and nobody is given anything again`() throws {
        let ids = try households(3)
        try town.sync(an, with: town.county)
        let before = try signatures(ids)
        let head = try town.county.store.read { try $0.head() }
        #expect(try town.county.replica.proveSignatures(limit: 2))
        while try town.county.replica.proveSignatures(limit: 2) {}
        #expect(try signatures(ids) == before)
        #expect(try town.county.store.read { try $0.head() } == head)
        #expect(try !town.county.replica.proveSignatures(limit: 2), "and it is done once")
    }

    @Test func `what comes while a part is checked is checked after it`() throws {
        let first = try households(2)
        try town.sync(an, with: town.county)
        while try town.county.replica.proveSignatures() {}
        // A retry after a lost reply: a run that is known, so that there is nothing new to check.
        let own = try an.replica.read { try $0.currentReplica() }
        _ = try push(try an.store.read { try $0.log(own, from: 1, limit: 2) })
        let part = try #require(try town.county.replica.unprovenPart(limit: 256))
        let ids = try households(3)
        try spoilSignature(of: ids[0])
        try town.sync(an, with: town.county)
        #expect(try town.county.replica.settle(part), "the new lines are left to check")
        while try town.county.replica.proveSignatures() {}
        try town.sync(bo, with: town.county)
        #expect(try codesHeld(bo).isEmpty)
        #expect(try bo.replica.view("household", ids[0]).values["note"] == .text("n0"))
        #expect(try bo.replica.view("household", first[1]).values["note"] == .text("n1"))
    }

    @Test func `a wrong last signature proves nothing: each line stands for itself`() throws {
        let ids = try households(3)
        try spoilSignature(of: ids[2])
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.map(\.code) == ["signature_invalid"])
        let held = try town.county.replica.held().map(\.id)
        #expect(held == [ids[2]])
        #expect(try town.county.replica.view("household", ids[1]).values["note"] == .text("n1"))
        #expect(try !town.county.replica.proveSignatures(), "the others were checked already")
    }

    @Test func `wrong last signatures are mended by the line that follows in a later push`() throws
    {
        let ids = try households(3)
        for id in ids { try spoilSignature(of: id) }
        try town.sync(an, with: town.county)
        #expect(try town.county.replica.held().count == 3)
        let last = try households(1)
        let report = try #require(try town.sync(an, with: town.county))
        #expect(report.aside.isEmpty && report.unsealed == 0)
        #expect(try town.county.replica.held().isEmpty)
        #expect(try !town.county.replica.proveSignatures(), "each was vouched for at once")
        try town.sync(bo, with: town.county)
        #expect(try codesHeld(bo).isEmpty)
        for id in ids + last { #expect(try bo.replica.read { try $0.state(id) } != nil) }
        #expect(try codesHeld(an).isEmpty, "its author is told that it is held no more")
        #expect(try town.checkInvariants().isEmpty)
    }

    @Test func `a copy that was covered before the county vouched is let go of`() throws {
        let ids = try households(2)
        try spoilSignature(of: ids[0])
        try town.sync(an, with: relay)
        #expect(try codesHeld(relay) == ["signature_invalid"])
        let edit = Edit(
            type: "household",
            id: ids[0],
            changes: [.enter(Self.village), .set("note", .text("later"))]
        )
        _ = try an.replica.write { try $0.edit([edit], author: an.name) }
        try town.sync(an, with: town.county)
        while try town.county.replica.proveSignatures() {}
        let report = try #require(try town.sync(relay, with: town.county))
        #expect(report.isVerified)
        #expect(try codesHeld(relay).isEmpty)
        #expect(try relay.replica.view("household", ids[0]).values["note"] == .text("later"))
    }

    @Test func `what is held for another reason is given on with a signature that holds`() throws {
        let ids = try households(2)
        try spoilSignature(of: ids[0])
        try town.county.replica.write { try $0.revoke(an.replica.device) }
        try town.sync(an, with: town.county)
        #expect(try town.county.replica.held().map(\.code) == ["device_revoked", "device_revoked"])
        #expect(try town.county.replica.acceptHeld(of: ids[0]) == 1)
        try town.sync(bo, with: town.county)
        #expect(try codesHeld(bo).isEmpty)
        #expect(try bo.replica.view("household", ids[0]).values["note"] == .text("n0"))
    }

    @Test func `a line that names another before it is in no run`() throws {
        let ids = try households(3)
        let own = try an.replica.read { try $0.currentReplica() }
        try spoilSignature(of: ids[0])
        let lines = try an.store.read { try $0.log(own, from: 1, limit: 3) }
        // The middle line is left out, so the last one vouches for nothing but itself.
        let reply = try push([lines[0], lines[2]])
        #expect(reply.aside.map(\.code) == ["signature_invalid"])
        #expect(reply.applied == 1)
        #expect(try town.county.replica.held().map(\.id) == [ids[0]])
    }

    @Test func `nobody but the county takes a line on the word of the next`() throws {
        let ids = try households(3)
        try spoilSignature(of: ids[0])
        try town.sync(relay, with: town.county)
        try town.sync(an, with: relay)
        #expect(try codesHeld(relay) == ["signature_invalid"])
    }

    private func households(_ count: Int) throws -> [RecordID] {
        try (0..<count).map { number in
            let edit = Edit(
                type: "household",
                changes: [.enter(Self.village), .set("note", .text("n\(number)"))]
            )
            return try an.replica.write { try $0.edit([edit], author: an.name)[0].id }
        }
    }

    /// Pushes lines as a peer would that picks its own.
    private func push(_ lines: [StoredWrite]) throws -> WirePushReply {
        let session = SyncSession(
            replica: an.replica,
            server: town.county.replica.device,
            application: "simulation"
        )
        session.wantsToken = true
        guard case .send(_, let hello) = try session.start() else { throw Problem(.internalError) }
        let county = town.county.responder
        _ = try session.receive(try county.answer("hello", token: nil, body: hello))
        var request = WirePushRequest()
        request.writes = lines.map { line in
            var wire = WireSignedWrite()
            wire.body = line.body
            wire.signature = line.signature
            return wire
        }
        let reply = try county.answer(
            "push",
            token: session.token,
            body: try request.serializedData()
        )
        return try WirePushReply(serializedBytes: reply)
    }

    private func spoilSignature(of id: RecordID) throws {
        try an.store.write { store in
            let line = try #require(try store.writes(record: id).first)
            try store.setSignature(Data(count: 64), sequence: line.sequence)
        }
    }

    private func signatures(_ ids: [RecordID]) throws -> [Data] {
        try town.county.store.read { store in
            try ids.flatMap { try store.writes(record: $0).map(\.signature) }
        }
    }

    private func codesHeld(_ member: SimulatedCounty.Member) throws -> [String] {
        try member.replica.held().map(\.code)
    }
}
