import FieldKit
import TestSupport
import Testing

@Suite("Two teachers write about one family without knowing of each other")
struct ConflictTests {
    private let town: Town
    private let an: Resident
    private let bo: Resident
    private let county: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        bo = try town.laptop("Bo", in: .file)
        county = try town.county()
    }

    /// A household with the notes `An` and `Bo`, neither of which knew of the other; Bo's is shown.
    private func household() throws -> RecordID {
        let id = try an.create("household", in: ["610326101901"], ["note": "first"])
        try town.mix()
        try an.set(id, "note", "An")
        town.clock.advance(seconds: 60)
        try bo.set(id, "note", "Bo")
        try town.mix()
        return id
    }

    private func notes(_ resident: Resident, _ id: RecordID) throws -> [String] {
        try resident.state(id)?.entries(RegisterKey("note")).map(\.value.text).sorted() ?? []
    }

    @Test("both values stay, one is shown, and the queue lists both with what they started from")
    func bothStay() throws {
        let id = try household()
        for reader in [an, bo, county] {
            #expect(try reader.text(id, "note") == "Bo")
            #expect(try reader.view(id).conflicts == ["note"])
        }
        let conflict = try #require(try county.replica.read { try $0.conflicts(all: false) }.first)
        #expect(conflict.id == id)
        #expect(conflict.entries.map(\.value.text) == ["Bo", "An"])
        #expect(conflict.entries.map(\.standing) == [.shown, .conflict])
        #expect(conflict.origins.map(\.value.text) == ["first"])
    }

    @Test("what was replaced before the conflict began is not what it started from")
    func startedFromTheLast() throws {
        let id = try an.create("household", in: ["610326101901"], ["note": "first"])
        try an.set(id, "note", "second")
        try town.mix()
        try an.set(id, "note", "An")
        try bo.set(id, "note", "Bo")
        try town.mix()
        let conflict = try #require(try county.replica.read { try $0.conflicts(all: false) }.first)
        #expect(conflict.origins.map(\.value.text) == ["second"])
    }

    @Test("a plain edit covers the shown value only; the other stays in conflict")
    func plainEdit() throws {
        let id = try household()
        try an.set(id, "note", "again")
        #expect(try notes(an, id) == ["An", "again"])
        try town.mix()
        #expect(try notes(county, id) == ["An", "again"])
        #expect(try county.view(id).conflicts == ["note"])
    }

    @Test("two edits of one command cover no more than one does")
    func twoEditsOfOneCommand() throws {
        let id = try household()
        _ = try an.replica.write { writer in
            try writer.edit(
                ["one", "two"].map {
                    Edit(type: "household", id: id, changes: [.set("note", .text($0))])
                },
                author: "An"
            )
        }
        #expect(try notes(an, id) == ["An", "two"])
    }

    @Test("resolving covers all, and leaves a decision of the same group that travels along")
    func resolving() throws {
        let id = try household()
        try county.resolve(id, "note", .text("decided"))
        try town.mix()
        for reader in [an, bo, county] {
            #expect(try notes(reader, id) == ["decided"])
            #expect(try reader.view(id).conflicts == [])
            let decision = try #require(try reader.records("decision").first)
            let view = try reader.view(decision)
            #expect(view.values["reason"] == .text("called the family"))
            #expect(view.values["reviewer"] == .text("county"))
            #expect(view.values["subject"] == .text("\(id)"))
            #expect(view.sets["entries"]?.count == 2)
            #expect(view.buckets == ["610326101901"])
            let group = try #require(try reader.writes(of: decision).first?.write.group)
            #expect(group.size == 2)
            #expect(try reader.writes(of: id).last?.write.group == group)
        }
        #expect(throws: Problem(.notInConflict, ["id": "\(id)", "field": "note"])) {
            try an.resolve(id, "note", .text("x"))
        }
    }

    @Test("a decision never changes")
    func decisionsAreImmutable() throws {
        let id = try household()
        try county.resolve(id, "note", .text("decided"))
        let decision = try #require(try county.records("decision").first)
        for change: Edit.Change in [
            .set("reason", .text("other")), .add("entries", "more"), .delete(true),
        ] {
            let problem = #expect(throws: Problem.self) { try county.change(decision, change) }
            #expect(problem?.code == .immutableField)
        }
    }

    @Test("a late laptop that brings what is decided already reopens nothing")
    func lateLaptop() throws {
        let cai = try town.laptop("Cai")
        let id = try household()
        try cai.takeAll(from: an)
        let old = try an.writes(of: id) + bo.writes(of: id)
        try county.resolve(id, "note", .text("decided"))
        let digest = try county.digest()
        try county.take(old)
        try county.takeAll(from: cai)
        #expect(try county.digest() == digest)
        #expect(try county.view(id).conflicts == [])
    }

    @Test("a late laptop that brings a truly new write opens a new conflict")
    func lateNews() throws {
        let id = try household()
        town.clock.advance(seconds: 60)
        try county.resolve(id, "note", .text("decided"))
        try bo.set(id, "note", "moved away")
        try county.takeAll(from: bo)
        // Bo's plain edit covered only what Bo was shown; what is new is Bo's own.
        #expect(try notes(county, id) == ["decided", "moved away"])
        #expect(try county.view(id).conflicts == ["note"])
    }

    @Test("equal values are no conflict, and one edit covers them all")
    func equalValues() throws {
        let id = try an.create("household", ["note": "first"])
        try town.mix()
        try an.set(id, "note", "same")
        try bo.set(id, "note", "same")
        try town.mix()
        #expect(try notes(an, id) == ["same", "same"])
        #expect(try an.view(id).conflicts == [])
        #expect(try county.replica.read { try $0.conflicts(all: true) }.isEmpty)
        try an.set(id, "note", "next")
        #expect(try notes(an, id) == ["next"])
    }

    @Test("two resolutions with one value are no conflict; with two values they are a new one")
    func twoResolutions() throws {
        let id = try household()
        try an.resolve(id, "note", .text("agreed"))
        try bo.resolve(id, "note", .text("agreed"))
        try town.mix()
        #expect(try an.view(id).conflicts == [])
        #expect(try an.records("decision").count == 2)
        let other = try household()
        try an.resolve(other, "note", .text("one"))
        try bo.resolve(other, "note", .text("two"))
        try town.mix()
        #expect(try county.view(other).conflicts == ["note"])
        #expect(try notes(county, other) == ["one", "two"])
    }

    @Test("a decision from an old page covers only what that page showed")
    func decisionFromAnOldPage() throws {
        let id = try household()
        let page = try county.version(id)
        let cai = try town.laptop("Cai")
        try cai.take(try an.writes(of: id).prefix(1).map { $0 })
        try cai.set(id, "note", "Cai")
        try county.takeAll(from: cai)
        try county.resolve(id, "note", .text("decided"), base: page)
        #expect(try notes(county, id) == ["Cai", "decided"])
        try county.resolve(id, "note", .text("all three"))
        let problem = #expect(throws: Problem.self) {
            try county.resolve(id, "note", .text("again"), base: page)
        }
        #expect(problem?.code == .formStale)
    }

    @Test("a decision needs a conflict and a reason")
    func whatADecisionNeeds() throws {
        let id = try household()
        let unasked = #expect(throws: Problem.self) { try an.resolve(id, "address", .text("x")) }
        #expect(unasked?.code == .notInConflict)
        let unreasoned = #expect(throws: Problem.self) {
            try an.replica.write {
                try $0.resolve(
                    id,
                    type: "household",
                    field: "note",
                    value: .text("x"),
                    reason: " \n",
                    reviewer: "An"
                )
            }
        }
        #expect(unreasoned?.code == .reasonNeeded)
        #expect(try an.view(id).conflicts == ["note"])
    }

    @Test("a field whose others only stay readable asks nobody")
    func historyOnly() throws {
        let id = try an.create("household", ["address": "first"])
        try town.mix()
        try an.set(id, "address", "An")
        try bo.set(id, "address", "Bo")
        try town.mix()
        #expect(try county.view(id).conflicts == ["address"])
        #expect(try county.replica.read { try $0.conflicts(all: false) }.isEmpty)
        #expect(try county.replica.read { try $0.conflicts(all: true) }.count == 1)
    }

    @Test("every entry can be read with where it stands, also what is covered")
    func everyEntry() throws {
        let id = try household()
        try an.set(id, "note", "again")
        let entries = try an.replica.read { try $0.entries(of: id) }
        #expect(entries.map(\.value.text) == ["again", "An", "Bo", "first"])
        #expect(entries.map(\.standing) == [.shown, .conflict, .superseded, .superseded])
        #expect(entries.map(\.author) == ["An", "An", "Bo", "An"])
    }
}
