import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("The county publishes a form")
struct FormShelfTests {
    private let town: Town
    private let an: Resident
    private let county: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        county = try town.county()
    }

    private static func form(_ version: String, label: String = "Who?") -> FormDefinition {
        var form = FormDefinition.of([
            .ask("who", row: 2) { $0.label = ["": label] }, .calculate("twice", "1 + 1", row: 3),
        ])
        form.version = version
        return form
    }

    private func publish(_ form: FormDefinition) throws -> PublishedForm {
        try county.replica.publish(form, author: "county")
    }

    @Test("and a laptop that takes everything has it as it was written")
    func arrives() throws {
        let published = try publish(Self.form("1"))
        #expect(published.questions == 1)
        try an.takeAll(from: county)
        let shelf = FormShelf(an.replica)
        let newest = try shelf.newest("f")
        #expect(newest == published)
        #expect(newest.isNewest && !newest.isWithdrawn)
        #expect(try shelf.definition(of: newest) == Self.form("1"))
        #expect(try county.digest() == an.digest())
    }

    @Test("a version once: the same content changes nothing, another is refused")
    func once() throws {
        let first = try publish(Self.form("1"))
        let digest = try county.digest()
        #expect(try publish(Self.form("1")) == first)
        #expect(try county.digest() == digest)
        let problem = #expect(throws: Problem.self) {
            try publish(Self.form("1", label: "Whom?"))
        }
        #expect(problem?.code == .formVersionTaken)
        #expect(problem?.details == ["form": "f", "version": "1"])
        #expect(try county.digest() == digest)
    }

    @Test("and one without a version by what is in it, each time it is changed")
    func withoutVersion() throws {
        let first = try publish(Self.form(""))
        #expect(!first.version.isEmpty)
        #expect(try publish(Self.form("")) == first)
        let changed = try publish(Self.form("", label: "Whom?"))
        #expect(changed.version != first.version && changed.isNewest)
        #expect(try FormShelf(county.replica).newest("f").version == changed.version)
    }

    @Test("and again: the newest is the one published last, and older ones stay readable")
    func versions() throws {
        let old = try publish(Self.form("9"))
        _ = try publish(Self.form("10", label: "Whom?"))
        try an.takeAll(from: county)
        let shelf = FormShelf(an.replica)
        #expect(try shelf.newest("f").version == "10")
        #expect(try shelf.forms().map(\.version) == ["10", "9"])
        #expect(try shelf.forms().map(\.isNewest) == [true, false])
        #expect(try shelf.definition(of: old) == Self.form("9"))
        #expect(try shelf.form("f", version: "9").record == old.record)
        #expect(throws: Problem.self) { try shelf.form("f", version: "11") }
        #expect(throws: Problem.self) { try shelf.newest("g") }
    }

    @Test("and withdraws it with all its versions, and opens it by publishing it again")
    func withdrawn() throws {
        _ = try publish(Self.form("1"))
        _ = try publish(Self.form("2"))
        #expect(try county.replica.withdrawForm("f", author: "county").count == 2)
        try an.takeAll(from: county)
        #expect(try FormShelf(an.replica).forms().allSatisfy(\.isWithdrawn))
        #expect(try county.replica.withdrawForm("f", author: "county").isEmpty)
        #expect(try !publish(Self.form("2")).isWithdrawn)
        let problem = #expect(throws: Problem.self) {
            try county.replica.withdrawForm("g", author: "county")
        }
        #expect(problem?.code == .formNotPublished)
    }

    @Test("nobody else does, whatever they write into its record")
    func strangers() throws {
        let published = try publish(Self.form("1"))
        try an.takeAll(from: county)
        let refusal = #expect(throws: Problem.self) {
            try an.replica.publish(Self.form("2"), author: "An")
        }
        #expect(refusal?.code == .notTheCounty)
        let stranger = try town.laptop("Bo")
        town.clock.advance(seconds: 1)
        try stranger.edit(
            Edit(
                type: "form",
                id: published.record,
                changes: [.set("state", .text("withdrawn")), .set("part_0", .data(Data([1])))],
                isNew: true
            ),
            authority: .county
        )
        try an.takeAll(from: stranger)
        #expect(
            try an.text(published.record, "state") == "withdrawn",
            "the latest, to whoever asks"
        )
        let shelf = FormShelf(an.replica)
        #expect(try shelf.newest("f") == published)
        #expect(try shelf.definition(of: published) == Self.form("1"))
        try an.create("form", in: ["610"], ["form_id": "g", "version": "1"], authority: .county)
        #expect(try shelf.forms().map(\.id) == ["f"])
    }

    @Test("one of many parts travels whole; one of too many is refused")
    func large() throws {
        func form(bytes: Int) -> FormDefinition {
            var form = Self.form("1")
            let words = (0..<bytes / 16).map { _ in String(town.random.next(), radix: 16) }
            form.settings["style"] = words.joined()
            return form
        }
        let large = form(bytes: 1_000_000)
        let published = try publish(large)
        let parts = try #require(try county.text(published.record, "parts").flatMap { Int($0) })
        #expect(parts > 3, "so that it takes several writes")
        try an.takeAll(from: county)
        #expect(try FormShelf(an.replica).definition(of: published) == large)
        for bytes in [6_000_000, 17_000_000] {
            let problem = #expect(throws: Problem.self) { try publish(form(bytes: bytes)) }
            #expect(problem?.code == .formTooLarge)
        }
    }

    @Test("one that lacks a part says so")
    func incomplete() throws {
        let published = try publish(Self.form("1"))
        _ = try county.change(published.record, .set("part_0", .cleared), authority: .county)
        let problem = #expect(throws: Problem.self) {
            try FormShelf(county.replica).definition(of: published)
        }
        #expect(problem?.code == .formUnreadable)
        #expect(problem?.details["reason"] == "part_0")
    }
}

