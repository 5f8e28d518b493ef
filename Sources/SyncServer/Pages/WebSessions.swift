import FieldKit
import Foundation
import Synchronization

/// Who is signed in to the review pages.
///
/// In memory: after a restart people sign in again.
final class WebSessions: Sendable {
    /// Minutes after the last request for which a session is good.
    static let minutes: Int64 = 30
    /// Sessions at one time; beyond it the one that rested longest ends.
    static let sessionsMax = 1_000

    /// One browser of one person.
    struct Session: Hashable, Sendable {
        /// Whose.
        let name: String
        /// What every form of it carries, so that no other site can send one.
        let formToken: WebToken
        fileprivate var used: Int64
    }

    private let clock: any Clock
    private let sessions = Mutex<[String: Session]>([:])

    init(clock: any Clock) { self.clock = clock }

    /// Begins a session; a person may have several.
    ///
    /// - Returns: What the cookie carries; only its fingerprint is kept here.
    func begin(name: String) -> WebToken {
        let token = WebToken()
        let now = clock.milliseconds()
        sessions.withLock { all in
            all = all.filter { Self.isGood($0.value, now) }
            while all.count >= Self.sessionsMax,
                let oldest = all.min(by: { $0.value.used < $1.value.used })
            {
                all[oldest.key] = nil
            }
            all[token.fingerprint] = Session(name: name, formToken: WebToken(), used: now)
        }
        return token
    }

    /// The session of a cookie, which is good for half an hour more from now; nil if there is none.
    func session(_ token: WebToken) -> Session? {
        let now = clock.milliseconds()
        return sessions.withLock { all in
            let key = token.fingerprint
            guard var session = all[key] else { return nil }
            guard Self.isGood(session, now) else {
                all[key] = nil
                return nil
            }
            session.used = now
            all[key] = session
            return session
        }
    }

    /// Ends a session.
    func end(_ token: WebToken) { sessions.withLock { $0[token.fingerprint] = nil } }

    /// Ends all sessions of a person, as after a new password.
    func endAll(name: String) {
        sessions.withLock { all in all = all.filter { $0.value.name != name } }
    }

    /// A clock that jumped back ends the session too: how long it rested is not known.
    private static func isGood(_ session: Session, _ now: Int64) -> Bool {
        (0..<minutes * 60_000).contains(now - session.used)
    }
}
