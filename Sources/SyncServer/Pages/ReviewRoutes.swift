import FieldKit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The review pages: sign in, look at the open conflicts, decide them.
struct ReviewRoutes: Sendable {
    private let parts: ReviewParts
    private let pages: PageRenderer
    private let visitors: ReviewVisitors
    private let budget = BodyBudget(bytesMax: 64 * ServerLimits.formBytesMax)
    private let lane = WorkLane("review", threads: 2)
    private let passwords = WorkLane("passwords", threads: 1, waitingMax: 32)

    /// Says also whether the pages are served over HTTPS.
    init(_ parts: ReviewParts, pages: PageRenderer, isSecure: Bool) {
        self.parts = parts
        self.pages = pages
        visitors = ReviewVisitors(
            accounts: parts.accounts,
            sessions: parts.sessions,
            isSecure: isSecure
        )
    }

    /// True if a request is for one of these pages.
    static func isPage(_ request: Request) -> Bool {
        request.uri.path == "/review" || request.uri.path.hasPrefix("/review/")
    }

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("/review") { request, _ in try await list(request) }
        router.get("/review/style.css") { _, _ in
            Response.of(PageTemplates.style, type: "text/css; charset=utf-8")
        }
        router.get("/review/sign-in") { _, _ in
            try pages.response(.signIn, PageFrame(title: "登录"))
        }
        router.post("/review/sign-in") { request, _ in try await signIn(request) }
        router.post("/review/sign-out") { request, _ in try await signOut(request) }
        router.get("/review/link/:token") { request, context in
            try await link(request, context, notice: nil)
        }
        router.post("/review/link/:token") { request, context in
            try await setPassword(request, context)
        }
        router.get("/review/conflict") { request, _ in try await conflict(request) }
        router.post("/review/conflict") { request, _ in try await decide(request) }
        router.post("/review/objection") { request, _ in try await answer(request) }
    }

    // MARK: Signing in

    private func signIn(_ request: Request) async throws -> Response {
        let form = try await form(request)
        do {
            let account = try await passwords.run { [parts] in
                try parts.accounts.signIn(name: form["name"], password: form["password"])
            }
            return visitors.welcome(account)
        } catch let problem as Problem {
            return try pages.response(
                .signIn,
                PageFrame(title: "登录", notice: notice(problem, request)),
                status: .init(code: problem.code.entry.status)
            )
        }
    }

    private func signOut(_ request: Request) async throws -> Response {
        let form = try await form(request)
        guard let visitor = try await visitor(request) else { return ReviewVisitors.toSignIn }
        try visitor.check(form)
        return visitors.farewell(visitor)
    }

    private func link(
        _ request: Request,
        _ context: BasicRequestContext,
        notice: PageFrame.Notice?,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let token = try Self.token(context)
        let name = try await lane.run { [parts] in try parts.accounts.invited(token) }
        return try pages.response(
            .setPassword,
            SetPasswordPage(title: "设置密码", notice: notice, account: name),
            status: status
        )
    }

    private func setPassword(
        _ request: Request,
        _ context: BasicRequestContext
    ) async throws -> Response {
        let form = try await form(request)
        let token = try Self.token(context)
        do {
            guard form["password"] == form["again"] else { throw Problem(.passwordsDiffer) }
            let account = try await passwords.run { [parts] in
                try parts.accounts.setPassword(form["password"], link: token)
            }
            // Whoever had the old password is out.
            parts.sessions.endAll(name: account.name)
            return visitors.welcome(account)
        } catch let problem as Problem where problem.code != .linkInvalid {
            return try await link(
                request,
                context,
                notice: notice(problem, request),
                status: .init(code: problem.code.entry.status)
            )
        }
    }

    private static func token(_ context: BasicRequestContext) throws(Problem) -> WebToken {
        guard let token = context.parameters.get("token").flatMap({ WebToken($0) }) else {
            throw Problem(.linkInvalid)
        }
        return token
    }

    // MARK: Deciding

    private func list(_ request: Request) async throws -> Response {
        guard let visitor = try await visitor(request) else { return ReviewVisitors.toSignIn }
        return try await list(for: visitor)
    }

    private func list(
        for visitor: ReviewVisitors.Visitor,
        sent: PageForm? = nil,
        notice: PageFrame.Notice? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (conflicts, objections) = try await lane.run { [parts] in
            (
                try parts.desk.open(for: visitor.reviewer),
                try parts.desk.objections(for: visitor.reviewer)
            )
        }
        var frame = visitor.frame(title: "待审核")
        frame.notice = notice
        return try pages.response(
            .list,
            ConflictListPage(conflicts, objections, parts.policies, frame, sent: sent),
            status: status
        )
    }

    private func answer(_ request: Request) async throws -> Response {
        let form = try await form(request)
        guard let visitor = try await visitor(request) else { return ReviewVisitors.toSignIn }
        try visitor.check(form)
        guard let id = RecordID(form["objection"]) else { throw Problem(.invalidIdentifier) }
        let typed = form["other"]
        do {
            let answer = ReviewAnswer(
                objection: id,
                value: typed.contains { !$0.isWhitespace } ? typed : nil,
                reason: form["reason"],
                base: form["base"].isEmpty ? nil : try RecordVersion(form["base"])
            )
            try await lane.run { [parts] in
                try parts.desk.answer(answer, by: visitor.reviewer)
            }
            return ReviewVisitors.redirect(to: "/review")
        } catch let problem as Problem where Self.isMendable(problem) {
            return try await list(
                for: visitor,
                sent: form,
                notice: notice(problem, request),
                status: .init(code: problem.code.entry.status)
            )
        }
    }

    private func conflict(_ request: Request) async throws -> Response {
        guard let visitor = try await visitor(request) else { return ReviewVisitors.toSignIn }
        let key = try PageForm(request.uri.query ?? "").conflictKey()
        return try await page(of: key, for: visitor)
    }

    private func page(
        of key: ConflictKey,
        for visitor: ReviewVisitors.Visitor,
        sent: PageForm? = nil,
        notice: PageFrame.Notice? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let conflict = try await lane.run { [parts] in
            try parts.desk.conflict(key, for: visitor.reviewer)
        }
        var frame = visitor.frame(title: "冲突")
        frame.notice = notice
        return try pages.response(
            .conflict,
            ConflictPage(conflict, parts.policies, frame, sent: sent),
            status: status
        )
    }

    private func decide(_ request: Request) async throws -> Response {
        let form = try await form(request)
        guard let visitor = try await visitor(request) else { return ReviewVisitors.toSignIn }
        try visitor.check(form)
        let key = try form.conflictKey()
        do {
            let decision = ReviewDecision(
                key: key,
                choice: try Self.choice(form),
                reason: form["reason"],
                base: try RecordVersion(form["base"])
            )
            try await lane.run { [parts] in
                try parts.desk.decide(decision, by: visitor.reviewer)
            }
            return ReviewVisitors.redirect(to: "/review")
        } catch let problem as Problem where Self.isMendable(problem) {
            return try await page(
                of: key,
                for: visitor,
                sent: form,
                notice: notice(problem, request),
                status: .init(code: problem.code.entry.status)
            )
        }
    }

    /// Problems after which the same page is shown again, with what was typed.
    private static func isMendable(_ problem: Problem) -> Bool {
        switch problem.code {
        case .formStale, .reasonNeeded, .wrongKind, .wordUnknown, .valueTooLong, .invalidVersion,
            .valueMissing, .objectionClosed:
            true
        default: false
        }
    }

    private static func choice(_ form: PageForm) throws(Problem) -> ReviewDecision.Choice {
        switch form["choice"] {
        case "other":
            // An empty box is a slip; who means to clear the field says so with a word.
            let typed = form["other"]
            guard typed.contains(where: { !$0.isWhitespace }) else {
                throw Problem(.valueMissing, ["field": "另写一个值 · Another value"])
            }
            return .other(typed)
        case "delete": return .deletion(true)
        case "keep": return .deletion(false)
        case let text:
            guard let hash = Data(hexadecimal: text).flatMap({ WriteHash(bytes: $0) }) else {
                throw Problem(.valueMissing, ["field": "choice"])
            }
            return .entry(hash)
        }
    }

    // MARK: Around each page

    private func form(_ request: Request) async throws -> PageForm {
        try ReviewVisitors.checkOrigin(request)
        return try await budget.withBody(of: request, bytesMax: ServerLimits.formBytesMax) {
            PageForm(String(decoding: $0, as: UTF8.self))
        }
    }

    private func visitor(_ request: Request) async throws -> ReviewVisitors.Visitor? {
        try await lane.run { [visitors] in try visitors.visitor(request) }
    }

    private func notice(_ problem: Problem, _ request: Request) -> PageFrame.Notice {
        PageFrame.Notice(problem, Language(accepting: request.headers[.acceptLanguage]))
    }
}

extension PageFrame.Notice {
    init(_ problem: Problem, _ language: Language) {
        self.init(
            sentence: problem.sentence(language),
            next: problem.next(language),
            code: problem.code.rawValue
        )
    }
}
