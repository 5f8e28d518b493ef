import FieldKit
import Foundation
import SwiftProtobuf
import Testing

/// The calls of one or several syncs, one after the other.
struct StoredExchange {
    /// A request and its reply, as the messages were before packing.
    struct Call {
        let name: String
        let request: Data
        let reply: Data
    }

    private(set) var calls: [Call] = []
    /// Of the session that was opened last.
    private(set) var token: Data?

    init() {}

    // MARK: Files

    /// Reads what ``write(to:)`` has written.
    init(from folder: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for name in names.sorted() where name.hasSuffix("-request.bin") {
            let stem = name.dropLast("-request.bin".count)
            calls.append(
                Call(
                    name: String(stem.drop { $0 != "-" }.dropFirst()),
                    request: try Data(contentsOf: folder.appending(path: name)),
                    reply: try Data(contentsOf: folder.appending(path: "\(stem)-reply.bin"))
                )
            )
        }
    }

    /// Writes each call as `01-hello-request.bin` and `01-hello-reply.bin`.
    func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (index, call) in calls.enumerated() {
            let stem = "\(index < 9 ? "0" : "")\(index + 1)-\(call.name)"
            try call.request.write(to: folder.appending(path: "\(stem)-request.bin"))
            try call.reply.write(to: folder.appending(path: "\(stem)-reply.bin"))
        }
    }

    // MARK: Asking

    /// Asks a server one thing, in the session that is open.
    @discardableResult
    mutating func ask(_ name: String, _ request: Data, of server: SyncResponder) throws -> Data {
        let reply = try server.answer(name, token: name == "hello" ? nil : token, body: request)
        if name == "hello" { token = try WireHelloReply(serializedBytes: reply).token }
        calls.append(Call(name: name, request: request, reply: reply))
        return reply
    }

    /// One whole sync of a laptop.
    mutating func sync(_ laptop: Replica, with server: SyncResponder) throws -> SyncReport {
        let session = SyncSession(
            replica: laptop,
            server: server.replica.device,
            application: "stored \(FieldKitVersion.text)"
        )
        var action = try session.start()
        while case .send(let name, let body) = action {
            action = try session.receive(try ask(name, body, of: server))
        }
        return session.report
    }
}

extension StoredExchange.Call {
    /// Whether today's code knows every field of the request and of the reply.
    func expectKnown() throws {
        switch name {
        case "hello":
            try expectKnown(WireSignedHello.self, WireHelloReply.self)
            let signed = try WireSignedHello(serializedBytes: request)
            try Self.expectKnown(WireHello.self, signed.body, name)
        case "push": try expectKnown(WirePushRequest.self, WirePushReply.self)
        case "pull": try expectKnown(WirePullRequest.self, WirePullReply.self)
        case "records": try expectKnown(WireRecordsRequest.self, WireRecordsReply.self)
        case "sums": try expectKnown(WireSumsRequest.self, WireSumsReply.self)
        case "bucket": try expectKnown(WireBucketRequest.self, WireBucketReply.self)
        default: Issue.record("today's code knows no call \(name)")
        }
    }

    private func expectKnown(
        _ requestType: (some Message & Equatable).Type,
        _ replyType: (some Message & Equatable).Type
    ) throws {
        try Self.expectKnown(requestType, request, name)
        try Self.expectKnown(replyType, reply, name)
    }

    /// Names are known in JSON only, so what is unknown does not come back from there.
    private static func expectKnown<Wire: Message & Equatable>(
        _ type: Wire.Type,
        _ body: Data,
        _ name: String
    ) throws {
        let message = try Wire(serializedBytes: body)
        let known = try Wire(jsonUTF8Data: message.jsonUTF8Data())
        #expect(known == message, "a message of \(name) has fields that are unknown today")
    }

    /// A reply without what is drawn at random; that of a call that draws nothing is left as it is,
    /// byte for byte.
    static func meaning(of reply: Data, to name: String) throws -> Data {
        switch name {
        case "hello":
            var message = try WireHelloReply(serializedBytes: reply)
            message.token = Data()
            message.session = Data()
            message.seals = message.seals.map(unsigned)
            return try message.serializedData()
        case "push":
            var message = try WirePushReply(serializedBytes: reply)
            message.seals = message.seals.map(unsigned)
            return try message.serializedData()
        default: return reply
        }
    }

    /// Some systems draw a random number for each signature.
    private static func unsigned(_ seal: WireSignedSeal) -> WireSignedSeal {
        var seal = seal
        seal.signature = Data()
        return seal
    }
}
