import FieldKit
import Foundation
import HTTPTypes
import Hummingbird

/// Who asks for a review page, by the cookie.
struct ReviewVisitors: Sendable {
    /// Somebody who is signed in.
    struct Visitor: Sendable {
        let reviewer: Reviewer
        fileprivate let cookie: WebToken
        private let session: WebSessions.Session

        fileprivate init(_ account: WebAccount, _ cookie: WebToken, _ session: WebSessions.Session)
        {
            reviewer = Reviewer(account)
            self.cookie = cookie
            self.session = session
        }

        /// Checks that a form was made for this session, and not by another site.
        ///
        /// - Throws: `forbidden`.
        func check(_ form: PageForm) throws(Problem) {
            guard let token = WebToken(form["form"]),
                token.bytes.isEqualInConstantTime(session.formToken.bytes)
            else { throw Problem(.forbidden) }
        }

        /// The frame of a page for this person.
        func frame(title: String) -> PageFrame {
            PageFrame(
                title: title,
                person: .init(name: reviewer.name, formToken: session.formToken.text)
            )
        }
    }

    let accounts: WebAccounts
    let sessions: WebSessions
    let isSecure: Bool

    /// The person whose session the request's cookie names; nil if there is none.
    ///
    /// - Throws: `forbidden` for a role that has no part in the review.
    func visitor(_ request: Request) throws -> Visitor? {
        guard let cookie = request.cookies[cookieName].flatMap({ WebToken($0.value) }),
            let session = sessions.session(cookie)
        else { return nil }
        // Read each time, so that a change of role or scope counts at once.
        guard let account = try accounts.account(session.name) else {
            sessions.end(cookie)
            return nil
        }
        let visitor = Visitor(account, cookie, session)
        guard visitor.reviewer.mayDecide else { throw Problem(.forbidden) }
        return visitor
    }

    /// Begins a session, and leads to the list.
    func welcome(_ account: WebAccount) -> Response {
        set(sessions.begin(name: account.name).text, maxAge: nil, Self.redirect(to: "/review"))
    }

    /// Ends a session, and leads to the sign-in.
    func farewell(_ visitor: Visitor) -> Response {
        sessions.end(visitor.cookie)
        return set("", maxAge: 0, Self.toSignIn)
    }

    /// Refuses a form that a browser says another site has sent.
    ///
    /// - Throws: `forbidden`.
    static func checkOrigin(_ request: Request) throws(Problem) {
        guard let origin = request.headers[.origin] else { return }
        let host = origin.range(of: "://").map { origin[$0.upperBound...] }
        guard let host, let authority = request.head.authority, host == authority else {
            throw Problem(.forbidden)
        }
    }

    static var toSignIn: Response { redirect(to: "/review/sign-in") }

    /// Leads the browser to an address of ours, by GET.
    static func redirect(to address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address])
    }

    /// Browsers take a `__Host-` cookie only over HTTPS, for this host and the whole of it.
    private var cookieName: String { isSecure ? "__Host-review" : "review" }

    private func set(_ value: String, maxAge: Int?, _ response: Response) -> Response {
        var response = response
        response.setCookie(
            Cookie(
                name: cookieName,
                value: value,
                maxAge: maxAge,
                path: "/",
                secure: isSecure,
                httpOnly: true,
                sameSite: .strict
            )
        )
        return response
    }
}
