import FieldKit
import Foundation
import Synchronization

@testable import SyncServer

/// An endpoint without a replica: it records what it was asked and answers as the test says.
final class FakeEndpoint: SyncEndpoint {
    struct Asked: Equatable, Sendable {
        let call: SyncCall
        let token: Data?
        let body: Data
    }

    private let calls = Mutex<[Asked]>([])
    private let reply: @Sendable (Asked) throws -> Data
    private let healthy: Bool

    init(
        healthy: Bool = true,
        reply: @escaping @Sendable (Asked) throws -> Data = { $0.body }
    ) {
        self.healthy = healthy
        self.reply = reply
    }

    var asked: [Asked] { calls.withLock { $0 } }

    func answer(_ call: SyncCall, token: Data?, body: Data) throws -> Data {
        let asked = Asked(call: call, token: token, body: body)
        calls.withLock { $0.append(asked) }
        return try reply(asked)
    }

    func identity() throws -> Data { Data("identity".utf8) }

    func checkHealth() throws -> Data {
        guard healthy else { throw Problem(.diskFull, ["path": "/data"]) }
        return Data(repeating: 0xAB, count: 16)
    }
}

/// Lines of a log, collected.
final class CollectedLines: Sendable {
    private let lines = Mutex("")

    var text: String { lines.withLock { $0 } }

    func append(_ line: Data) { lines.withLock { $0 += String(decoding: line, as: UTF8.self) } }
}
