import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

/// A county with one open conflict: two teachers wrote the same note without knowing.
final class ReviewedCounty {
    let town: Town
    let county: Resident
    let record: RecordID
    let parts: ReviewParts
    let clock: FixedClock

    init(notes: (String, String) = ("在家", "外出务工")) throws {
        clock = FixedClock()
        town = try Town(clock: clock)
        county = try town.county()
        let an = try town.laptop("安老师")
        let bai = try town.laptop("白老师")
        record = try an.create("student", in: ["2199000001"], ["name": "乙", "note": "原来的备注"])
        try town.mix()
        try an.set(record, "note", notes.0)
        clock.advance(seconds: 60)
        try bai.set(record, "note", notes.1)
        try town.mix()
        parts = ReviewParts(
            accounts: WebAccounts(values: MemoryValues(), clock: clock, cost: .small),
            sessions: WebSessions(clock: clock),
            desk: ReplicaReviewDesk(replica: county.replica),
            policies: .county
        )
    }

    /// A link for a person of the county.
    func link(
        _ name: String,
        _ role: DeviceRole = .reviewer,
        _ scopes: [String] = ["2199"]
    )
        throws -> String
    {
        "/review/link/\(try parts.accounts.invite(name: name, role: role, scopes: scopes).token.text)"
    }

    func reviewer(_ role: DeviceRole = .reviewer, _ scopes: [String] = ["2199"]) throws -> Reviewer
    {
        Reviewer(
            WebAccount(
                name: "审核员",
                role: role,
                scopes: scopes,
                password: try PasswordHash("a good password", cost: .small)
            )
        )
    }

    var key: ConflictKey { ConflictKey(type: "student", record: record, field: "note") }
}

@Suite("The desk of a reviewer")
struct ReviewDeskTests {
    private let home: ReviewedCounty
    private let desk: any ReviewDesk

    init() throws {
        home = try ReviewedCounty()
        desk = home.parts.desk
    }

    @Test("shows the conflict with its values and what it started from")
    func shows() throws {
        let open = try desk.open(for: home.reviewer())
        #expect(open.map(\.id) == [home.record])
        let conflict = try desk.conflict(home.key, for: home.reviewer())
        #expect(Set(conflict.entries.map(\.value.text)) == ["在家", "外出务工"])
        #expect(conflict.origins.map(\.value.text) == ["原来的备注"])
    }

    @Test("shows nothing outside the reviewer's scope, not even that it exists")
    func scope() throws {
        let stranger = try home.reviewer(.reviewer, ["610326"])
        #expect(try desk.open(for: stranger).isEmpty)
        #expect(throws: Problem(.recordNotHeld, ["id": "\(home.record)"])) {
            try desk.conflict(home.key, for: stranger)
        }
    }

    @Test("decides by a shown value, and the decision says who and why")
    func decides() throws {
        let conflict = try desk.conflict(home.key, for: home.reviewer())
        let chosen = try #require(conflict.entries.first { $0.value.text == "在家" })
        try desk.decide(
            ReviewDecision(
                key: home.key,
                choice: .entry(chosen.write),
                reason: "打过电话",
                base: conflict.version
            ),
            by: home.reviewer()
        )
        #expect(try home.county.text(home.record, "note") == "在家")
        #expect(try desk.open(for: home.reviewer()).isEmpty)
        let decision = try #require(try home.county.records("decision").first)
        #expect(try home.county.text(decision, "reason") == "打过电话")
        #expect(try home.county.text(decision, "reviewer") == "审核员")
        #expect(throws: Problem(.notInConflict, ["id": "\(home.record)", "field": "note"])) {
            try desk.conflict(home.key, for: home.reviewer())
        }
    }

    @Test("an entry that came after the page was shown stays open")
    func later() throws {
        let conflict = try desk.conflict(home.key, for: home.reviewer())
        let late = try home.town.laptop("迟老师")
        try late.takeAll(from: home.town.residents[1])
        try late.set(home.record, "note", "已搬走")
        try home.county.takeAll(from: late)
        try desk.decide(
            ReviewDecision(
                key: home.key,
                choice: .other("住校"),
                reason: "打过电话",
                base: conflict.version
            ),
            by: home.reviewer()
        )
        let still = try desk.conflict(home.key, for: home.reviewer())
        #expect(still.entries.map(\.value.text).contains("已搬走"))
        #expect(still.entries.map(\.value.text).contains("住校"))
    }

    @Test("an auditor decides nothing", arguments: [DeviceRole.auditor, .teacher, .security])
    func roles(_ role: DeviceRole) throws {
        let conflict = try desk.conflict(home.key, for: home.reviewer())
        #expect(throws: Problem(.forbidden)) {
            try desk.decide(
                ReviewDecision(
                    key: home.key,
                    choice: .other("x"),
                    reason: "y",
                    base: conflict.version
                ),
                by: home.reviewer(role)
            )
        }
    }

    @Test("a deletion against an edit is decided as keep or delete")
    func deletion() throws {
        let an = home.town.residents[1]
        let bai = home.town.residents[2]
        let record = try an.create("student", in: ["2199000001"], ["note": "x"])
        try home.town.mix()
        try an.change(record, .delete(true))
        try bai.set(record, "note", "y")
        try home.town.mix()
        let key = ConflictKey(type: "student", record: record, field: "deleted")
        let conflict = try desk.conflict(key, for: home.reviewer())
        let page = ConflictPage(conflict, .county, PageFrame(title: "冲突"), sent: nil)
        #expect(page.isDeletion)
        #expect(page.entries.contains { $0.besides == "备注" && $0.value == "y" })
        try desk.decide(
            ReviewDecision(
                key: key,
                choice: .deletion(false),
                reason: "还在",
                base: conflict.version
            ),
            by: home.reviewer()
        )
        #expect(try !home.county.view(record).isDeleted)
        #expect(try home.county.text(record, "note") == "y")
        expectProblem(.notInConflict) { _ = try desk.conflict(key, for: home.reviewer()) }
    }
}

