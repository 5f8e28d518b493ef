import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Objections on the review page", .timeLimit(.minutes(2)))
struct ObjectionPageTests {
    private let home: ReviewedCounty

    /// A teacher objects to a decision about the note.
    init() throws {
        home = try ReviewedCounty()
        let changes: [Edit.Change] = [
            .set("subject", .text("\(home.record)")), .set("subject_type", .text("student")),
            .set("field", .text("note")), .set("opened", .date("2026-11-27")),
            .set("reason", .text("<b>昨天见到孩子</b>")), .set("wanted", .text("住外婆家")),
        ]
        _ = try home.county.replica.edit(
            [Edit(type: "objection", changes: changes)],
            author: "安老师"
        )
    }

    @Test("A reviewer sees those of the own scope, until they are answered")
    func scope() throws {
        let desk = home.parts.desk
        let held = try #require(try desk.objections(for: home.reviewer()).first)
        #expect(held.author == "安老师" && held.wanted == "住外婆家")
        #expect(try desk.objections(for: home.reviewer(.reviewer, ["610326"])).isEmpty)
        let day = try #require(BusinessDay(year: 2026, month: 11, day: 28))
        #expect(throws: Problem(.reasonNeeded)) {
            try home.county.replica.answer(held, with: nil, reason: " ", day: day, author: "县")
        }
        try home.county.replica.answer(held, with: nil, reason: "已核实", day: day, author: "县")
        #expect(try desk.objections(for: home.reviewer()).isEmpty)
    }

    @Test("The page says who objects to what and why, and what to type to answer it")
    func page() async throws {
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            server in
            _ = try await server.form(
                try home.link("甲"),
                [("password", "a good password"), ("again", "a good password")]
            )
            let page = try await server.browse("/review").text
            #expect(page.contains("异议") && page.contains("安老师"), "\(page)")
            #expect(page.contains("认为应是 住外婆家"))
            #expect(page.contains("&lt;b&gt;") && !page.contains("<b>昨天"))
            func hidden(_ name: String) throws -> String {
                let start = try #require(page.range(of: "name=\"\(name)\" value=\""))
                return String(page[start.upperBound...].prefix { $0 != "\"" })
            }
            let fields = [
                ("objection", try hidden("objection")), ("other", "住外婆家，周末回家"),
            ]
            let forged = try await server.form(
                "/review/objection",
                fields + [("reason", "x"), ("form", WebToken().text)]
            )
            #expect(forged.status == 403)
            let good = try hidden("form")
            let without = try await server.form(
                "/review/objection",
                fields + [("reason", " "), ("form", good)]
            )
            #expect(without.status == 422 && without.text.contains("住外婆家，周末回家"))
            #expect(try home.county.text(home.record, "note") != "住外婆家，周末回家")
            let done = try await server.form(
                "/review/objection",
                fields + [("reason", "再次核实"), ("form", good)]
            )
            #expect(done.status == 303)
            #expect(try home.county.text(home.record, "note") == "住外婆家，周末回家")
            #expect(try await !server.browse("/review").text.contains("认为应是"))
        }
    }
}
