import Dispatch
import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("The file that a replica lives in")
struct SQLiteStoreTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("store.sqlite")
    }

    private func replica(over store: SQLiteStore) throws -> Replica {
        let random = SeededRandom(seed: 1)
        return try Replica(
            store: store,
            key: try Town.key(random),
            kind: .laptop,
            clock: FixedClock(),
            random: SeededRandom(seed: UInt64(try store.read { try $0.head() }))
        )
    }

    private func note(_ text: String, in replica: Replica) throws {
        _ = try replica.write {
            try $0.edit(
                [Edit(type: "household", changes: [.enter("610"), .set("note", .text(text))])],
                author: "An"
            )
        }
    }

    private func expect(
        _ code: ProblemCode,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) { try body() }
        #expect(problem?.code == code, sourceLocation: sourceLocation)
    }

    @Test(
        "what is committed is on the disk before it is acknowledged: synchronous is FULL",
        arguments: [true, false]
    )
    func synchronous(isConcurrent: Bool) throws {
        let store = try SQLiteStore(path: path, isConcurrent: isConcurrent)
        #expect(try store.synchronousLevel() == 2)
        try note("x", in: try replica(over: store))
        #expect(try store.synchronousLevel() == 2)
    }

    @Test("what was written is there when the file is opened again")
    func reopen() throws {
        let store = try SQLiteStore(path: path)
        let first = try replica(over: store)
        try note("x", in: first)
        let digest = try first.read { try $0.digest() }
        let id = try first.read { try $0.currentReplica() }
        try store.close()
        let second = try replica(over: try SQLiteStore(path: path))
        #expect(try second.read { try $0.digest() } == digest)
        #expect(try second.read { try $0.currentReplica() } == id)
        try note("y", in: second)
        #expect(try second.read { try $0.checkInvariants() } == [])
    }

    @Test("a process that ends without closing loses nothing that was committed")
    func withoutClosing() throws {
        let store = try SQLiteStore(path: path)
        try note("x", in: try replica(over: store))
        // The file and its log as they lie there, as after a power cut.
        let other = folder.path("copy.sqlite")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: other + suffix)
        }
        let copy = try replica(over: try SQLiteStore(path: other))
        #expect(try copy.read { try $0.digest().records } == 1)
        #expect(try copy.read { try $0.checkInvariants() } == [])
    }

    @Test("a transaction that throws leaves nothing")
    func rollback() throws {
        struct Stop: Error {}
        let store = try SQLiteStore(path: path)
        let replica = try replica(over: store)
        try note("x", in: replica)
        let before = try store.read { try $0.text() }
        let digest = try replica.read { try $0.digest() }
        #expect(throws: Stop.self) {
            try replica.write { writer in
                _ = try writer.edit(
                    [Edit(type: "household", changes: [.set("note", .text("y"))])],
                    author: "An"
                )
                throw Stop()
            }
        }
        #expect(try store.read { try $0.text() } == before)
        #expect(try replica.read { try $0.digest() } == digest)
        try note("z", in: replica)
        #expect(try replica.read { try $0.checkInvariants() } == [])
    }

    @Test("a file of a later version is refused, and stays what it is")
    func newer() throws {
        try SQLiteStore(path: path).close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // The file format keeps user_version at byte 60, big-endian.
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 9])
        try bytes.write(to: URL(fileURLWithPath: path))
        let problem = #expect(throws: Problem.self) { _ = try SQLiteStore(path: path) }
        #expect(problem?.code == .storeNewer)
        #expect(problem?.details["found"] == "9")
        let after = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(after[60..<64] == bytes[60..<64])
    }

    /// The database of a laptop of version 0.1.0, whose tables are of version 1.
    private func earlier() throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/0.1.0/laptop/replica.sqlite")
        try FileManager.default.copyItem(at: fixture, to: URL(filePath: path))
    }

    /// What the file says of its version; the log must be folded in.
    private func version() throws -> UInt8 {
        try Data(contentsOf: URL(fileURLWithPath: path))[63]
    }

    @Test("a file of version 1 is read as it is; the first write makes it one of version 2")
    func earlierVersion() throws {
        try earlier()
        #expect(try version() == 1)
        let store = try SQLiteStore(path: path, isConcurrent: false)
        let old = try store.read { try $0.writes(after: 0, limit: .max) }
        #expect(!old.isEmpty)
        try store.close()
        #expect(try version() == 1, "reading changes nothing")

        let again = try SQLiteStore(path: path, isConcurrent: false)
        struct Spoilt: Error {}
        #expect(throws: Spoilt.self) { try again.write { _ in throw Spoilt() } }
        try again.close()
        #expect(try version() == 1, "a write that fails leaves nothing behind")

        let third = try SQLiteStore(path: path, isConcurrent: false)
        try note("x", in: try replica(over: third))
        let new = try third.read { try $0.writes(after: 0, limit: .max) }
        #expect(new.count > old.count)
        #expect(zip(old, new).allSatisfy { $0.body == $1.body && $0.signature == $1.signature })
        #expect(try third.integrityProblems() == [])
        try third.close()
        #expect(try version() == 2)
        #expect(
            try SQLiteStore(path: path).read { try $0.writes(after: 0, limit: .max) }.map(\.body)
                == new.map(\.body)
        )
    }

    @Test("a file that is no database is damaged, and stays what it is")
    func noDatabase() throws {
        let bytes = Data(repeating: 0x41, count: 8_192)
        try bytes.write(to: URL(fileURLWithPath: path))
        expect(.storeDamaged) { _ = try SQLiteStore(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test("a file with overwritten pages is damaged, and says so instead of guessing")
    func overwrittenPages() throws {
        let store = try SQLiteStore(path: path)
        let first = try replica(over: store)
        for number in 1...40 { try note("\(number)", in: first) }
        try store.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // Closing has folded the log into the file: what is copied now is whole.
        #expect(bytes.count > 3 * 4_096)
        bytes.replaceSubrange(
            4_096..<bytes.count,
            with: Data(repeating: 0x5A, count: bytes.count - 4_096)
        )
        try bytes.write(to: URL(fileURLWithPath: path))
        expect(.storeDamaged) {
            let store = try SQLiteStore(path: path)
            _ = try store.read { try $0.text() }
        }
    }

    @Test("a record's row that cannot be read is damage, not a crash")
    func unreadableRow() throws {
        let store = try SQLiteStore(path: path)
        let replica = try replica(over: store)
        try note("x", in: replica)
        let id = try #require(
            try store.read { try $0.records(type: nil, after: nil, limit: 1) }.first
        )
        try store.write {
            try $0.put(
                StoredRecord(
                    id: id,
                    type: "household",
                    subject: nil,
                    live: [(sequence: 77, positions: [])],
                    marks: [:]
                )
            )
        }
        expect(.invariantBroken) { _ = try replica.read { try $0.view(id) } }
    }

    @Test("a folder that is not there is said to be unwritable, and is not made")
    func noFolder() throws {
        expect(.homeReadOnly) { _ = try SQLiteStore(path: folder.path("missing/store.sqlite")) }
        #expect(!FileManager.default.fileExists(atPath: folder.path("missing")))
    }

    @Test("a full disk is said to be full, and nothing that was there is lost")
    func diskFull() throws {
        let roomy = try SQLiteStore(path: path)
        let first = try replica(over: roomy)
        try note("before", in: first)
        let text = try roomy.read { try $0.text() }
        let digest = try first.read { try $0.digest() }
        try roomy.close()
        let full = try SQLiteStore(path: path, pagesMax: 25)
        let second = try replica(over: full)
        // What repeats itself would be packed to nothing.
        let random = SeededRandom(seed: 3)
        expect(.diskFull) {
            try note(random.bytes(45_000).base64EncodedString(), in: second)
        }
        expect(.diskFull) {
            try second.write { writer in
                for _ in 0..<20 {
                    let changes = (0..<3).map {
                        Edit.Change.set("f\($0)", .data(random.bytes(20_000)))
                    }
                    _ = try writer.edit(
                        [Edit(type: "t", changes: changes, isRaw: true)],
                        author: "An"
                    )
                }
            }
        }
        #expect(try full.read { try $0.text() } == text)
        #expect(try second.read { try $0.digest() } == digest)
        try full.close()
        let third = try replica(over: try SQLiteStore(path: path))
        try note("after", in: third)
        #expect(try third.read { try $0.digest().records } == 2)
        #expect(try third.read { try $0.checkInvariants() } == [])
    }

    @Test("a copy made while others write is a whole store")
    func backup() throws {
        let store = try SQLiteStore(path: path)
        let first = try replica(over: store)
        try note("x", in: first)
        let other = folder.path("backup.sqlite")
        try store.backup(to: other)
        try note("y", in: first)
        let copy = try SQLiteStore(path: other)
        #expect(try copy.integrityProblems() == [])
        #expect(try copy.synchronousLevel() == 2)
        let restored = try replica(over: copy)
        #expect(try restored.read { try $0.digest().records } == 1)
        #expect(try restored.read { try $0.checkInvariants() } == [])
    }

    @Test("writers on several threads wait for each other, in both stores")
    func severalWriters() throws {
        // In memory a transaction takes a microsecond; so that they meet, there must be many.
        let stores: [(any Store, UInt64)] = [
            (MemoryStore(), 5_000), (try SQLiteStore(path: path), 25),
        ]
        for (store, times) in stores {
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                for _ in 0..<times {
                    do {
                        try store.write { try $0.setHead(try $0.head() + 1) }
                    } catch {
                        Issue.record(error)
                    }
                }
            }
            #expect(try store.read { try $0.head() } == 4 * times)
        }
    }
}
