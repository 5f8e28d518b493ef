import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A dot is never given twice")
struct IncarnationTests {
    private let town: Town
    private let an: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
    }

    private func replica(_ resident: Resident) throws -> ReplicaID {
        try resident.replica.read { try $0.currentReplica() }
    }

    @Test("a moved store begins a new replica id, and its old log stays its own")
    func moved() throws {
        let id = try an.create("household", ["note": "before"])
        let moved = try town.copy(an, isMoved: true)
        #expect(try replica(moved) != replica(an))
        #expect(try replica(moved).device == an.device)
        #expect(
            try moved.replica.read { try $0.ownReplicas() } == [replica(an), replica(moved)]
        )
        #expect(
            try moved.replica.read { try $0.epoch() } != an.replica.read { try $0.epoch() }
        )
        try moved.set(id, "note", "after")
        let write = try moved.lastWrite().write
        #expect(write.dot == Dot(try replica(moved), 1))
        #expect(write.previous == nil)
        #expect(try moved.view(id).conflicts == [])
        try moved.replica.write { try $0.evict(id) }
        #expect(try moved.writes(of: id).count == 2)
        #expect(try moved.checkInvariants() == [])
    }

    @Test("a store that was opened where it was closed goes on under its id")
    func notMoved() throws {
        try an.create("household", ["note": "before"])
        let opened = try town.copy(an, isMoved: false)
        #expect(try replica(opened) == replica(an))
        try opened.create("household", ["note": "after"])
        #expect(try opened.lastWrite().write.dot.counter == 2)
    }

    @Test("a copy that went unnoticed is a fork: both branches are kept, live and reported")
    func fork() throws {
        let id = try an.create("household", in: ["610"], ["note": "before"])
        let copy = try town.copy(an, isMoved: false)
        try an.set(id, "note", "one")
        try copy.set(id, "note", "other")
        let county = try town.county(in: .file)
        for branch in [an, copy] {
            for write in try branch.writes() {
                try county.replica.write {
                    try $0.noteLine(write)
                    try $0.apply(write, source: nil)
                }
            }
        }
        let dot = Dot(try replica(an), 2)
        #expect(try county.store.read { try $0.writes(dot: dot) }.count == 2)
        #expect(try county.replica.read { try $0.log(dot.replica) }.forkedFrom == 2)
        #expect(
            try county.state(id)?.entries(RegisterKey("note")).map(\.value.text).sorted()
                == ["one", "other"]
        )
        #expect(try county.checkInvariants() == [])
    }

    /// Who covers one of two writes with one dot covers the other by its dot alone, without knowing
    /// what that one had covered.
    @Test("two branches of a fork give one state, in whatever order they come")
    func forkInEveryOrder() throws {
        let id = try an.create("household", in: ["610"], ["note": "before"])
        let copy = try town.copy(an, isMoved: false)
        try an.set(id, "note", "one")
        try an.set(id, "note", "two")
        try copy.create("household", in: ["610"])
        try copy.set(id, "note", "three")
        try copy.set(id, "note", "four")
        let writes = try (an.writes() + copy.writes()).filter { $0.write.record == id }
        let distinct = writes.enumerated().filter { index, write in
            writes[..<index].allSatisfy { $0.hash != write.hash }
        }.map(\.element)
        #expect(distinct.count == 5)
        for order in orders(distinct) {
            let county = try town.county()
            for write in order {
                _ = try county.replica.write { try $0.apply(write, source: an.device) }
            }
            #expect(
                try county.state(id)?.entries(RegisterKey("note")).map(\.value.text) == ["four"]
            )
            #expect(try county.checkInvariants() == [])
        }
    }

    private func orders(_ writes: [SignedWrite]) -> [[SignedWrite]] {
        guard !writes.isEmpty else { return [[]] }
        return writes.indices.flatMap { index in
            var rest = writes
            let first = rest.remove(at: index)
            return orders(rest).map { [first] + $0 }
        }
    }
}
