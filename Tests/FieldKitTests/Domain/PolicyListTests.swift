import FieldKit
import Foundation
import Testing

@Suite("A list of aid policies")
struct PolicyListTests {
    private static let heading = "编码,名称,学段,年级,就读方式,金额,发放方式,需申请,起始日期,截止日期\n"

    @Test(
        "the one that the program carries is the one beside the documents, and all of it is taken"
    )
    func carried() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/policies-sx.csv")
        let bytes = try Data(contentsOf: file)
        #expect(ShaanxiPolicies.file == bytes)
        let reading = try DomainSamples.read(String(decoding: bytes, as: UTF8.self), kind: .policy)
        #expect(reading.refused.isEmpty && reading.unknownHeadings.isEmpty)
        #expect(reading.rows.count == 19)
    }

    @Test("makes records that every store holds, found again by their codes")
    func records() throws {
        var held = HeldRecords()
        let row = "A1,示例,学前、小学,大班,住校,700元/年,免除,否,2025-09-01,"
        let plan = RosterPlan.plan(
            try DomainSamples.read(Self.heading + row, kind: .policy),
            existing: held.find,
            makeID: CountingIDs().next
        )
        held.carryOut(plan)
        let draft = try #require(plan.drafts.first)
        #expect(draft.type == "aid_policy" && draft.buckets == ["system"])
        #expect(draft["code"] == .text("A1") && draft["boarding"] == .text("2"))
        #expect(draft["needs_application"] == .boolean(false))
        #expect(draft["valid_from"] == .date("2025-09-01") && draft["valid_to"] == nil)
        #expect(draft.sets.map(\.elements) == [["P", "X"], ["PG3"]])
        let again = RosterPlan.plan(
            try DomainSamples.read(Self.heading + row + "2026-08-31", kind: .policy),
            existing: held.find,
            makeID: CountingIDs().next
        )
        #expect(again.creations.isEmpty)
        #expect(again.changes.first?.fields.map(\.name) == ["valid_to"])
    }

    @Test("a tag may be a code or a word; one that is neither would be nobody's, and is refused")
    func tags() throws {
        func read(_ tags: String) throws -> RosterReading {
            try DomainSamples.read("编码,名称,学段,特殊群体\nA1,示例,小学,\(tags)\n", kind: .policy)
        }
        let reading = try read("A3、脱贫户、优抚/因公牺牲军警消防子女")
        let sets = try #require(reading.rows.first).sets
        #expect(sets.first { $0.name == "tags" }?.elements == ["A3", "A2", "E2"])
        #expect(try read("A3、富裕户").refused.first?.column == "特殊群体")
    }

    @Test("a stage that is none is refused by name")
    func unknownStage() throws {
        let reading = try DomainSamples.read(Self.heading + "A1,示例,小学、中学,,,,,,,", kind: .policy)
        #expect(reading.rows.isEmpty)
        #expect(reading.refused.first?.column == "学段")
    }
}
