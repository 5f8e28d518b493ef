import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A family of the village next door", .timeLimit(.minutes(10)))
struct NeighbourStoryTests {
    private struct Changed: Decodable { let changed: Int }

    /// A family that a laptop holds, as another teacher is told of it at the door.
    private func told(_ laptop: TestLaptop) throws -> NewFamily {
        var heads: [RecordView] = []
        var children: [String: [NewFamily.Child]] = [:]
        try laptop.replica.list("household") { heads.append($0) }
        try laptop.replica.list("student") { pupil in
            guard let name = pupil.values["name"]?.text,
                let birth = pupil.values["birth"].flatMap({ BusinessDay.read($0.text) }),
                let household = pupil.values["household"]?.text
            else { return }
            children[household, default: []].append(NewFamily.Child(name: name, birth: birth))
        }
        let families = heads.compactMap { view -> NewFamily? in
            guard let head = view.values["head_name"]?.text, let phone = view.sets["phones"]?.first,
                let children = children["\(view.id)"]
            else { return nil }
            return NewFamily(village: "", head: head, phone: phone, children: children)
        }
        return try #require(families.first)
    }

    @Test("is known by its telephone or a child's birthday, and nothing of it is on the laptop")
    func nextDoor() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            try county.must("demo")
            let first: Changed = try county.must("neighbours").json()
            #expect(first.changed > 0)
            let again: Changed = try county.must("neighbours").json()
            #expect(again.changed == 0, "what has not changed is not written again")
            let server = try ServingProgram(county)
            let all = try county.laptop("县", at: server, "610326")
            try all.sync()
            let codes = try all.replica.villages().map(\.code).sorted()
            let here = try #require(codes.first)
            let township = String(here.prefix(9))
            let there = try #require(codes.dropFirst().first { $0.hasPrefix(township) })
            let far = try #require(codes.first { !$0.hasPrefix(township) })
            let an = try county.laptop("安老师", at: server, here)
            let bai = try county.laptop("白老师", at: server, there)
            let cheng = try county.laptop("程老师", at: server, far)
            for laptop in [an, bai, cheng] { try laptop.sync() }
            #expect(server.stop() == 0)

            var family = try told(bai)
            let hint = try #require(try an.replica.neighbours(like: family).first)
            #expect(hint.code == there && hint.village != there)
            #expect(hint.reasons.contains(.samePhone) && hint.reasons.contains(.sameBirth))
            #expect(try bai.replica.neighbours(like: family).isEmpty, "it has the records")
            #expect(try cheng.replica.neighbours(like: family).isEmpty, "another township")
            family.phone = ""
            #expect(try an.replica.neighbours(like: family).map(\.code) == [there])
            // Of a namesake alone nothing is said.
            let namesake = NewFamily(village: here, head: family.head)
            #expect(try an.replica.neighbours(like: namesake).isEmpty)

            try an.replica.list("neighbours") { view in
                let said = Set(view.values.keys).union(view.sets.keys)
                #expect(said.isSubset(of: ["village", "part", "stubs"]))
                #expect(view.values["stubs"]?.text.contains(family.head) != true)
            }
        }
    }
}
