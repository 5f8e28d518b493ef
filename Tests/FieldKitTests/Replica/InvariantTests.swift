import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("The replica's own check finds what is spoilt")
struct InvariantTests {
    private let town: Town
    private let an: Resident
    private let id: RecordID

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        id = try an.create("household", in: ["610"], ["note": "x"])
        try an.set(id, "note", "y")
        try an.create("visit", ["household": "\(id)"])
    }

    private func spoil(_ body: (any StoreWriter) throws -> Void) throws -> String {
        #expect(try an.checkInvariants() == [])
        try an.store.write(body)
        return try an.checkInvariants().joined(separator: "\n")
    }

    @Test("a running sum that is not that of its records")
    func sum() throws {
        let broken = try spoil {
            try $0.setSum(BucketTotal(sum: Data(repeating: 1, count: 32), count: 1), bucket: "610")
        }
        #expect(broken.contains("running sum of 610"))
    }

    @Test("a covered write that is stored as live, or a live one that is not")
    func live() throws {
        let record = try #require(try an.store.read { try $0.record(id) })
        let revived = try spoil {
            var spoilt = record
            spoilt.live = [(sequence: 1, positions: [])]
            try $0.put(spoilt)
        }
        #expect(revived.contains("the stored state is not that of its writes"))
        #expect(revived.contains("breaks the rule"))
    }

    @Test("a record that is not where it should be")
    func place() throws {
        let broken = try spoil { try $0.removePlace(of: id, bucket: "610") }
        #expect(broken.contains("not in the buckets that it should be in"))
    }

    @Test("a number above the head")
    func head() throws {
        #expect(try spoil { try $0.setHead(1) }.contains("above the head"))
    }

    @Test("a log with a gap")
    func log() throws {
        let replica = try an.replica.read { try $0.currentReplica() }
        let later = try an.writes()[2]
        let broken = try spoil { try $0.setValue("log/\(replica)", nil) }
        #expect(broken == "")
        try an.replica.write { try $0.noteLine(later) }
        #expect(try an.checkInvariants().joined().contains("has a gap"))
    }
}
