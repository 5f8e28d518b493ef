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
        try home.county.resolve(home.record, "note", .text("外出务工"))
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            server in
            _ = try await server.form(
                try home.link("甲"),
                [("password", "a good password"), ("again", "a good password")]
            )
            var page = try await server.browse("/review").text
            #expect(page.contains("异议") && page.contains("安老师"), "\(page)")
            #expect(page.contains("认为应是 住外婆家"))
            #expect(page.contains("&lt;b&gt;") && !page.contains("<b>昨天"))
            func hidden(_ name: String) throws -> String {
                let start = try #require(page.range(of: "name=\"\(name)\" value=\""))
                return String(page[start.upperBound...].prefix { $0 != "\"" })
            }
            let read = [("objection", try hidden("objection")), ("base", try hidden("base"))]
            var fields = read + [("other", "住外婆家，周末回家")]
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
            // Meanwhile somebody else has written there: the page is shown anew, with what was typed.
            try home.county.set(home.record, "note", "住校")
            let stale = try await server.form(
                "/review/objection",
                fields + [("reason", "再次核实"), ("form", good)]
            )
            #expect(stale.status == 409 && stale.text.contains("form_stale"))
            #expect(stale.text.contains("住外婆家，周末回家"))
            #expect(try home.county.text(home.record, "note") == "住校")
            page = stale.text
            fields[1].1 = try hidden("base")
            let done = try await server.form(
                "/review/objection",
                fields + [("reason", "再次核实"), ("form", good)]
            )
            #expect(done.status == 303)
            #expect(try home.county.text(home.record, "note") == "住外婆家，周末回家")
            #expect(try await !server.browse("/review").text.contains("认为应是"))
            let again = try await server.form(
                "/review/objection",
                fields + [("reason", "另一人"), ("form", good)]
            )
            #expect(again.status == 409 && again.text.contains("objection_closed"))
        }
    }

    @Test("What is decided in another way is typed in words where the field has codes")
    func words() throws {
        let (an, bai) = (home.town.residents[1], home.town.residents[2])
        let family = try an.create(
            "household",
            in: ["2199000001"],
            ["head_name": "丙", "residence_status": "9"]
        )
        try home.town.mix()
        try an.set(family, "residence_status", "1")
        try bai.set(family, "residence_status", "2")
        try home.town.mix()
        let key = ConflictKey(type: "household", record: family, field: "residence_status")
        func decide(_ typed: String) throws {
            let decision = ReviewDecision(
                key: key,
                choice: .other(typed),
                reason: "打过电话",
                base: try home.parts.desk.conflict(key, for: home.reviewer()).version
            )
            try home.parts.desk.decide(decision, by: home.reviewer())
        }
        #expect(throws: Problem.self) { try decide("搬走了") }
        try decide("部分外出")
        #expect(try home.county.text(family, "residence_status") == "3")
    }
}
