import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A published form reaches every laptop")
struct PublishedFormTests {
    private static func form(_ version: String) -> FormDefinition {
        var question = FormNode(name: "who", kind: .question(.text), row: 2)
        question.label = ["": "Who?"]
        return FormDefinition(id: "f", version: version, title: ["": "F"], nodes: [question])
    }

    private struct Surroundings: FormSurroundings {
        func milliseconds() -> Int64 { 1_790_000_000_000 }
        var timeZone: TimeZone { .gmt }
        func random() -> Double { 0.5 }
        func uuid() -> String { "00000000-0000-4000-8000-000000000000" }
        func property(_ name: String) -> String? { nil }
    }

    @Test("over a relay too, whatever it may hold, and answers to an old version come back")
    func travels() throws {
        let county = try SimulatedCounty(seed: 16)
        let relay = try county.enrolRelay("relay", scopes: ["610326101"])
        let near = try county.enrolLaptop("near", scopes: ["610326101001"])
        let far = try county.enrolLaptop("far", scopes: ["610326102001"])
        try county.county.replica.publish(Self.form("1"), author: "county")
        try county.sync(relay, with: county.county)
        try county.sync(near, with: relay)
        try county.sync(far, with: county.county)
        for laptop in [near, far] {
            let shelf = FormShelf(laptop.replica)
            #expect(try shelf.definition(of: shelf.newest("f")) == Self.form("1"), "\(laptop.name)")
        }

        var problems: [CompiledForm.Problem] = []
        var session = FormSession(
            CompiledForm(Self.form("1"), problems: &problems),
            surroundings: Surroundings()
        )
        try session.answer(FormPath([FormPath.Step("who")]), .text("me"))
        try county.county.replica.publish(Self.form("2"), author: "county")
        try county.county.replica.withdrawForm("f", author: "county")
        let results = try near.replica.submit(
            SubmissionDraft(session.answers, record: near.replica.newSubmissionID()),
            of: Self.form("1"),
            author: "An",
            surroundings: Surroundings()
        )
        try county.sync(near, with: relay)
        try county.sync(relay, with: county.county)
        try county.sync(near, with: county.county)
        let arrived = try county.county.replica.view("submission", results[0].id)
        let submission = try #require(Submission(arrived))
        let newest = try FormShelf(near.replica).newest("f")
        #expect(newest.version == "2" && newest.isWithdrawn)
        #expect(submission.version == "1", "accepted, and no longer the newest")
        #expect(arrived.values["/who"] == .text("me") && arrived.buckets == ["610326101001"])
        #expect(try county.checkInvariants() == [])
    }
}
