import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// What a peer sends that breaks the rules, by mistake or on purpose: it is refused or held aside with
/// a code, and neither the rest of the page nor what the peer still has is lost.
@Suite struct `A peer that breaks the rules` {
    private static let village = "610326101901"
    private let town: CountyInMemory

    init() throws {
        town = try CountyInMemory(scopes: ["610326"])
        try town.sync()
    }

    private func household(_ note: String) throws -> SignedWrite {
        try town.make(
            town.laptop,
            "household",
            .enter(Self.village),
            .set("note", .text(note))
        )
        return try town.laptop.read { reader in
            let stored = try #require(
                try reader.store.writes(after: 0, limit: 99).last {
                    !$0.body.isEmpty
                }
            )
            return try WriteCodec.decode(body: stored.body, signature: stored.signature)
        }
    }

    /// The token of a new session of the laptop.
    private func open() throws -> Data? {
        let session = SyncSession(
            replica: town.laptop,
            server: town.county.device,
            application: "test"
        )
        session.wantsToken = true
        guard case .send(_, let body) = try session.start() else { return nil }
        _ = try session.receive(try town.responder.answer("hello", token: nil, body: body))
        return session.token
    }

    /// Pushes writes as they are given.
    private func push(
        _ writes: [SignedWrite],
        _ more: [WireSignedWrite] = []
    ) throws
        -> WirePushReply
    {
        var request = WirePushRequest()
        request.writes = more + writes.map(wire)
        let body: Data = try request.serializedData()
        return try WirePushReply(
            serializedBytes: try town.responder.answer("push", token: open(), body: body)
        )
    }

    private func wire(_ write: SignedWrite) -> WireSignedWrite {
        var wire = WireSignedWrite()
        wire.body = write.body
        wire.signature = write.signature
        return wire
    }

    private func held() throws -> [String] {
        try town.county.read { try $0.heldItems().map(\.code) }
    }

    private func notes() throws -> Set<String> {
        var notes: Set<String> = []
        try town.county.list("household") { notes.insert($0.values["note"]?.text ?? "") }
        return notes
    }

    /// What was written on the laptop has arrived whole and is sealed.
    private func expectAllSynced(_ notes: Set<String>) throws {
        try town.sync()
        #expect(try self.notes() == notes)
        #expect(try town.laptop.read { try $0.unsealedCount() } == 0)
        #expect(try town.county.checkInvariants() == [])
    }

    @Test func `a damaged write is held aside, and the rest of its page is taken`() throws {
        let write = try household("在家")
        var cut = wire(write)
        cut.body.removeLast(5)
        var noise = WireSignedWrite()
        noise.body = Data("no write at all".utf8)
        noise.signature = Data(count: 64)
        let reply = try push([write], [cut, noise])
        #expect(reply.applied == 1)
        #expect(reply.aside.map(\.code) == ["write_invalid", "write_invalid"])
        #expect(try held() == ["write_invalid", "write_invalid"])
        // The bytes are kept as they came.
        let bodies = try town.county.read { try $0.heldItems().map(\.body) }
        #expect(Set(bodies) == [cut.body, noise.body])
        try expectAllSynced(["在家"])
    }

    @Test func `a copy without a whole signature does not put the genuine write aside`() throws {
        let write = try household("在家")
        var copy = wire(write)
        copy.signature.removeLast()
        _ = try push([write])
        let reply = try push([], [copy])
        #expect(reply.aside.map(\.code) == ["write_invalid"])
        #expect(try held().isEmpty)
        try expectAllSynced(["在家"])
    }

    @Test func `a write forged in another's name is held aside, and changes nothing`() throws {
        let victim = try VectorAuthor(2)
        let certificate = try DeviceCertificate.issue(
            publicKey: victim.key.publicKey,
            name: "Bo",
            role: .teacher,
            scopes: ["610326"],
            issued: 1,
            expires: 4_000_000_000_000,
            by: VectorAuthor(9).key
        )
        try town.county.write { try $0.publish(certificate) }
        let own = try household("在家")
        let genuine = Write(
            dot: Dot(victim.replica, 1),
            previous: nil,
            type: "household",
            record: own.write.record,
            stamp: 1,
            generation: 9,
            author: "Bo",
            registers: [
                RegisterWrite(
                    key: RegisterKey("note"),
                    value: .text("forged"),
                    context: CausalContext([own.write.dot])
                )
            ]
        )
        let forged = try WriteCodec.sign(genuine, with: try VectorAuthor(1).key)
        let stranger = try WriteCodec.sign(genuine, with: try VectorAuthor(3).key)
        let reply = try push([own, forged, stranger])
        #expect(reply.applied == 1)
        #expect(reply.aside.map(\.code) == ["signature_invalid", "signature_invalid"])
        try expectAllSynced(["在家"])
    }

    @Test func `a write of an unknown device waits, and of a newer version too`() throws {
        let own = try household("在家")
        let unknown = try History().write(3, "note", .text("who?"), stamp: 1)
        let newer = Write(
            dot: Dot(own.write.dot.replica, own.write.dot.counter + 1),
            previous: own.hash,
            type: "household",
            record: own.write.record,
            stamp: 1,
            generation: 2,
            author: "An",
            registers: own.write.registers,
            minimumVersion: Limits.protocolVersion + 1
        )
        let reply = try push([
            own, unknown, try WriteCodec.sign(newer, with: VectorAuthor(1).key),
        ])
        #expect(reply.applied == 1)
        #expect(reply.aside.map(\.code) == ["certificate_unknown", "write_needs_newer"])
        #expect(Set(try held()) == ["certificate_unknown", "write_needs_newer"])
        #expect(try notes() == ["在家"])
        let item = try #require(try town.county.held().first { $0.code == "write_needs_newer" })
        #expect(item.problem.next(.english).contains("update"))
    }

    @Test func `a body that cannot be read, or too many writes, takes nothing in`() throws {
        let own = try household("在家")
        var request = WirePushRequest()
        request.writes = [wire(own)]
        let body: Data = try request.serializedData()
        expect(.messageUndecodable) {
            _ = try town.responder.answer("push", token: open(), body: body.dropLast(3))
        }
        expect(.messageUndecodable) {
            _ = try town.responder.answer("hello", token: nil, body: Data([0xFF, 0xFF]))
        }
        request.writes = Array(
            repeating: wire(own),
            count: Limits.pageRecordsMax + Limits.groupWritesMax + 1
        )
        let long: Data = try request.serializedData()
        expect(.messageTooLarge) {
            _ = try town.responder.answer("push", token: open(), body: long)
        }
        #expect(try notes().isEmpty)
        try expectAllSynced(["在家"])
    }

    @Test func `a hello of a newer version is refused in words that say who must update`() throws {
        _ = try household("在家")
        var hello = WireHello()
        hello.version = Limits.protocolVersion + 1
        var signed = WireSignedHello()
        signed.body = try hello.serializedData()
        let body: Data = try signed.serializedData()
        expect(.versionUnsupported) {
            _ = try town.responder.answer("hello", token: nil, body: body)
        }
        // And the other way round: a server that is newer.
        let session = SyncSession(
            replica: town.laptop,
            server: town.county.device,
            application: "test"
        )
        _ = try session.start()
        var reply = WireHelloReply()
        reply.version = Limits.protocolVersion + 1
        let answer: Data = try reply.serializedData()
        expect(.versionUnsupported) { _ = try session.receive(answer) }
        #expect(try town.laptop.read { try $0.unsealedCount() } == 1)
        try expectAllSynced(["在家"])
    }

    private func expect(
        _ code: ProblemCode,
        at location: SourceLocation = #_sourceLocation,
        _ deed: () throws -> Void
    ) {
        #expect(sourceLocation: location) {
            try deed()
        } throws: {
            ($0 as? Problem)?.code == code
        }
    }
}
