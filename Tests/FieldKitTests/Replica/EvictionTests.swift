import FieldKit
import TestSupport
import Testing

@Suite("A record that left this laptop's scope is forgotten, and may come back")
struct EvictionTests {
    private let town: Town
    private let an: Resident
    private let county: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An", in: .file)
        county = try town.county()
    }

    private func evict(_ id: RecordID) throws { try an.replica.write { try $0.evict(id) } }

    /// A household to which both An and the county wrote.
    private func household() throws -> RecordID {
        let id = try an.create("household", in: ["610"], ["note": "An", "address": "a"])
        try county.takeAll(from: an)
        try county.set(id, "note", "county")
        try an.takeAll(from: county)
        return id
    }

    @Test("nothing of it is left but the own lines of the log")
    func ownLinesStay() throws {
        let id = try household()
        try evict(id)
        #expect(try an.state(id) == nil)
        #expect(try an.records().isEmpty)
        #expect(try an.writes(of: id).map(\.write.author) == ["An"])
        let me = try an.replica.read { try $0.currentReplica() }
        #expect(try an.store.read { try $0.log(me, from: 1, limit: 9) }.count == 1)
        #expect(try an.digest().byBucket == [:])
        #expect(try an.checkInvariants() == [])
    }

    @Test("it cannot be written to until it is back")
    func notHeld() throws {
        let id = try household()
        try evict(id)
        let problem = #expect(throws: Problem.self) {
            try an.edit(Edit(type: "household", id: id, changes: [.set("note", .text("x"))]))
        }
        #expect(problem?.code == .recordNotHeld)
    }

    @Test("when it comes back the state is the same, own writes included, in any order")
    func comesBack() throws {
        let id = try household()
        try county.set(id, "address", "b")
        let all = try county.liveWrites()
        for writes in [all, all.reversed()] {
            try evict(id)
            let head = try an.store.read { try $0.head() }
            for write in writes {
                try an.take(write)
                #expect(try an.checkInvariants() == [])
            }
            #expect(try an.digest() == county.digest())
            #expect(try an.text() == county.text())
            // Those who read from here have passed the old numbers: it is new to them, whole.
            let entry = try #require(
                try an.store.read { try $0.feed(bucket: "610", after: head, limit: 9) }.first
            )
            #expect(entry.entered > head)
        }
    }

    @Test("when only own writes come back they get a new place too")
    func ownWritesComeBack() throws {
        let id = try an.create("household", in: ["610"], ["note": "An"])
        try county.takeAll(from: an)
        try evict(id)
        try an.create("household", in: ["610"], ["note": "other"])
        let head = try an.store.read { try $0.head() }
        try an.takeAll(from: county)
        let feed = try an.store.read { try $0.feed(bucket: "610", after: head, limit: 9) }
        #expect(feed.map(\.record) == [id])
        #expect(feed.first.map { $0.entered > head } == true)
        #expect(try an.checkInvariants() == [])
    }

    @Test("what was kept of it counts when somebody else's write brings it back alone")
    func keptLinesCount() throws {
        let id = try household()
        try an.set(id, "head_name", "Li")
        try evict(id)
        try county.set(id, "note", "later")
        try an.take(try county.lastWrite())
        #expect(try an.text(id, "head_name") == "Li")
        #expect(try an.text(id, "note") == "later")
        #expect(try an.checkInvariants() == [])
    }

    @Test("notices of leaving outlive the record")
    func noticesStay() throws {
        let id = try household()
        let dots = try #require(try an.state(id)).known(.bucket("610"))
        try an.replica.write { try $0.mark(id, left: "610", dots: dots) }
        #expect(try an.view(id).buckets == [])
        try evict(id)
        try an.takeAll(from: county)
        #expect(try an.view(id).buckets == [])
        #expect(try an.checkInvariants() == [])
    }

    @Test("what shares its buckets leaves them with it")
    func dependents() throws {
        let id = try household()
        let visit = try an.create("visit", ["household": "\(id)", "note": "talked"])
        try evict(id)
        #expect(try an.view(visit).buckets == [])
        #expect(try an.checkInvariants() == [])
        try county.takeAll(from: an)
        try an.takeAll(from: county)
        #expect(try an.view(visit).buckets == ["610"])
        #expect(try an.digest() == county.digest())
    }
}
