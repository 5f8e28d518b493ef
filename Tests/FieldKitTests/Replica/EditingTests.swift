import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Editing: what is made, and what is refused before anything is written")
struct EditingTests {
    private let town: Town
    private let an: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An", in: .file)
    }

    private func expect(
        _ code: ProblemCode,
        _ edit: Edit,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try an.store.read { try $0.head() }
        let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
            try an.edit(edit)
        }
        #expect(problem?.code == code, sourceLocation: sourceLocation)
        #expect(try an.store.read { try $0.head() } == before, sourceLocation: sourceLocation)
    }

    @Test("a record that is not held is refused, unless it is made in the same command")
    func notHeld() throws {
        let id = RecordID(milliseconds: 1, random: (2, 3))
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text("x"))])
        try expect(.recordNotHeld, edit)
        let notHeld = Problem(.recordNotHeld, ["id": "\(id)"])
        #expect(throws: notHeld) { try an.view(id) }
        #expect(throws: notHeld) { try an.resolve(id, "note", .text("x")) }
        var new = edit
        new.isNew = true
        let results = try an.replica.write { try $0.edit([new, edit], author: "An") }
        #expect(results.map(\.id) == [id, id])
        #expect(try an.view(id).conflicts == [])
        let other = Edit(type: "student", id: id, changes: [.set("note", .text("x"))])
        try expect(.recordNotHeld, other)
    }

    @Test("types, fields and kinds that do not fit are refused")
    func refused() throws {
        try expect(.unknownType, Edit(type: "t", changes: [.set("f", .text("x"))]))
        try expect(.unknownType, Edit(type: "", changes: [.set("f", .text("x"))], isRaw: true))
        let long = String(repeating: "x", count: 129)
        try expect(.unknownType, Edit(type: long, changes: [.set("f", .cleared)], isRaw: true))
        try expect(.unknownField, Edit(type: "household", changes: [.set("f", .text("x"))]))
        for name in ["", "@bucket", "a\0b", long, "e\u{301}"] {
            try expect(
                .unknownField,
                Edit(type: "t", changes: [.set(name, .cleared)], isRaw: true)
            )
        }
        try expect(.isASet, Edit(type: "household", changes: [.set("phones", .text("x"))]))
        try expect(.notASet, Edit(type: "household", changes: [.add("note", "x")]))
        try expect(.valueMissing, Edit(type: "household", changes: [.add("phones", "")]))
        try expect(.nothingToWrite, Edit(type: "household", changes: []))
        let text = String(repeating: "x", count: Limits.valueBytesMax + 1)
        try expect(.valueTooLong, Edit(type: "household", changes: [.set("note", .text(text))]))
    }

    @Test("what no reader would take is never stored")
    func unreadable() throws {
        let many = (0...Limits.registersPerWriteMax).map {
            Edit.Change.add("phones", "\($0)")
        }
        try expect(.writeTooLarge, Edit(type: "household", changes: many))
        let large = (0..<5).map {
            Edit.Change.set("f\($0)", .text(String(repeating: "x", count: 60_000)))
        }
        try expect(.writeTooLarge, Edit(type: "t", changes: large, isRaw: true))
        #expect(try an.checkInvariants() == [])
    }

    @Test("a record of a type and fields that nobody knows is kept as text, and reviewed")
    func unknownType() throws {
        let bo = try town.laptop("Bo")
        let id = try an.edit(
            Edit(type: "t", changes: [.set("f", .text("x")), .add("s", "1")], isRaw: true)
        ).id
        try bo.takeAll(from: an)
        #expect(try bo.view(id).values == ["f": .text("x")])
        #expect(try bo.view(id).sets == ["s": ["1"]])
        try an.set(id, "f", "An")
        try bo.set(id, "f", "Bo")
        try bo.takeAll(from: an)
        #expect(try bo.replica.read { try $0.conflicts(all: false) }.count == 1)
    }

    @Test("a command of many edits becomes groups of at most 256, all or none")
    func groups() throws {
        let edits = (0..<300).map {
            Edit(type: "household", changes: [.set("note", .text("\($0)"))])
        }
        let results = try an.replica.write { try $0.edit(edits, author: "An") }
        #expect(Set(results.map(\.id)).count == 300)
        let groups = Dictionary(grouping: try an.writes().compactMap(\.write.group)) { $0.id }
        #expect(groups.values.map(\.count).sorted() == [44, 256])
        #expect(groups.values.allSatisfy { group in group.allSatisfy { $0.size == group.count } })
        let stored = try an.store.read { try $0.writes(after: 0, limit: .max) }
        let grouped = try stored.count {
            try WriteCodec.decode(body: $0.body, signature: $0.signature).write.group != nil
        }
        #expect(grouped == 300)
        let before = try an.digest()
        let spoilt = edits.prefix(260) + [Edit(type: "t", changes: [.set("f", .cleared)])]
        #expect(throws: Problem(.unknownType, ["type": "t", "index": "260"])) {
            try an.replica.write { try $0.edit(Array(spoilt), author: "An") }
        }
        #expect(try an.digest() == before)
        #expect(try an.checkInvariants() == [])
    }

    @Test("stamps follow the offset learnt at the last sync; counters and chain have no gap")
    func chain() throws {
        try an.store.write { try $0.setValue("clock/offset", Data("-5000".utf8)) }
        for number in 1...5 { try an.create("household", ["note": "\(number)"]) }
        let writes = try an.writes().map { $0 }
        #expect(writes.map(\.write.dot.counter) == [1, 2, 3, 4, 5])
        #expect(writes.map(\.write.previous) == [nil] + writes.dropLast().map(\.hash))
        #expect(writes.allSatisfy { $0.write.stamp == town.clock.milliseconds() - 5_000 })
        #expect(writes.allSatisfy { WriteCodec.isSigned($0, by: an.key.publicKey) })
        #expect(try an.checkInvariants() == [])
    }

    @Test("a generation as high as can be stops nobody from editing")
    func highestGeneration() throws {
        let id = try an.create("household", ["note": "x"])
        let stranger = try town.laptop("Bo")
        let forged = try WriteCodec.sign(
            Write(
                dot: Dot(try stranger.replica.read { try $0.currentReplica() }, 1),
                previous: nil,
                type: "household",
                record: id,
                stamp: 0,
                generation: Limits.counterEnd - 1,
                author: "Bo",
                registers: [
                    RegisterWrite(
                        key: RegisterKey("address"),
                        value: .text("x"),
                        context: CausalContext()
                    )
                ]
            ),
            with: stranger.key
        )
        try an.take(forged)
        try an.set(id, "note", "y")
        #expect(try an.text(id, "note") == "y")
    }

    @Test("two writes that name one record but two types end in one type everywhere")
    func twoTypes() throws {
        let bo = try town.laptop("Bo")
        let id = try an.create("household", in: ["610"], ["note": "x"])
        try bo.edit(
            Edit(type: "student", id: id, changes: [.set("note", .text("y"))], isNew: true)
        )
        let first = try an.lastWrite()
        let second = try bo.lastWrite()
        try an.take(second)
        try bo.take(first)
        #expect(try an.digest() == bo.digest())
        #expect(try an.records("student") == bo.records("student"))
        #expect(try an.checkInvariants() == [])
        #expect(try bo.checkInvariants() == [])
    }
}
