import FieldKit
import TestSupport
import Testing

@Suite("Deleting a record")
struct DeletionTests {
    private let town: Town
    private let an: Resident
    private let bo: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        bo = try town.laptop("Bo")
    }

    private func shared() throws -> RecordID {
        let id = try an.create("household", in: ["610"], ["note": "first", "address": "a"])
        try bo.takeAll(from: an)
        return id
    }

    @Test("its values stay, it is no longer listed, and everybody agrees")
    func deleting() throws {
        let id = try shared()
        try an.change(id, .delete(true))
        try bo.takeAll(from: an)
        for reader in [an, bo] {
            #expect(try reader.view(id).isDeleted)
            #expect(try reader.view(id).values["note"] == .text("first"))
            #expect(try reader.view(id).conflicts == [])
            var listed = 0
            try reader.replica.read { try $0.list("household") { _ in listed += 1 } }
            #expect(listed == 0)
        }
    }

    @Test("an edit that did not know of the deletion keeps it visible, and a person is asked")
    func concurrentEdit() throws {
        let id = try shared()
        try an.change(id, .delete(true))
        try bo.set(id, "address", "b")
        try town.mix()
        for reader in [an, bo] {
            let view = try reader.view(id)
            #expect(!view.isDeleted)
            #expect(view.conflicts == ["deleted"])
            #expect(view.values["address"] == .text("b"))
        }
        let conflict = try #require(try bo.replica.read { try $0.conflicts(all: false) }.first)
        #expect(conflict.key == .deleted)
        #expect(conflict.entries.contains { $0.value == .text("b") })
    }

    @Test("deciding for the deletion deletes, deciding against it keeps", arguments: [true, false])
    func deciding(isDeleted: Bool) throws {
        let id = try shared()
        try an.change(id, .delete(true))
        try bo.set(id, "address", "b")
        try town.mix()
        try bo.resolve(id, "deleted", .boolean(isDeleted))
        try town.mix()
        for reader in [an, bo] {
            #expect(try reader.view(id).isDeleted == isDeleted)
            #expect(try reader.view(id).conflicts == [])
        }
    }

    @Test("an edit that knew of the deletion brings the record back, without asking anybody")
    func reviving() throws {
        let id = try shared()
        try an.change(id, .delete(true))
        try bo.takeAll(from: an)
        try bo.set(id, "note", "they are back")
        try an.takeAll(from: bo)
        for reader in [an, bo] {
            #expect(try !reader.view(id).isDeleted)
            #expect(try reader.view(id).conflicts == [])
        }
    }

    @Test("a page from before the deletion does not revive, it asks")
    func oldPage() throws {
        let id = try shared()
        let page = try an.version(id)
        try an.change(id, .delete(true))
        try an.set(id, "note", "from the old page", base: page)
        #expect(try an.view(id).conflicts.contains("deleted"))
        #expect(try !an.view(id).isDeleted)
    }

    @Test("a deletion claims nothing that its author had not read, though contexts are rounded")
    func roundedContexts() throws {
        let id = try shared()
        // An writes another field, then one field so often that the context of that is rounded
        // over the counter of the other.
        try an.set(id, "address", "unread")
        let unread = try an.lastWrite()
        for number in 1...20 {
            try an.set(id, "note", "\(number)")
            try an.create("household", ["note": "another"])
        }
        let last = try #require(try an.writes(of: id).last)
        #expect(
            last.write.register(RegisterKey("note"))?.context.contains(unread.write.dot) == true
        )
        try bo.take(last)
        try bo.change(id, .delete(true))
        #expect(try bo.view(id).isDeleted)
        try bo.take(unread)
        #expect(try bo.view(id).conflicts == ["deleted"])
        #expect(try bo.checkInvariants() == [])
    }

    @Test("deleting from a page that lacked an own earlier write claims no more than the page")
    func ownUnreadWrite() throws {
        let id = try shared()
        // Bo holds An's later writes but not one before them; the page is Bo's, the laptop An's.
        try an.set(id, "address", "unread")
        for field in ["head_name", "village_group", "residence_status", "village"] {
            try an.create("household", ["note": "another"])
            try an.set(id, field, "x")
        }
        try an.create("household", ["note": "another"])
        try an.set(id, "note", "last")
        try bo.take(try an.writes(of: id).filter { $0.write.register(.init("address")) == nil })
        let page = try bo.version(id)
        try an.change(id, .delete(true), base: page)
        #expect(try an.view(id).conflicts == ["deleted"])
    }
}
