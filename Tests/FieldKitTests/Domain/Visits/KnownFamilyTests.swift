import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("A family that seemed new and is held here")
struct KnownFamilyTests {
    private let laptop: TeacherLaptop
    private let home: RecordID
    private let zone = TimeZone(secondsFromGMT: 8 * 3_600) ?? .current

    init() throws {
        laptop = try TeacherLaptop()
        home = try laptop.family("张示范")
    }

    private var replica: Replica { laptop.folder.replica }

    private func told(
        _ children: [(name: String, sex: String?, birth: String?)],
        head: String = "张示范",
        village: String = TeacherLaptop.village
    ) -> NewFamily {
        let nothing = FormAnswers(
            form: "new-family",
            version: "1",
            root: FormAnswers.Node(name: "data", isRelevant: true, children: [])
        )
        var family = NewFamily(nothing, zone: zone)
        family.village = village
        family.head = head
        family.group = "四组"
        family.address = "9号"
        family.phone = "15400000001"
        family.children = children.map {
            NewFamily.Child(name: $0.name, sex: $0.sex, birth: $0.birth.flatMap(BusinessDay.read))
        }
        return family
    }

    private func pupil(_ name: String, _ birth: String? = nil) throws -> RecordID {
        try laptop.make(
            "student",
            birth == nil
                ? ["name": name, "household": "\(home)"]
                : ["name": name, "household": "\(home)", "birth": birth ?? ""]
        )
    }

    private func observations() throws -> [[String]] {
        var found: [[String]] = []
        try replica.list("observation") { view in
            found.append(
                ["field", "roster_value", "seen_value"].map { view.values[$0]?.text ?? "-" }
            )
        }
        return found.sorted { $0[0] < $1[0] }
    }

    @Test("A child whose name only sounds like a pupil's is no pupil until somebody says so")
    func soundsAlike() throws {
        let first = try pupil("张小明", "2015-03-04")
        let family = told([("张晓明", "1", "2015-03-04"), ("张小明", "1", nil), ("李四", nil, nil)])
        var known = try laptop.folder.compare(family, with: home)
        #expect(known.similar.mapValues { $0.map(\.id) } == [0: [first]])
        #expect(known.new.map(\.name) == ["张晓明", "李四"])
        #expect(known.known.map(\.pupil.id) == [first])
        known.take(0, as: try #require(known.similar[0]?.first))
        #expect(known.new.map(\.name) == ["李四"])
        let kept = try replica.complete(known, author: "安老师")
        #expect(kept.children.count == 1)
        // The other spelling is not lost with the child.
        #expect(try observations() == [["name", "张小明", "张晓明"]])
        #expect(try replica.view("student", first).values["name"]?.text == "张小明")
    }

    @Test(
        "Of pupils of one name it is the one born on the day; a second child of a name is asked about"
    )
    func sameNames() throws {
        let older = try pupil("张小明", "2013-01-01")
        let younger = try pupil("张小明", "2015-03-04")
        let both = told([("张小明", nil, "2015-03-04"), ("张小明", nil, "2013-01-01")])
        #expect(
            try laptop.folder.compare(both, with: home).known.map(\.pupil.id) == [younger, older]
        )
        let three = told([("张小明", nil, nil), ("张小明", nil, nil), ("张小明", nil, "2018-05-06")])
        let known = try laptop.folder.compare(three, with: home)
        #expect(known.similar.keys.sorted() == [2])
        #expect(known.new.map(\.name) == ["张小明"])
    }

    @Test(
        "What was typed is kept: empty fields are filled in, contacts follow, another name is observed"
    )
    func kept() throws {
        let child = try pupil("张小明")
        try replica.setDraft("fill/new-family/-", Data("typed".utf8))
        let before = try replica.read { try $0.store.head() }
        let family = told([("张小明", "1", "2015-03-04"), ("张小红", "2", nil)], head: "张师范")
        let kept = try replica.complete(
            try laptop.folder.compare(family, with: home),
            author: "安老师",
            forgetting: "fill/new-family/-"
        )
        let household = try replica.view("household", home)
        #expect(household.values["address"]?.text == "9号")
        #expect(household.values["village_group"]?.text == "四组")
        #expect(household.values["village"]?.text == TeacherLaptop.village)
        #expect(household.sets["phones"] == ["15400000001"])
        #expect(household.values["head_name"]?.text == "张示范")
        let pupil = try replica.view("student", child)
        #expect(pupil.values["sex"]?.text == "1" && pupil.values["birth"]?.text == "2015-03-04")
        #expect(try observations() == [["head_name", "张示范", "张师范"]])
        #expect(kept.children.count == 1 && kept.changed == 2 && kept.observed == 1)
        #expect(try replica.draft("fill/new-family/-") == nil)
        let groups = try replica.read { try $0.writes(after: before, limit: 99) }.map(\.write.group)
        #expect(groups.count == 4 && Set(groups).count == 1 && !groups.contains(nil))
        // Told once more, nothing is new but what the records still say otherwise.
        let again = try replica.complete(
            try laptop.folder.compare(family, with: home),
            author: "安老师"
        )
        #expect(again.children.isEmpty && again.changed == 0)
    }

    @Test("Another village is for the county to check: the family stays where it is")
    func otherVillage() throws {
        let family = told([], village: "610326101902")
        let kept = try replica.complete(
            try laptop.folder.compare(family, with: home),
            author: "安老师"
        )
        #expect(kept.observed == 1)
        #expect(try observations() == [["village", "-", "610326101902"]])
        #expect(try replica.view("household", home).buckets == [TeacherLaptop.village])
    }

    @Test("A family that cannot be made leaves its draft")
    func draftStays() throws {
        try replica.setDraft("d", Data("typed".utf8))
        let family = told([("张小红", nil, nil)], village: "三组")
        #expect(throws: Problem.self) {
            try replica.create(family, author: "安老师", forgetting: "d")
        }
        #expect(try replica.draft("d") != nil)
        _ = try replica.create(told([]), author: "安老师", forgetting: "d")
        #expect(try replica.draft("d") == nil)
    }
}
