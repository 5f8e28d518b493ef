import FieldKit
import Foundation
import Testing

/// A peer in another language, written from protocol.md alone: where it and our code differ, the
/// document is wrong, or our code is.
@Suite struct `A peer written in Python` {
    @Test func `agrees with every vector`() throws {
        let outcome = try Program.python("vectors.py").run()
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func `enrols, pushes, pulls, and holds what the county holds`() throws {
        let county = try CountyProgram()
        defer { county.stop() }
        let scope = "610326101901"
        let code = try county.code(scope: scope)
        let result = county.folder.appending(path: "peer.json").path
        let url = try county.start()
        let peer = Program.python(
            "peer.py",
            ["--url", url, "--code", code, "--out", result]
        )
        let first = try peer.json()
        #expect(first["sealed"] as? Bool == true)
        #expect(first["same"] as? Bool == false)
        let mine = try #require(first["byBucket"] as? [String: String])
        #expect(mine.keys.sorted() == [scope, "system"])
        let theirs = try #require(try county.digest()["byBucket"] as? [String: String])
        #expect(theirs.filter { mine[$0.key] != nil } == mine)
        let second = try peer.json()
        #expect(second["same"] as? Bool == true)
        let laptop = try Self.laptop(url, code: county.code(scope: scope))
        let report = try laptop.syncClient(application: "tests") { _ in }.sync()
        #expect(report.isVerified)
        #expect(try laptop.held().isEmpty, "what Python signed is believed")
        #expect(try laptop.read { try $0.digest() }.byBucket[scope] == mine[scope])
        #expect(second["fingerprint"] as? String == first["fingerprint"] as? String)
    }

    @Test func `finds by ranges what it has lost, and fetches it`() throws {
        let county = try CountyProgram()
        defer { county.stop() }
        let scope = "610326101901"
        let code = try county.code(scope: scope)
        let result = county.folder.appending(path: "peer.json").path
        let url = try county.start()
        let laptop = try Self.laptop(url, code: county.code(scope: scope))
        let changes: [Edit.Change] = [.enter(scope), .set("note", .text("x"))]
        let edits = (0..<70).map { _ in Edit(type: "household", changes: changes) }
        _ = try laptop.edit(edits, author: "An")
        _ = try laptop.syncClient(application: "tests") { _ in }.sync()
        let peer = Program.python("peer.py", ["--url", url, "--code", code, "--out", result])
        let first = try peer.json()
        try Self.loseLastWrite(result + ".state")
        let second = try peer.json()
        #expect(second["same"] as? Bool == false)
        #expect(second["fingerprint"] as? String == first["fingerprint"] as? String)
        #expect(try peer.json()["same"] as? Bool == true)
    }

    /// Takes the write that came last out of what the Python peer has kept.
    private static func loseLastWrite(_ path: String) throws {
        let file = URL(filePath: path)
        let kept = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        var members = try #require(kept as? [String: Any])
        let writes = try #require(members["writes"] as? [Any])
        members["writes"] = Array(writes.dropLast())
        try JSONSerialization.data(withJSONObject: members).write(to: file)
    }

    private static func laptop(_ url: String, code: String) throws -> Replica {
        let key = DeviceKey()
        let replica = try Replica(
            store: MemoryStore(),
            key: key,
            kind: .laptop,
            clock: SystemClock(),
            random: SystemRandom()
        )
        try replica.adopt(Enrolment.request(url: url, code: code, key: key))
        return replica
    }
}