@Suite("A form that cannot be published says why, with sheet, row and column")
struct FormPublicationTests {
    @Test("an unknown record, an unknown field, a field of the county, a path too long")
    func problems() {
        var form = FormDefinition.of([
            .ask("a", row: 2) { $0.saveTo = "visit#nothing" },
            .ask("b", row: 3) { $0.saveTo = "visit#note" },
            .holding(.repeat, "r", [.ask("c", row: 5) { $0.saveTo = "student#merged_into" }]),
            .holding(
                .group,
                String(repeating: "长", count: 30),
                [.ask(String(repeating: "x", count: 40), row: 8)]
            ),
        ])
        form.entities = [
            FormEntity(list: "visit", label: "v", row: 2),
            FormEntity(list: "tree", label: "t", row: 3),
            FormEntity(list: "student", label: nil, id: "${c}", row: 4),
        ]
        let found = FormPublication.problems(of: form).map {
            "\($0.code.rawValue) \($0.sheet) \($0.row ?? 0) \($0.column ?? "")"
        }
        #expect(
            found == [
                "form_entity_wrong entities 3 list_name",
                "form_entity_wrong survey 2 save_to", "form_entity_wrong survey 5 save_to",
                "form_path_long survey 8 name",
            ]
        )
    }

    @Test("what is looked up has to be records that a laptop holds, or a list of the form")
    func tables() {
        var form = FormDefinition.of([
            .ask("a", .selectOne, row: 2) {
                $0.choices = .file("towns.csv", value: "name", label: "label")
                $0.choiceFilter = "name = pulldata('streets', 'a', 'b', ${b})"
            },
            .holding(
                .group,
                "g",
                [
                    .ask("b", row: 4) {
                        $0.calculation = "instance('student')/root/item[id = '1']/name"
                        $0.relevant = "count(instance('l')/root/item) > 0"
                        $0.defaultValue = "${last-saved#b}"
                        $0.isDefaultDynamic = true
                    }
                ]
            ),
        ])
        form.lists = ["l": [FormChoice(name: "1", label: ["": "One"], row: 2)]]
        form.tables = ["household": 6, "roads": 7]
        let found = FormPublication.problems(of: form).map {
            "\($0.code.rawValue) \($0.row ?? 0) \($0.column ?? "") \($0.details["table"] ?? "")"
        }
        #expect(
            found == [
                "form_table_unknown 2 choice_filter streets", "form_table_unknown 2 type towns",
                "form_table_unknown 7 name roads",
            ]
        )
    }
}
