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
}
