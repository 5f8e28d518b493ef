import FieldKit
import TestSupport
import Testing

@Suite("An answer covers what its page showed, not what has come since")
struct ReadBaseTests {
    private let town: Town
    private let an: Resident
    private let bo: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        bo = try town.laptop("Bo")
    }

    @Test("a page shows one value, a sync brings another, the answer leaves that one live")
    func stalePage() throws {
        let id = try an.create("household", ["note": "first"])
        try bo.takeAll(from: an)
        let page = try an.version(id)
        try bo.set(id, "note", "Bo")
        try an.takeAll(from: bo)
        #expect(try an.text(id, "note") == "Bo")
        try an.set(id, "note", "An", base: page)
        #expect(try an.view(id).conflicts == ["note"])
        #expect(try an.state(id)?.entries(RegisterKey("note")).count == 2)
    }

    @Test("a version read at one replica is good at another that holds its writes")
    func versionOfAnother() throws {
        let id = try an.create("household", ["note": "first", "address": "a"])
        try bo.takeAll(from: an)
        try an.set(id, "note", "second")
        let page = try RecordVersion("\(try an.version(id))")
        let missing = #expect(throws: Problem.self) { try bo.set(id, "note", "Bo", base: page) }
        #expect(missing?.code == .invalidVersion)
        try bo.takeAll(from: an)
        try bo.set(id, "address", "b")
        try bo.set(id, "note", "third", base: page)
        #expect(try bo.view(id).conflicts == [])
        #expect(try bo.text(id, "note") == "third")
    }

    @Test("the version after an edit is exactly what the replica then shows")
    func versionAfterAnEdit() throws {
        let id = try an.create("household", ["note": "first"])
        let result = try an.set(id, "address", "a")
        #expect(result.version == (try an.version(id)))
        #expect(result.generation == 2)
        try an.set(id, "note", "second", base: result.version)
        #expect(try an.view(id).conflicts == [])
    }

    @Test("a version of another record, or one that claims more than there is, is refused")
    func foreignVersions() throws {
        let id = try an.create("household", ["note": "first"])
        let other = try an.create("household", ["note": "other"])
        let me = try an.replica.read { try $0.currentReplica() }
        var boundless = CausalContext()
        let end = Limits.counterEnd - 1
        boundless.insert(me, 1...end)
        for index in UInt64(1)...8 {
            boundless.insert(ReplicaID(.init(high: 7, low: index)), 1...end)
        }
        for version in [try an.version(other), RecordVersion(boundless)] {
            let problem = #expect(throws: Problem.self) {
                try an.set(id, "note", "x", base: version)
            }
            #expect(problem?.code == .invalidVersion)
        }
    }

    @Test("what is written again under a number that a restore has freed was not read")
    func numberGivenAgain() throws {
        let town = try Town()
        let laptop = try town.laptop("An")
        let id = try laptop.create("household", ["note": "first"])
        let before = try town.copy(laptop, isMoved: false)
        try laptop.set(id, "note", "lost by the restore")
        let page = try laptop.version(id)
        try before.set(id, "note", "written since")
        let problem = #expect(throws: Problem.self) {
            try before.set(id, "note", "from the page", base: page)
        }
        #expect(problem?.code == .invalidVersion)
        #expect(try before.text(id, "note") == "written since")
        // Tokens of earlier versions prove nothing, and stay good.
        try laptop.set(id, "note", "third", base: RecordVersion(page.dots))
        #expect(try laptop.view(id).conflicts == [])
    }

    @Test("an empty version covers nothing")
    func emptyVersion() throws {
        let id = try an.create("household", ["note": "first"])
        try an.set(id, "note", "second", base: RecordVersion(CausalContext()))
        #expect(try an.view(id).conflicts == ["note"])
    }

    @Test("a set's element that was removed on a stale page leaves later additions in")
    func staleRemoval() throws {
        let id = try an.edit(Edit(type: "household", changes: [.add("phones", "1")])).id
        let page = try an.version(id)
        try bo.takeAll(from: an)
        try bo.change(id, .add("phones", "1"))
        try an.takeAll(from: bo)
        try an.change(id, .remove("phones", "1"), base: page)
        #expect(try an.view(id).sets["phones"] == ["1"])
    }
}
