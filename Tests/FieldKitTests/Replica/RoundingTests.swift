import FieldKit
import TestSupport
import Testing

@Suite("Contexts stay short: an author claims its own counters in between")
struct RoundingTests {
    private let note = RegisterKey("note")

    @Test("200 edits of one field, among other work, keep the context to a few runs")
    func manyEdits() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let id = try an.create("household", ["note": "first"])
        var longest = 0
        for number in 1...200 {
            if number.isMultiple(of: 2) { try an.create("household", ["note": "other"]) }
            try an.set(id, "note", "\(number)")
            let register = try #require(try an.lastWrite().write.register(note))
            longest = max(longest, register.context.runCount)
        }
        #expect(longest <= 4)
        let dots = try an.writes(of: id).dropLast().map(\.write.dot)
        let last = try #require(try an.writes(of: id).last?.write.register(note))
        #expect(dots.allSatisfy { last.context.contains($0) })
        #expect(try an.state(id)?.live.count == 1)
    }

    @Test("edits one after the other are one run")
    func oneRun() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let id = try an.create("household", ["note": "first"])
        for number in 1...200 { try an.set(id, "note", "\(number)") }
        let last = try #require(try an.writes(of: id).last?.write.register(note))
        #expect(last.context.runCount == 1)
        #expect(try an.lastWrite().body.count < 200)
    }

    @Test("an own write that was not on the page is not claimed")
    func unreadOwnWrite() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let bo = try town.laptop("Bo")
        let id = try an.create("household", ["note": "0"])
        try bo.takeAll(from: an)
        // An writes three times on top of each other, then twice from the same page.
        for number in 1...3 {
            try an.create("household", ["note": "other"])
            try an.set(id, "note", "\(number)")
        }
        let page = try an.version(id)
        try an.create("household", ["note": "other"])
        try an.set(id, "note", "one")
        try an.create("household", ["note": "other"])
        try an.set(id, "note", "two", base: page)
        #expect(try an.state(id)?.entries(note).map(\.value.text).sorted() == ["one", "two"])
        // Bo holds `two` but not `one`; to answer Bo's page takes five runs, which are rounded only
        // if nothing in between is unread.
        try bo.take(try an.lastWrite())
        let other = try bo.version(id)
        try an.set(id, "note", "three", base: other)
        #expect(try an.state(id)?.entries(note).map(\.value.text).sorted() == ["one", "three"])
        try town.mix()
        #expect(try bo.text() == an.text())
        #expect(try an.checkInvariants() == [])
    }
}
