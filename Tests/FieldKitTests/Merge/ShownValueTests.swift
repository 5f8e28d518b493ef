import FieldKit
import TestSupport
import Testing

@Suite("Which of several live values is shown")
struct ShownValueTests {
    @Test("the latest stamp wins, whoever gets what first")
    func latestStamp() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let bo = try town.laptop("Bo")
        let id = try an.create("household", ["note": "first"])
        try bo.takeAll(from: an)
        try an.set(id, "note", "early")
        town.clock.advance(seconds: 1)
        try bo.set(id, "note", "late")
        try town.mix()
        #expect(try an.text(id, "note") == "late")
        #expect(try bo.text(id, "note") == "late")
        #expect(try an.text() == bo.text())
    }

    @Test("of equal stamps the greater replica id wins")
    func equalStamps() throws {
        let town = try Town()
        let writers = try ["An", "Bo", "Cai"].map { try town.laptop($0) }
        let id = try writers[0].create("household", ["note": "first"])
        try town.mix()
        for writer in writers { try writer.set(id, "note", writer.name) }
        try town.mix()
        let greatest = writers.max { $0.device < $1.device }
        for writer in writers { #expect(try writer.text(id, "note") == greatest?.name) }
    }

    @Test("of equal stamps of one replica, as after a fork, the greater hash wins")
    func equalReplicas() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let id = try an.create("household", ["note": "first"])
        let copy = try town.copy(an, isMoved: false)
        try an.set(id, "note", "one")
        try copy.set(id, "note", "other")
        let county = try town.county()
        try county.take(try an.writes() + copy.writes())
        let later = try #require(
            [try an.lastWrite(), try copy.lastWrite()].max { $0.hash < $1.hash }
        )
        #expect(try county.text(id, "note") == later.write.register(.init("note"))?.value.text)
        #expect(try county.view(id).conflicts == ["note"])
    }

    @Test("a field whose policy says so shows the most severe value, not the latest")
    func mostSevere() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let bo = try town.laptop("Bo")
        let id = try an.edit(
            Edit(type: "daily_check", changes: [.set("mood", .integer(1))])
        ).id
        try bo.takeAll(from: an)
        try an.change(id, .set("mood", .integer(10)))
        town.clock.advance(seconds: 60)
        try bo.change(id, .set("mood", .integer(9)))
        try town.mix()
        for reader in [an, bo] {
            #expect(try reader.view(id).values["mood"] == .integer(10))
            #expect(try reader.view(id).conflicts == ["mood"])
        }
    }

    @Test("of a set both elements added at once are members, and adding wins over removing")
    func setsAddWins() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let bo = try town.laptop("Bo")
        let id = try an.edit(
            Edit(type: "household", changes: [.add("phones", "1"), .add("phones", "2")])
        ).id
        try bo.takeAll(from: an)
        try an.change(id, .remove("phones", "1"), .add("phones", "3"))
        try bo.change(id, .add("phones", "1"), .remove("phones", "2"))
        try town.mix()
        for reader in [an, bo] {
            #expect(try reader.view(id).sets["phones"] == ["1", "3"])
            #expect(try reader.view(id).conflicts == [])
        }
        try an.change(id, .remove("phones", "1"))
        try bo.takeAll(from: an)
        #expect(try bo.view(id).sets["phones"] == ["3"])
    }

    @Test("a stamp far ahead, or older than the program, is marked; one poisons no other")
    func suspectClocks() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let now = town.clock.milliseconds()
        town.clock.set(4_070_908_800_000)
        let id = try an.create("household", ["note": "in 2099"])
        town.clock.set(1_230_768_000_000)
        try an.set(id, "address", "in 2009")
        town.clock.set(now)
        try an.set(id, "head_name", "in time")
        let entries = try an.replica.read { try $0.entries(of: id) }
        let suspects = entries.filter(\.isClockSuspect).map(\.key.name)
        #expect(suspects.sorted() == ["address", "note"])
        // Causality counts, not the clock: what was read is covered whatever its stamp says.
        try an.set(id, "note", "corrected")
        #expect(try an.text(id, "note") == "corrected")
    }
}