@Suite("The review pages over HTTPS")
struct ReviewPagesTests {
    private func signedIn(
        _ home: ReviewedCounty,
        _ server: RunningServer,
        _ name: String = "审核员甲",
        _ role: DeviceRole = .reviewer
    ) async throws {
        let password = [("password", "a good password"), ("again", "a good password")]
        let answer = try await server.form(try home.link(name, role), password)
        #expect(answer.status == 303)
        #expect(answer.headers["location"] == "/review")
    }

    /// The value of a hidden field.
    private func hidden(_ name: String, in html: String) throws -> String {
        let start = try #require(html.range(of: "name=\"\(name)\" value=\"")).upperBound
        let end = try #require(html[start...].firstIndex(of: "\""))
        return String(html[start..<end])
    }

    @Test("lead from the link to the decision")
    func wholeWay() async throws {
        let home = try ReviewedCounty()
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            [self] server in
            let first = try await server.browse("/review")
            #expect(first.status == 303)
            #expect(first.headers["location"] == "/review/sign-in")
            let page = try await server.browse(try home.link("审核员甲"))
            #expect(page.text.contains("设置密码") && page.text.contains("审核员甲"))
            try await signedIn(home, server)
            let list = try await server.browse("/review")
            #expect(list.text.contains("待审核 1 项"))
            #expect(list.text.contains("学生 · 备注"))
            let path = "/review/conflict?type=student&record=\(home.record)&field=note"
            let conflict = try await server.browse(path)
            for shown in ["在家", "外出务工", "原来的备注", "安老师", "白老师", "2026-09-21", "乙 · 2199000001"] {
                #expect(conflict.text.contains(shown), "\(shown)")
            }
            let fields = [
                ("form", try hidden("form", in: conflict.text)), ("type", "student"),
                ("record", "\(home.record)"), ("field", "note"),
                ("base", try hidden("base", in: conflict.text)), ("choice", "other"),
                ("other", "随父母外出"),
            ]
            let without = try await server.form("/review/conflict", fields + [("reason", " ")])
            #expect(without.status == 422)
            #expect(without.text.contains("reason_needed") && without.text.contains("随父母外出"))
            let done = try await server.form(
                "/review/conflict",
                fields + [("reason", "已核实")]
            )
            #expect(done.status == 303)
            #expect(try home.county.text(home.record, "note") == "随父母外出")
            #expect(try await server.browse("/review").text.contains("没有待审核的冲突"))
            let again = try await server.form("/review/conflict", fields + [("reason", "再来")])
            #expect(again.status == 409 || again.status == 422 || again.status == 400)
            #expect(!server.log.text.contains("随父母外出"))
        }
    }

    @Test("take no form without the session's own token, and none of another site")
    func forgery() async throws {
        let home = try ReviewedCounty()
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            [self] server in
            try await signedIn(home, server)
            let path = "/review/conflict?type=student&record=\(home.record)&field=note"
            let html = try await server.browse(path).text
            let good = try hidden("form", in: html)
            let fields = [
                ("type", "student"), ("record", "\(home.record)"), ("field", "note"),
                ("base", try hidden("base", in: html)), ("choice", "other"), ("other", "x"),
                ("reason", "y"),
            ]
            for token in ["", WebToken().text, String(good.dropLast())] {
                let answer = try await server.form(
                    "/review/conflict",
                    fields + [("form", token)]
                )
                #expect(answer.status == 403)
            }
            let foreign = try await server.form(
                "/review/conflict",
                fields + [("form", good)],
                ["-H", "Origin: https://evil.example"]
            )
            #expect(foreign.status == 403)
            let out = try await server.form("/review/sign-out", [("form", "x")])
            #expect(out.status == 403)
            #expect(try home.parts.desk.open(for: home.reviewer()).count == 1)
            let own = try await server.form(
                "/review/conflict",
                fields + [("form", good)],
                ["-H", "Origin: \(server.url)"]
            )
            #expect(own.status == 303)
        }
    }

    @Test("protect their cookie and themselves by headers")
    func headers() async throws {
        let home = try ReviewedCounty()
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            server in
            let answer = try await server.form(
                try home.link("甲"),
                [("password", "a good password"), ("again", "a good password")]
            )
            let cookie = try #require(answer.headers["set-cookie"])
            #expect(cookie.hasPrefix("__Host-review="))
            for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
                #expect(cookie.contains(part), "\(cookie)")
            }
            #expect(!cookie.lowercased().contains("domain"))
            let page = try await server.browse("/review")
            #expect(page.headers["cache-control"] == "no-store")
            #expect(page.headers["x-content-type-options"] == "nosniff")
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(page.headers["strict-transport-security"] == nil)
            let named = try await server.browse(
                "/review",
                ["--http1.1", "-H", "Host: sync.county.example"]
            )
            #expect(named.headers["strict-transport-security"] != nil)
        }
    }

    @Test("show what people wrote as text, whatever it looks like")
    func escaping() async throws {
        let home = try ReviewedCounty(
            notes: ("<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>{{reason}}")
        )
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            [self] server in
            try await signedIn(home, server, "<b>甲</b>")
            let path = "/review/conflict?type=student&record=\(home.record)&field=note"
            let html = try await server.browse(path).text
            #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(html.contains("{{reason}}"))
            for raw in ["<script", "<img", "<b>甲"] { #expect(!html.contains(raw)) }
        }
    }

    @Test("end a session at the sign-out, and refuse a guessed cookie")
    func signOut() async throws {
        let home = try ReviewedCounty()
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            [self] server in
            try await signedIn(home, server)
            let token = try hidden("form", in: try await server.browse("/review").text)
            let out = try await server.form("/review/sign-out", [("form", token)])
            #expect(out.headers["location"] == "/review/sign-in")
            #expect(try await server.browse("/review").status == 303)
            let guessed = try await server.curl(
                "/review",
                ["-H", "Cookie: __Host-review=\(WebToken().text)"]
            )
            #expect(guessed.status == 303)
        }
    }

    @Test("say what is wrong with a name, a password or a link, and lock after ten")
    func signInFailures() async throws {
        let home = try ReviewedCounty()
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            server in
            let link = try home.link("甲")
            let differ = try await server.form(
                link,
                [("password", "a good password"), ("again", "a good passwort")]
            )
            #expect(differ.status == 422 && differ.text.contains("passwords_differ"))
            let weak = try await server.form(link, [("password", "short"), ("again", "short")])
            #expect(weak.status == 422 && weak.text.contains("password_weak"))
            let good = [("password", "a good password"), ("again", "a good password")]
            #expect(try await server.form(link, good).status == 303)
            let used = try await server.form(link, good)
            #expect(used.status == 403 && used.text.contains("link_invalid"))
            #expect(try await server.curl("/review/link/x").status == 403)
            let wrong = [("name", "甲"), ("password", "wrong password")]
            for _ in 1..<WebAccounts.failuresMax {
                let answer = try await server.form("/review/sign-in", wrong)
                #expect(answer.status == 403 && answer.text.contains("sign_in_failed"))
            }
            let locked = try await server.form("/review/sign-in", wrong)
            #expect(locked.status == 429 && locked.text.contains("account_locked"))
            home.clock.advance(seconds: 15 * 60)
            let right = [("name", "甲"), ("password", "a good password")]
            #expect(try await server.form("/review/sign-in", right).status == 303)
        }
    }

    @Test("let nobody in whose role has no part in it, and show a page for every refusal")
    func refusals() async throws {
        let home = try ReviewedCounty()
        try await RunningServer.with(FakeEndpoint(), clock: home.clock, review: home.parts) {
            [self] server in
            try await signedIn(home, server, "审计", .auditor)
            let page = try await server.browse("/review", ["-H", "Accept-Language: en"])
            #expect(page.status == 403)
            #expect(page.text.contains("This role or scope may not do that."))
            #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
            try await signedIn(home, server)
            let bad = try await server.browse("/review/conflict?record=%3Cscript%3E")
            #expect(bad.text.contains("invalid_identifier") && !bad.text.contains("<script>"))
            #expect(try await server.browse("/review/nothing").status == 404)
            let folder = try TemporaryFolder()
            try Data(repeating: 120, count: ServerLimits.formBytesMax + 1)
                .write(to: URL(filePath: folder.path("form")))
            let big = try await server.browse(
                "/review/sign-in",
                ["--data-binary", "@\(folder.path("form"))"]
            )
            #expect(big.status == 413)
        }
    }
}
