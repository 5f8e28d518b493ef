import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("A family that is on no roster")
struct LikelyFamilyTests {
    @Test("A family that seems new is compared by sound, birth, telephone and village")
    func likelyFamilies() throws {
        let folder = try TemporaryFolder()
        let home = try ReplicaFolder.create(at: folder.url.appending(path: "home"), kind: .laptop)
        defer { try? home.close() }
        let made = try home.replica.create(
            family("张示范", "15400000001", [("张小明", "2015-03-04")]),
            author: "An"
        )
        let view = try home.replica.view("household", made.household)
        #expect(view.values["household_number"]?.text.hasPrefix("临-") == true)
        #expect(view.buckets == ["610326101901"])
        let child = try home.replica.view("student", try #require(made.children.first))
        #expect(child.values["temporary_number"]?.text.hasSuffix("-2") == true)
        #expect(child.buckets == ["610326101901"])
        func reasons(_ family: NewFamily) throws -> [LikelyFamily.Reason] {
            try home.likelyFamilies(family).first?.reasons ?? []
        }
        #expect(
            try reasons(family("章世凡", "", [("张晓明", "2015-03-04")]))
                == [.soundsLikeHead, .soundsLikeChild, .sameBirth, .sameVillage]
        )
        #expect(try reasons(family("李四", "15400000001", [])) == [.samePhone, .sameVillage])
        #expect(try reasons(family("李四", "15400000002", [("王五", nil)])).isEmpty)
    }

    private func family(
        _ head: String,
        _ phone: String,
        _ children: [(String, String?)]
    ) -> NewFamily {
        func text(_ name: String, _ value: String) -> FormAnswers.Node {
            FormAnswers.Node(
                name: name,
                value: value.isEmpty ? nil : .text(value),
                isRelevant: true,
                children: []
            )
        }
        func holding(_ name: String, _ below: [FormAnswers.Node]) -> FormAnswers.Node {
            FormAnswers.Node(name: name, value: nil, isRelevant: true, children: below)
        }
        let told = holding(
            "family",
            [text("village", "610326101901"), text("head", head), text("phone", phone)]
        )
        let below = children.map { name, birth in
            holding("child", [text("name", name), text("birth", birth ?? "")])
        }
        let root = holding("data", [told] + below)
        return NewFamily(
            FormAnswers(form: NewFamilyForm.id, version: "1", root: root),
            zone: .current
        )
    }
}
