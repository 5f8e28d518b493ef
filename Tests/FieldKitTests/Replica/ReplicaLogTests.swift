import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("What is held of a log is known as runs with their ends")
struct ReplicaLogTests {
    /// Lines of a chain: each with its own identity and that of the line before.
    private struct Line {
        var counter: UInt64
        var hash: WriteHash
        var previous: WriteHash?
    }

    private func hash(_ counter: Int, branch: UInt8 = 0) throws -> WriteHash {
        try #require(WriteHash(bytes: Data(repeating: branch, count: 31) + [UInt8(counter)]))
    }

    private func chain(_ count: Int) throws -> [Line] {
        try (1...count).map {
            Line(
                counter: UInt64($0),
                hash: try hash($0),
                previous: $0 == 1 ? nil : try hash($0 - 1)
            )
        }
    }

    @Test("lines in any order, repeated, give the runs of what is held", arguments: Seeds.first(60))
    func anyOrder(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let lines = try chain(1 + random.below(24))
        var log = ReplicaLog()
        var held: Set<UInt64> = []
        for line in random.shuffled(lines + lines.filter { _ in random.percent(50) }) {
            let fits = log.append(
                counter: line.counter,
                hash: line.hash,
                previous: line.previous
            )
            #expect(fits, "SEED=\(seed)")
            held.insert(line.counter)
            try expect(log, holds: held, "SEED=\(seed)")
        }
        #expect(log.runs.map(\.low) == [1], "SEED=\(seed)")
        #expect(log.high?.high == UInt64(lines.count), "SEED=\(seed)")
    }

    private func expect(
        _ log: ReplicaLog,
        holds held: Set<UInt64>,
        _ comment: Comment
    ) throws {
        for counter in UInt64(1)...26 {
            #expect(log.contains(counter) == held.contains(counter), comment)
        }
        let ends = held.filter { !held.contains($0 + 1) }.sorted()
        #expect(log.runs.map(\.high) == ends, comment)
        #expect(log.runs.map(\.low) == held.filter { !held.contains($0 - 1) }.sorted(), comment)
        #expect(try log.runs.map(\.hash) == ends.map { try hash(Int($0)) }, comment)
        #expect(log.forkedFrom == nil, comment)
    }

    @Test("a line that does not follow the one before it is a fork", arguments: 2...6)
    func forkBelow(counter: Int) throws {
        var log = ReplicaLog()
        for line in try chain(counter - 1) {
            log.append(counter: line.counter, hash: line.hash, previous: line.previous)
        }
        let fits = log.append(
            counter: UInt64(counter),
            hash: try hash(counter, branch: 1),
            previous: try hash(counter - 1, branch: 1)
        )
        #expect(!fits)
        #expect(log.forkedFrom == UInt64(counter - 1))
        #expect(log.contains(UInt64(counter)))
    }

    @Test("a line that the one after it does not follow is a fork")
    func forkAbove() throws {
        var log = ReplicaLog()
        log.append(counter: 5, hash: try hash(5), previous: try hash(4))
        let fits = log.append(
            counter: 4,
            hash: try hash(4, branch: 1),
            previous: try hash(3, branch: 1)
        )
        #expect(!fits)
        #expect(log.forkedFrom == 4)
        log.markFork(from: 9)
        #expect(log.forkedFrom == 4)
        log.markFork(from: 2)
        #expect(log.forkedFrom == 2)
    }

    @Test(
        "the log is stored and read back, gaps, ends and fork included",
        arguments: Seeds.first(5)
    )
    func stored(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let town = try Town(seed: seed)
        let an = try town.laptop("An")
        let relay = try town.relay("relay", in: .file)
        for number in 1...12 { try an.create("household", ["note": "\(number)"]) }
        let writes = random.shuffled(try an.writes()).dropLast(4)
        var expected = ReplicaLog()
        for signed in writes {
            let write = signed.write
            expected.append(
                counter: write.dot.counter,
                hash: signed.hash,
                previous: write.previous
            )
            try relay.replica.write {
                try $0.noteLine(signed)
                try $0.apply(signed, source: an.device)
            }
        }
        let replica = try an.replica.read { try $0.currentReplica() }
        #expect(try relay.replica.read { try $0.log(replica) } == expected, "SEED=\(seed)")
        #expect(try relay.replica.read { try $0.loggedReplicas() } == [replica])
        expected.markFork(from: 3)
        try relay.replica.write { try $0.noteFork(Dot(replica, 3)) }
        #expect(try relay.replica.read { try $0.log(replica) } == expected, "SEED=\(seed)")
        #expect(try relay.checkInvariants() == [])
    }
}
